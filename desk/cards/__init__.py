"""The JPKI application of a My Number Card, and nothing else on the card (jpki.md, card protocol)."""
