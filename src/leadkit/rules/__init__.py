"""
The rule language: one definition, one meaning, many readings.

``nodes`` is the tree, ``expressions`` what people write it with, ``meaning`` the
reference interpreter and ``reasons`` the explanation. ``requirements`` tells what a
rule reads and ``turning`` when its answer may change by itself.
"""
