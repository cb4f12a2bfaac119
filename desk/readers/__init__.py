"""Card readers behind one interface: PC/SC hardware and the demo town's virtual reader."""
