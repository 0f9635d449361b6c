"""
Texts: those that are asked for, others near them, and any that a field may hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from string import ascii_lowercase

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...kinds import Scalar
from .constraints import Constraints
from .scalars import first_of

_LONGEST = 12
# What ids are written with: nothing blank, nothing that can't be printed.
_PRINTED = st.characters(exclude_categories=("C", "Z"))


def texts(
    edges: Iterable[Scalar] = (),
    demands: Constraints = Constraints(),  # noqa: B008  it is frozen
    *,
    printed: bool = False,
) -> SearchStrategy[str]:
    """
    Texts, often those that are asked for; they shrink towards the empty one.

    Args:
        edges: What they are compared with.

        demands: What their field demands.

        printed: Whether they hold nothing that is blank or can't be printed.
    """
    asked = [edge for edge in edges if isinstance(edge, str)]
    near = [
        text
        for edge in asked
        for text in (edge, f"{edge} 2", f"a {edge}", edge.upper(), edge[:-1])
        if demands.allow(text)
    ]
    return first_of(near) | _any(demands, printed=printed)


def _any(demands: Constraints, *, printed: bool) -> SearchStrategy[str]:
    if demands.patterns:
        # What fits as a whole fits wherever it is looked for.
        pattern, how = demands.patterns[0]
        some = st.from_regex(pattern, fullmatch=how != "search")
        return some.map(partial(_of_length, demands))
    most = demands.most
    if most is None:
        most = demands.least + _LONGEST
    if demands.least > most:
        return st.nothing()
    sized = partial(st.text, min_size=demands.least, max_size=most)
    return sized(ascii_lowercase) | (sized(_PRINTED) if printed else sized())


def _of_length(demands: Constraints, text: str) -> str:
    # Most of what fits a pattern still does when a part of it is left out or repeated.
    # That is far quicker than to wait for a text of the right length.
    if demands.most is not None and len(text) > demands.most:
        over = len(text) - demands.most
        places = range(demands.most, -1, -1)
        tried = (text[:place] + text[place + over :] for place in places)
    elif 0 < len(text) < demands.least:
        under = demands.least - len(text)
        places = range(len(text) - 1, -1, -1)
        tried = (text[:at] + text[at] * under + text[at:] for at in places)
    else:
        return text
    return next(filter(demands.allow, tried), text)
