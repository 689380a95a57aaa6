"""What reading costs and finds, beside the libraries that find tables too; no part of the product."""
