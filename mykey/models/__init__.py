"""The core database, one table family a file. Constraints live here, named; rules live in services."""
