"""The measurements: ratios of one run on one machine, with both sides' figures (performance.md)."""
