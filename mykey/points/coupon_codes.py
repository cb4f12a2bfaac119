"""The form of a code."""
