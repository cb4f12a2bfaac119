"""The commands of `mykey-points`, one family a file."""
