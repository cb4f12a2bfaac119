"""The timed jobs of the core. Each is safe to run twice and at the same time as itself."""
