"""Hostile files: what the open web, or an enemy, may put in place of a disclosure.

Each kind is a function that makes the bytes, entered with what it is and what must come of it; nothing
binary is kept. `python -m tests.hostile --out DIR` writes them all.
"""

from tests.hostile import active, bombs, cells, geometry, impostors, structure
from tests.hostile.kind import KINDS, Failed, Kind, Published, Quarantined, Rejected, Unread
from tests.hostile.names import EVIL_NAMES, write_evil_names, write_evil_things

__all__ = [
    "EVIL_NAMES",
    "KINDS",
    "Failed",
    "Kind",
    "Published",
    "Quarantined",
    "Rejected",
    "Unread",
    "active",
    "bombs",
    "cells",
    "geometry",
    "impostors",
    "structure",
    "write_evil_names",
    "write_evil_things",
]
