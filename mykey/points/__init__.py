"""FACE and SEALED ROOM: points, with their own database, keys, settings, session and process.

Nothing here may know a person or a library use; nothing of the core may know an account (privacy.md,
"Deliberately non-joinable"). It imports kernel, crypto, web and, for the ticket, handoff; nobody imports it.
"""
