"""Use cases of the public pages: programmes, shops, partners."""
