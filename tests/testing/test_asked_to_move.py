"""
Leads that are asked to move: by whom they may be refused.
"""

from datetime import UTC, datetime

import attrs
import pytest

import leadkit as lk
from leadkit.testing.stories.moving import moved

AS_OF = datetime(2026, 5, 1, 12, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Settled(lk.Lead):
    def __attrs_post_init__(self):
        super().__attrs_post_init__()
        if self.stage == "gone":
            raise ValueError("never")


@lk.rule(name="broken")
def broken(lead, as_of):
    raise LookupError("a host's own")


LIFECYCLE = lk.Lifecycle(
    "l",
    ["new", "met", "gone"],
    "new",
    [
        lk.Transition("meet", "new", "met"),
        lk.Transition("leave", "new", "gone"),
        lk.Transition("ask", "new", "met", broken),
    ],
)


class TestMoved:
    @pytest.mark.parametrize(
        ("trigger", "stage"), [("meet", "met"), ("leave", None), ("other", None)]
    )
    def test_what_becomes_of_it(self, trigger, stage):
        """
        A lead moves unless its lifecycle or its class refuses that.
        """
        after = moved(LIFECYCLE, Settled(id="L-1", stage="new"), trigger, AS_OF, "x")

        assert stage == (after and after.stage)

    def test_a_guard_that_raises(self):
        """
        What a host's function raises isn't taken for a refusal.
        """
        with pytest.raises(LookupError, match="a host's own"):
            moved(LIFECYCLE, lk.Lead(id="L-1", stage="new"), "ask", AS_OF, "x")
