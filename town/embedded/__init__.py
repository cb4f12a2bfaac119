"""How the embedded default is laid out: directories, ports, programs and their order. For app.py alone."""
