"""
The rule language: one definition, one meaning, many readings.

``nodes`` is the tree, ``expressions`` what people write it with, ``meaning`` the
reference interpreter. ``compiled`` is the same meaning as generated Python, and
``reasons`` its explanation; ``codec`` is the tree as JSON, ``analysis`` what it can and
can't do. ``requirements`` tells what a rule reads and ``turning`` when its answer may
change by itself. A package beside a module, like ``translation`` beside ``compiled``,
is what that is made of.
"""
