"""
The nodes of the rule language, under one name.

Every node checks itself when it is made, so Python operators and any reader of stored
rules go through the same door. A node compares, hashes and pickles by structure, and
``str(node)`` is its text, parenthesised so that grouping is never in doubt.
"""

from __future__ import annotations

from .constants import (
    constant,
)
from .operators import (
    AGGREGATES,
    ARITHMETIC,
    COMPARISONS,
    Operator,
    check_operands,
    of_kind,
)
from .predicates import (
    Predicate,
)
from .questions import (
    Always,
    And,
    AtLeast,
    Between,
    Compare,
    IsIn,
    IsMissing,
    Not,
    Or,
    Truth,
    grouped,
)
from .standing import (
    CameFrom,
    Consented,
    Conversed,
    HasBeen,
    Holds,
    InStage,
    IsLead,
    Reachable,
)
from .tree import (
    DEEPEST,
    Node,
    Question,
    Value,
    children,
    walk,
)
from .values import (
    Age,
    Aggregate,
    Arithmetic,
    Constant,
    Field,
    OrDefault,
    Query,
    Scored,
    TimeInStage,
    Total,
    Trait,
    grouped_value,
    operand,
    walk_once,
)

__all__ = [
    "AGGREGATES",
    "ARITHMETIC",
    "COMPARISONS",
    "DEEPEST",
    "Age",
    "Aggregate",
    "Always",
    "And",
    "Arithmetic",
    "AtLeast",
    "Between",
    "CameFrom",
    "Compare",
    "Consented",
    "Constant",
    "Conversed",
    "Field",
    "HasBeen",
    "Holds",
    "InStage",
    "IsIn",
    "IsLead",
    "IsMissing",
    "Node",
    "Not",
    "Operator",
    "Or",
    "OrDefault",
    "Predicate",
    "Query",
    "Question",
    "Reachable",
    "Scored",
    "TimeInStage",
    "Total",
    "Trait",
    "Truth",
    "Value",
    "check_operands",
    "children",
    "constant",
    "grouped",
    "grouped_value",
    "of_kind",
    "operand",
    "walk",
    "walk_once",
]
