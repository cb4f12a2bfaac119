"""The core database, one table family a file. Constraints live here, named; rules live in services.

Whoever imports one family knows all tables: a write sorts its rows by foreign keys, and a face that had not
loaded the table a key points to could not write.
"""

from __future__ import annotations

from mykey.models import all_tables

__all__ = ["all_tables"]
