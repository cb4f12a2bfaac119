"""The points side's own tables, in a database and cluster of their own, one family a file."""
