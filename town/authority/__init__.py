"""Stand-in for the card authority (J-LIS): both CAs, revocation lists, linkage (jpki.md)."""
