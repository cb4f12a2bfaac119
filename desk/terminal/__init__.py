"""FACE of the counter: register, contact, link, look up, hand over (screens 9, 10, 22–26)."""
