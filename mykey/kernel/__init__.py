"""Words everyone shares. Pure: no database, no network, no Flask, no cryptography."""
