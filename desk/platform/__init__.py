"""The platform's terminals face as the desk sees it: version 1 of terminal-api.md, and nothing behind it."""
