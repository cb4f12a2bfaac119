"""The four ways to hand a patron number over to the library's or shop's own system (screen 26)."""
