"""A package, so that what its tests share (the town, the browser) ends with them and not with the session."""
