"""SEALED ROOM. The points ticket: the only word that both sides know (privacy.md, "non-joinable", 6 and 7).

It is written in one process (`writer`, served by `server`), asked for by the core over a local socket
(`client`), opened by the points side (`opening`). Nothing here knows a database or a page.
"""
