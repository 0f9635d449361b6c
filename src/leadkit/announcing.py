"""
Classes of records, announced to whoever listens when they are made.

What wants to know of every class, as of a host's own leads, can't wait until it is
told by hand, and leadkit imports nothing for its sake. So a class is announced to a
module that may be loaded, and usually isn't.
"""

from __future__ import annotations

import sys
from contextlib import suppress

#: Who listens, by its function ``made(cls)``: what ties leadkit to Hypothesis.
_LISTENER = "leadkit_plugins"


def announce(cls: type) -> None:
    """
    Tell that a class of records is complete.

    Args:
        cls: The class.
    """
    listener = sys.modules.get(_LISTENER)
    if listener is not None:
        # Whatever is wrong there is no matter of the host's that writes a class.
        with suppress(Exception):
            listener.made(cls)
