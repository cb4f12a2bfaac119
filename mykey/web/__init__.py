"""Flask plumbing without a business word: what every face needs and no face should write twice."""
