"""The ledger's own words: accounts under lock, postings, lots, chains. It decides nothing; `acts` do."""
