"""What reading costs and finds, beside other libraries, and what the audit costs; no part of the product."""
