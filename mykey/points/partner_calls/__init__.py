"""Calls to partner companies over HTTP: sign-in at the company, exchanges, notices of redeemed coupons."""
