"""A stand-in for a partner company: its members' own points become points of the platform, two ways.

A member signs in here and lets the company exchange (ID link), or types a code of the company's campaign
(coupon). It speaks to the platform as any company would: over HTTP, with its own key, by the published forms.
"""
