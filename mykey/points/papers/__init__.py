"""What leaves the office as a file: csv and PDF."""
