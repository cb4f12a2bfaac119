"""Use cases of partner companies: coupons, exchanges, rates."""
