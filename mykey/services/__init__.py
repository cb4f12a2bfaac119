"""Use cases, one verb phrase a file. They know no Flask and never commit; the edge does."""
