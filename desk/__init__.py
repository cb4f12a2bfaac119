"""The local program of a counter or a citizen's PC: terminal software and card agent.

It speaks APDUs to a card, HTTP to the platform's faces, and imports nothing of `mykey` or `town`
(architecture.md). It keeps no person's data on disk; the device key and the terminal ID are all it stores.
"""
