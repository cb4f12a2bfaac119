"""The points side's use cases, one verb phrase a file: no Flask, no commit."""
