"""The command line `mykey`: what an operator does without a browser. Calls services as a face does."""
