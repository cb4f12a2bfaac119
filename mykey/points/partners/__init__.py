"""FACE partner companies, JSON: their coupons, their answers to exchanges, the reconciliation file."""
