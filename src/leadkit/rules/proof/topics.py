"""
What a question is about, to see at once that two have nothing to do with each other.
"""

from __future__ import annotations

from ...codes import CONVERSATIONS
from .. import nodes as n

# Questions that have to do with one another, though they aren't the same.
_SHARED: dict[type[n.Node], str] = {
    n.InStage: "stage",
    n.HasBeen: "stage",
    n.CameFrom: "stage",
    n.Reachable: "contact",
    n.Consented: "contact",
}


def topics(node: n.Question) -> frozenset[str]:
    """
    Name what a question is about.

    Args:
        node: The question.

    Returns:
        Its topics. Of two questions without a common one, neither says anything about
        the other.

    >>> from leadkit import activity, conversed, in_stage
    >>> sorted(topics((in_stage("lead") & (activity("call_held").count() >= 1)).node))
    ['activity call_held', 'stage']
    >>> topics(conversed().node) >= {"activity call_held"}
    True
    """
    found: set[str] = set()
    for part in n.walk(node):
        match part:
            case n.Query(types=types):
                found.update(f"activity {type_}" for type_ in types)
            case n.Conversed():
                found.update(f"activity {type_}" for type_ in CONVERSATIONS)
            case n.Field(name=name):
                found.add(f"field {name}")
            case n.Total(card=card):
                found.add(f"card {card.name}")
            case n.Holds(qualification=code):
                found.add(f"qualification {code}")
            case n.Constant():
                pass
            case _ if next(n.children(part), None) is None:
                found.add(_SHARED.get(type(part), type(part).__name__))
            case _:
                pass
    return frozenset(found)
