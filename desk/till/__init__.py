"""The counter as a till of the points side: pay with points, take a payment back, grant, receipts.

The points side is told the till's own key and ID; the core is told nothing of what is done there.
"""
