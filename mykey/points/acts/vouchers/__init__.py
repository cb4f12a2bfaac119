"""Use cases of vouchers."""
