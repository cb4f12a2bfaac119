"""FACE of the citizen: the card agent, which signs for a portal on the allow-list (architecture.md)."""
