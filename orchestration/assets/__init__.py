"""Assets, one module per step of the line: landing, extraction, raw, warehouse, publication."""
