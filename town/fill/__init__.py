"""The demo town's first day: officers, providers, terminals, cards. Alone in the town it knows mykey."""
