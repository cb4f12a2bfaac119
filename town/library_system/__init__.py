"""A stand-in for a library's own lending system, so that a handed-over number has somewhere to go."""
