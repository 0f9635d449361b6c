"""
A function of generated text sees what is bound, and nothing else.
"""

from __future__ import annotations

import linecache
import traceback

import pytest

from leadkit.rules.translation.generated import generated, source_of

TEXT = "def double(x):\n    return x * two"


class TestGenerated:
    """
    Functions made of text.
    """

    def test_bound(self):
        """
        It computes with the names that are bound.
        """
        double = generated("double", TEXT, {"two": 2})

        assert double(3) == 6
        assert source_of(double) == TEXT

    def test_no_builtins(self):
        """
        It has no builtins: what isn't bound isn't there.
        """
        function = generated("spy", "def spy():\n    return open", {})

        with pytest.raises(NameError):
            function()

    def test_traceback(self):
        """
        A traceback shows its line.
        """
        double = generated("double", TEXT, {"two": None})
        try:
            double(3)
        except TypeError as error:
            told = traceback.format_exception(error)

        assert "    return x * two\n" in "".join(told)

    def test_released(self):
        """
        Its lines go with it, and not with another function of the same text.
        """

        def places():
            return [place for place in linecache.cache if "leadkit double" in place]

        double = generated("double", TEXT, {"two": 2})
        again = generated("double", TEXT, {"two": 2})

        assert 2 == len(places())

        del again

        assert 1 == len(places())
        assert source_of(double) == TEXT

        del double

        assert not places()
