"""Inspection: one document, and what the line made of it, for the person who teaches it a new form.

Here belong the facts of a document gathered from the workbench, the seed rows that would take in what was
not recognised, and how both are shown as text and over the pages. Not here: reading PDFs (extract), or
what a table means (dbt_project).
"""
