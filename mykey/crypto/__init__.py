"""SEALED ROOM. The only place, besides `certificates`, where a cryptographic library may be imported.

Every key serves one named purpose (`purposes.py`), has versions, and lies outside the databases.
"""
