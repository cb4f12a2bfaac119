"""The MyKey platform: one card, one MyKey ID, every library and shop number, and points kept apart."""
