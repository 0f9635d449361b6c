"""
Codes are stable ASCII, and a member of an enumeration equals its code.
"""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import ActivityType, Actor, Channel, Direction, Kind, Medium, Stage
from leadkit.codes import CONVERSATIONS, OUTBOUND, direction_of

ENUMERATIONS = [Stage, Channel, Medium, Kind, Actor, Direction, ActivityType]
MEMBERS = [member for enumeration in ENUMERATIONS for member in enumeration]


class TestCodes:
    @pytest.mark.parametrize("member", MEMBERS, ids=repr)
    def test_member_is_its_code(self, member):
        """
        A member equals its code, hashes like it, and prints as it.
        """
        assert member == member.value
        assert hash(member) == hash(member.value)
        assert str(member) == member.value
        assert member is type(member)(member.value)

    @pytest.mark.parametrize("member", MEMBERS, ids=repr)
    def test_code_is_ascii(self, member):
        """
        A code is lower-case ASCII, and the member's name in capitals.
        """
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", member.value)
        assert member.name == member.value.upper()

    @pytest.mark.parametrize("member", MEMBERS, ids=repr)
    def test_pickles_to_itself(self, member):
        """
        A member that crosses a process is the same member.
        """
        assert member is pickle.loads(pickle.dumps(member))

    @pytest.mark.parametrize("enumeration", ENUMERATIONS)
    def test_no_aliases(self, enumeration):
        """
        No code has two names.
        """
        assert len(enumeration) == len(enumeration.__members__)


class TestConversations:
    def test_are_inbound_activity_types(self):
        """
        What makes an exchange two-way is something the lead does, and a standard type.
        """
        assert set(CONVERSATIONS) <= set(ActivityType) - OUTBOUND


class TestDirectionOf:
    @given(st.sampled_from(ActivityType))
    def test_code_or_member(self, member):
        """
        The code and the member have one direction.
        """
        assert direction_of(member) is direction_of(member.value)

    @given(st.text().filter(lambda code: code not in set(ActivityType)))
    def test_own_types(self, code):
        """
        A host's own types are inbound.
        """
        assert Direction.INBOUND is direction_of(code)
