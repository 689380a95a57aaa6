"""The line from disclosures to the published warehouse as Dagster definitions, and the command line.

Start reading at `definitions.py`.
"""
