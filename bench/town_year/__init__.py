"""A year of a town on the points side, made from a seed: people, shops, partners and everything they do."""
