"""The timed jobs of the points side. Each is safe to run twice and at the same time as itself."""
