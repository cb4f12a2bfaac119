"""The one page that bin/run prints: it walks a newcomer through the whole job of the platform."""
