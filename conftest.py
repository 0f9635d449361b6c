"""
Examples are tests: those of the README, the docs and every docstring.
"""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.myst import (
    DocTestDirectiveParser,
    PythonCodeBlockParser,
    SkipParser,
)

# Wall-clock deadlines fail on a busy machine and say nothing about the code.
settings.register_profile("leadkit", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=10_000)
# For the second and third Python, where what differs is seldom the example.
settings.register_profile("brief", deadline=None, max_examples=25)
settings.load_profile("leadkit")

_OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

pytest_collect_file = (
    Sybil(
        parsers=[
            DocTestDirectiveParser(_OPTIONS),
            PythonCodeBlockParser(doctest_optionflags=_OPTIONS),
            SkipParser(),
        ],
        patterns=["*.md"],
    )
    + Sybil(parsers=[DocTestParser(_OPTIONS)], path="src", patterns=["*.py"])
).pytest()
