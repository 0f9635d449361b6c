"""
A history is a tuple with an index.
"""

from __future__ import annotations

import copy
import pickle

import attrs
from hypothesis import given
from strategies import NOW, hosts

import leadkit as lk
from leadkit.chronicle import PATIENCE, Chronicle
from leadkit.codes import Actor, Direction

CALL = lk.Activity(id="a1", type="call_held", at=NOW)
MAIL = lk.Activity(id="a2", type="email_clicked", at=NOW, actor="machine")


class TestChronicle:
    """
    What a lead keeps its activities in.
    """

    @given(hosts())
    def test_tuple(self, host):
        """
        It equals and hashes as the tuple of what is in it.
        """
        plain = tuple(host.activities)

        assert isinstance(host.activities, Chronicle)
        assert plain == host.activities
        assert hash(plain) == hash(host.activities)

    @given(hosts())
    def test_strands(self, host):
        """
        The index has every activity but what machines sent us, oldest first, by type.
        """
        found = [
            activity
            for strand in host.activities.strands.values()
            for activity in strand.activities
        ]

        assert sorted(found, key=host.activities.index) == [
            one
            for one in host.activities
            if one.actor is not Actor.MACHINE or one.direction is not Direction.INBOUND
        ]
        for kind, strand in host.activities.strands.items():
            assert {kind} == {one.type for one in strand.activities}
            assert [one.at for one in strand.activities] == strand.instants
            assert sorted(strand.instants) == strand.instants

    def test_patience(self):
        """
        An index is worth its making once the history was asked a few times.
        """
        lead = lk.Lead(id="L-1", activities=[CALL])
        asked = [lead.activities.is_worth_an_index for _ in range(PATIENCE + 2)]

        assert [False] * PATIENCE + [True] * 2 == asked

    def test_shared(self):
        """
        Leads that differ in something else share it, index and all.
        """
        lead = lk.Lead(id="L-1", activities=[CALL, MAIL])
        other = attrs.evolve(lead, stage="prospect")

        assert lead.activities is other.activities
        assert lead.activities.strands is other.activities.strands

    def test_new_activity(self):
        """
        A lead with another activity has another.
        """
        lead = lk.Lead(id="L-1", activities=[CALL])
        assert not lead.activities.strands.get("email_replied")

        lead = lead.record(lk.Activity(id="a3", type="email_replied", at=NOW))

        assert ["email_replied", "call_held"] == [one.type for one in lead.activities]
        assert "email_replied" in lead.activities.strands

    def test_pickling(self):
        """
        The index is left out of pickles and copies.
        """
        lead = lk.Lead(id="L-1", activities=[CALL, MAIL])
        before = pickle.dumps(lead)
        _ = lead.activities.strands

        assert before == pickle.dumps(lead)
        for again in (pickle.loads(before), copy.deepcopy(lead)):
            assert lead == again
            assert Chronicle is type(again.activities)
            assert "strands" not in vars(again.activities)
