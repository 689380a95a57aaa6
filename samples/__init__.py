"""Five small disclosures to try the pipeline on, rebuilt by `make samples`."""
