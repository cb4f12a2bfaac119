"""Adapters to the world outside: the ports of the kernel over the network. No decision is made here."""
