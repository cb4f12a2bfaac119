"""The linkage attack: who of one side is who of the other, from full dumps of both (privacy.md, proof e)."""
