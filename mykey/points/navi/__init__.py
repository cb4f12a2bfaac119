"""FACE everybody: Points Navi, where points can be used. Public, without cookies."""
