"""The points side's first day; that side is known here by its command line and its till API alone."""
