"""The office's forms. They check shape alone: no sign-ins, no counters, no writes."""
