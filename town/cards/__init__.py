"""Virtual My Number Cards and the readers they lie on (jpki.md, Card protocol)."""
