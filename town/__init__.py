"""Stand-ins for the outside world, for the demo and for tests: card authority, virtual cards, mail sink.

Everything listens on the loopback address alone. `mykey` never imports this package (architecture.md).
"""
