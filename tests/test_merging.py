"""
Two records, one person: merged by laws, parted again, and found under either id.
"""

from __future__ import annotations

import pickle
import traceback
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    MEDIA,
    NOW,
    PURPOSES,
    QUALIFICATIONS,
    TICK,
    TYPES,
    Host,
    cards,
)

import leadkit as lk
from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    Grant,
    InputError,
    Lead,
    LeadError,
    MergeError,
    Move,
    Points,
    Scorecard,
    Tombstone,
    Touch,
    activity,
    conflicts,
    fold,
    merge,
    resolve,
    tombstones,
    unmerge,
)
from leadkit.ledgers import BY_MERGE

MARK = "can" + "ary"
EMAIL = ContactPoint("email", "sara@example.com")
PHONE = ContactPoint("phone", "+491701234567")
# What the winner alone decides, and what only depends on the order of the records.
THE_WINNERS = ("id", "stage", "moves", "revision", "contacts", "merged")
UNITED = ("activities", "touches", "consents", "grants", "contacts")


def ago(**span):
    """
    The instant so long before now.
    """
    return NOW - timedelta(**span)


def called(name, days=0):
    """
    An activity with an id, so many days ago.
    """
    return Activity(id=name, type="call_held", at=ago(days=days))


def said(status, days, **more):
    """
    A consent for marketing by e-mail, so many days ago.
    """
    return Consent(
        purpose="marketing", medium="email", status=status, at=ago(days=days), **more
    )


def fields_of(lead, *without):
    """
    The values of a lead by field, except for some.
    """
    names = [one.name for one in attrs.fields(type(lead)) if one.name not in without]
    return {name: getattr(lead, name) for name in names}


def shared(lead):
    """
    What doesn't depend on which of the records won.
    """
    return fields_of(lead, *THE_WINNERS) | {
        "contacts": {*lead.contacts},
        "merged": {part.id: part for part in lead.merged},
    }


@attrs.frozen(kw_only=True)
class SaasLead(Lead):
    """
    A host's lead with fields of the kinds that are hard to merge.
    """

    size: int | None = None
    _score: int | None = None
    plan: str = attrs.field(default="free", alias="tariff")
    tags: tuple[str, ...] = ()
    note: str | None = attrs.field(default=None, eq=False)
    twice: int = attrs.field(init=False)

    @twice.default
    def _twice(self):
        return 2 * (self.size or 0)


@attrs.frozen(kw_only=True)
class OtherLead(Lead):
    """
    A lead of another class.
    """


@attrs.frozen(kw_only=True)
class ListLead(Lead):
    """
    A lead without a hash.
    """

    letters: Any = None


# Records of one person ----------------------------------------------------------------

AT = (NOW, ago(days=1), ago(days=1) + TICK, ago(days=7), ago(days=30), NOW + TICK)
# An id for each, so that two records have some of them in common.
ACTIVITIES = [
    Activity(
        id=f"a{index}",
        type=kind,
        at=AT[index % len(AT)],
        actor="machine" if index % 5 == 4 else "human",
        value=index % 3 or None,
        medium=MEDIA[index % 2],
        campaign="spring" if index % 4 == 3 else None,
    )
    for index, kind in enumerate([*TYPES, *TYPES])
]
CONSENTS = [
    Consent(purpose=purpose, medium=medium, granted=granted, at=at)
    for purpose in PURPOSES
    for medium in MEDIA
    for granted in (True, False)
    for at in AT
]
TOUCHES = [Touch(channel, at=at) for channel in ("form", "webinar") for at in AT]
GRANTS = [
    Grant(qualification=name, at=at, by="somebody", granted=granted, number=number)
    for name in QUALIFICATIONS
    for at in AT
    for granted in (True, False)
    for number in (1, 2)
]
WAYS = [
    [
        Move(trigger="go", source=source, target=target, at=at, number=index + 1)
        for index, ((source, target), at) in enumerate(
            zip(pairwise(way), sorted(AT), strict=False)
        )
    ]
    for way in (
        ("lead",),
        ("lead", "nurtured"),
        ("nurtured", "lead", "nurtured", "prospect"),
        ("lead", "customer", "lead"),
    )
]


def some(pool, most=3):
    """
    A few of a pool.
    """
    return st.lists(st.sampled_from(pool), max_size=most, unique=True)


def maybe(*values):
    """
    One of these, or nothing.
    """
    return st.sampled_from([None, *values])


@st.composite
def of_one_person(draw, number=2):
    """
    Records of one person, which have some of their activities in common.
    """
    fields = st.fixed_dictionaries(
        {
            "name": maybe("Sara", "Sarah"),
            "contacts": some([EMAIL, PHONE], 2),
            "consents": some(CONSENTS, 4),
            "touches": some(TOUCHES),
            "activities": some(ACTIVITIES, 4),
            "moves": st.sampled_from(WAYS),
            "grants": some(GRANTS),
            "created_at": maybe(*AT),
            "traits": st.fixed_dictionaries(
                {"seats": maybe(1, True, 2.5), "segment": maybe("a", "b")}
            ),
            "revision": st.integers(0, 3),
            "employees": maybe(-1, 0, 60),
            "budget": maybe(0, 2.5, float("nan")),
            "title": maybe("", "Head"),
            "free_mail": maybe(True, False),
            "trial_ends": maybe(*AT),
            "tier": maybe(1, 3),
            "plan": maybe("free", "pro"),
        }
    )
    return tuple(Host(id=f"L-{i + 1}", **draw(fields)) for i in range(number))


policies = st.sampled_from(["newest", "first"])


@st.composite
def ledgers(draw):
    """
    The consents of one record, of every kind.
    """
    found = []
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.sampled_from(AT))
        spans = st.sampled_from([TICK, timedelta(days=1), timedelta(days=30)])
        span = draw(st.none() | st.none() | spans)
        found.append(
            Consent(
                purpose=draw(st.sampled_from([PURPOSES[0], *PURPOSES])),
                medium=draw(st.sampled_from([MEDIA[0], *MEDIA])),
                status=draw(
                    st.sampled_from(
                        ["granted", "granted", "denied", "withdrawn", "expired"]
                    )
                ),
                at=at,
                expires_at=None if span is None else at + span,
                actor=draw(st.sampled_from(["human", "human", "machine"])),
                imported=draw(st.sampled_from([False, False, True])),
            )
        )
    return found


class TestMerge:
    @given(of_one_person(), policies)
    def test_with_itself(self, pair, policy):
        """
        A record merged with itself is the same, merged before or not.
        """
        one = merge(*pair, policy=policy)

        assert pair[0] == merge(pair[0], pair[0], policy=policy)
        assert one == merge(one, one, policy=policy)

    @given(of_one_person(), policies)
    def test_with_what_it_was_made_of(self, pair, policy):
        """
        Merging a record once more with one that is in it changes nothing.
        """
        one = merge(*pair, policy=policy)

        assert one is merge(one, pair[0], policy=policy)
        assert one is merge(one, pair[1], policy=policy)
        assert one == merge(pair[0], one, policy=policy)

    @given(of_one_person(), policies)
    def test_with_what_it_was_made_of_before_it_changed(self, pair, policy):
        """
        What happened since doesn't make a record that is in it a new one.
        """
        one = merge(*pair, policy=policy).record(called("new"))

        assert one is merge(one, pair[0], policy=policy)
        assert one is merge(one, pair[1], policy=policy)

    @given(of_one_person())
    def test_is_commutative_up_to_the_winner(self, pair):
        """
        Which of two wins decides the id, stage and moves, and what is preferred.
        """
        one, other = merge(*pair), merge(*reversed(pair))

        assert shared(one) == shared(other)
        assert fields_of(pair[0])["moves"] == one.moves
        assert fields_of(pair[1])["moves"] == other.moves

    @given(of_one_person(3), policies)
    def test_is_associative(self, three, policy):
        """
        Three are merged to the same, whichever two of them are merged first.
        """
        a, b, c = three
        from_left = merge(merge(a, b, policy=policy), c, policy=policy)
        from_right = merge(a, merge(b, c, policy=policy), policy=policy)

        assert from_left == from_right
        assert three == from_left.merged
        assert a.revision + 2 == from_left.revision

    @given(of_one_person(3))
    def test_any_order_does(self, three):
        """
        In whichever order three are merged, what doesn't depend on the winner is equal.
        """
        made = [merge(merge(a, b), c) for a, b, c in permutations(three)]

        assert all(shared(one) == shared(other) for one, other in pairwise(made))

    @given(of_one_person(3))
    def test_shared_parts_are_there_once(self, three):
        """
        Two merged records that have a part in common have it once together.
        """
        a, b, c = three

        assert (a, b, c) == merge(merge(a, b), merge(b, c)).merged

    @given(of_one_person(), policies)
    def test_loses_nothing(self, pair, policy):
        """
        Everything that happened to either is there, and nothing else but refusals.
        """
        one = merge(*pair, policy=policy)

        for name in UNITED:
            both = {item for lead in pair for item in getattr(lead, name)}
            more = {*getattr(one, name)} - both
            assert both <= {*getattr(one, name)}
            assert all(item.by == BY_MERGE for item in more)
        assert pair == one.merged

    @given(of_one_person())
    def test_what_is_the_winners(self, pair):
        """
        Id, stage, moves and preferred contact points are those of the first.
        """
        winner, loser = pair
        one = merge(winner, loser)

        assert (winner.id, winner.stage, winner.moves) == (one.id, one.stage, one.moves)
        assert winner.contacts == one.contacts[: len(winner.contacts)]
        assert winner.revision + 1 == one.revision

    @given(of_one_person())
    def test_the_earliest_counts(self, pair):
        """
        It was created when the first of them was, and found us as the first touch says.
        """
        one = merge(*pair)
        created = [lead.created_at for lead in pair if lead.created_at]
        touches = sorted(
            (touch for lead in pair for touch in lead.touches), key=lambda t: t.at
        )

        assert min(created, default=None) == one.created_at
        if touches:
            first = {t.channel for t in touches if t.at == touches[0].at}
            assert one.channel in first

    @given(of_one_person(3))
    def test_newest(self, three):
        """
        Of each field the value is kept of the record to which something happened last.
        """
        one = merge(merge(*three[:2]), three[2])

        def last(lead):
            histories = (getattr(lead, name) for name in (*UNITED[:4], "moves"))
            ats = [item.at for items in histories for item in items]
            if not ats and lead.created_at:
                ats = [lead.created_at]
            return (bool(ats), max(ats, default=NOW), lead.id)

        newest_last = sorted(three, key=last)
        for name in ("name", "employees", "budget", "title", "free_mail", "plan"):
            values = [getattr(lead, name) for lead in newest_last]
            known = [value for value in values if value is not None]
            assert (known[-1] if known else None) == getattr(one, name)
        traits = {}
        for lead in newest_last:
            traits.update(lead.traits)
        assert traits == one.traits

    @given(of_one_person(3))
    def test_first(self, three):
        """
        Of each field the winner's value is kept, or that of the next one that has one.
        """
        one = merge(merge(*three[:2], policy="first"), three[2], policy="first")

        for name in ("name", "employees", "budget", "title", "free_mail", "plan"):
            values = [getattr(lead, name) for lead in three]
            known = [value for value in values if value is not None]
            assert next(iter(known), None) == getattr(one, name)
        traits = {}
        for lead in reversed(three):
            traits.update(lead.traits)
        assert traits == one.traits

    @given(of_one_person(), cards())
    def test_scores_as_the_union(self, pair, card):
        """
        Its score is that of a record that was one from the beginning.
        """
        one = merge(*pair)
        data = fields_of(one, "merged", "revision", "activities")
        happened = {item.id: item for lead in pair for item in lead.activities}
        union = Host(**data, activities=happened.values())

        assert card.score(union, as_of=NOW).total == card.score(one, as_of=NOW).total

    @pytest.mark.parametrize(
        "points",
        [
            Points(10, when=activity("call_held").count() >= 1),
            Points(10, per=activity("call_held"), at_most=1),
            Points(10, per=activity("call_held"), per_day=1),
        ],
        ids=["when", "at_most", "per_day"],
    )
    def test_what_is_paid_once_is_not_paid_twice(self, points):
        """
        A rule that pays once pays once for a person of whom there were two records.
        """
        card = Scorecard("engagement", [points])
        a = Lead(id="L-1", activities=[called("x")])
        b = Lead(id="L-2", activities=[called("y")])

        assert 10 == card.score(a, as_of=NOW).total == card.score(b, as_of=NOW).total
        assert 10 == card.score(merge(a, b), as_of=NOW).total

    def test_an_activity_of_both_is_one(self):
        """
        The same activity in two records is counted once.
        """
        a = Lead(id="L-1", activities=[called("x"), called("y")])
        b = Lead(id="L-2", activities=[called("y"), called("z", 1)])

        assert ["y", "x", "z"] == [item.id for item in merge(a, b).activities]

    def test_leaves_them_as_they_were(self):
        """
        The records passed in are unchanged, those of a refused merge too.
        """
        a = Lead(id="L-1", activities=[called("x")], name="Sara")
        b = Lead(id="L-2", activities=[called("x", 1)])
        before = pickle.dumps((a, b))
        with pytest.raises(MergeError):
            merge(a, b)
        merge(a, Lead(id="L-3", name="Sarah"))

        assert before == pickle.dumps((a, b))

    def test_of_what_changed_since(self):
        """
        A record that changed since it was merged is one part of its own.
        """
        a, b, c = (Lead(id=name) for name in ("L-1", "L-2", "L-3"))
        changed = merge(a, b).record(called("x"))
        one = merge(changed, c)

        assert (changed, c) == one.merged
        assert (a, b) == one.merged[0].merged
        assert one is merge(one, b)

    def test_an_overlooked_field_is_no_unchanged_one(self):
        """
        A value that a class leaves out of its comparisons isn't lost either.
        """
        one = merge(SaasLead(id="L-1"), SaasLead(id="L-2"))
        noted = attrs.evolve(one, note="call back")

        assert "call back" == merge(noted, SaasLead(id="L-3")).note

    def test_a_part_that_is_to_win(self):
        """
        A record wins also over one that it was merged into and that changed since.
        """
        a, b = Lead(id="L-1"), Lead(id="L-2")
        changed = merge(a, b).record(called("x"))
        one = merge(b, changed)

        assert (b, changed) == one.merged
        assert "L-2" == one.id

    def test_keeps_the_class(self):
        """
        The fields of a host go with the record, aliases, privates and derived ones too.
        """
        a = SaasLead(id="L-1", size=3, created_at=ago(days=1))
        b = SaasLead(id="L-2", size=5, score=7, tariff="pro", created_at=NOW)
        one = merge(a, b)

        assert SaasLead is type(one)
        assert (5, 7, "pro", 10) == (one.size, one._score, one.plan, one.twice)

    def test_an_empty_collection_is_a_value(self):
        """
        Only what is missing gives way: the newest may say that there are no tags.
        """
        a = SaasLead(id="L-1", tags=("vip",), created_at=ago(days=1))
        b = SaasLead(id="L-2", tags=(), created_at=NOW)

        assert () == merge(a, b).tags

    def test_of_records_without_a_hash(self):
        """
        A host's record that can't be hashed is merged, and parted again.
        """
        a = ListLead(id="L-1", letters=["Dear Sara"])
        b = ListLead(id="L-2")

        assert (a, b) == unmerge(merge(a, b))

    @pytest.mark.parametrize(
        "happened",
        [
            {"activities": [called("x", 9), called("y", 1)]},
            {"touches": [Touch("form", at=ago(days=day)) for day in (9, 1)]},
            {"consents": [said("granted", 9), said("denied", 1)]},
            {
                "grants": [
                    Grant(qualification="SQL", at=ago(days=day), by="Ana")
                    for day in (9, 1)
                ]
            },
            {
                "moves": [
                    Move(trigger="go", source="lead", target="lead", at=ago(days=day))
                    for day in (9, 1)
                ]
            },
            {"created_at": ago(days=1)},
        ],
        ids=lambda happened: next(iter(happened)),
    )
    def test_the_last_thing_that_happened(self, happened):
        """
        Whatever it was that happened last makes a record the newest one.
        """
        a = Lead(id="L-1", name="Sara", **happened)
        b = Lead(id="L-2", name="Sarah", touches=[Touch("form", at=ago(days=2))])

        assert "Sara" == merge(a, b).name == merge(b, a).name

    def test_without_any_instant(self):
        """
        Of records to which nothing ever happened, the one with the greater id is newer.
        """
        a, b = Lead(id="L-1", name="Sara"), Lead(id="L-2", name="Sarah")

        assert "Sarah" == merge(a, b).name == merge(b, a).name

    def test_stores_and_pickles(self):
        """
        A merged record comes back from plain data and from pickle, its parts as well.
        """
        one = merge(SaasLead(id="L-1", size=3), SaasLead(id="L-2", tariff="pro"))

        assert one == pickle.loads(pickle.dumps(one))
        assert one == SaasLead.from_dict(one.to_dict())
        assert hash(one) == hash(SaasLead.from_dict(one.to_dict()))

    def test_both_erased(self):
        """
        Two erased records are merged, and count as erased since the later erasure.
        """
        a, b = (lk.erase(Lead(id=f"L-{day}"), ago(days=day)) for day in (1, 2))

        assert ago(days=1) == merge(a, b).erased_at


class TestPolicies:
    def test_a_function_is_asked_where_they_differ(self):
        """
        It gets the field's name and the records that have a value, the winner first.
        """
        asked = []

        def largest(field, leads):
            asked.append((field, [lead.id for lead in leads]))
            return max(lead.size for lead in leads)

        a = SaasLead(id="L-1", size=9, tags=("x",))
        b = SaasLead(id="L-2", size=None, tags=("x",))
        c = SaasLead(id="L-3", size=12, tags=("x",))
        one = merge(merge(a, b), c, policy=largest)

        assert 12 == one.size
        assert {("size", ("L-1", "L-3"))} == {(name, (*ids,)) for name, ids in asked}

    def test_a_function_of_a_trait(self):
        """
        A trait goes by its name after ``traits.``; without a result it is missing.
        """
        a = Lead(id="L-1", traits={"seats": 3, "plan": "free"})
        b = Lead(id="L-2", traits={"seats": 4, "plan": "pro"})

        def seats(field, leads):
            if field == "traits.seats":
                return sum(lead.traits["seats"] for lead in leads)
            return None

        assert {"seats": 7} == merge(a, b, policy=seats).traits

    def test_a_mapping(self):
        """
        Each field goes by its own policy, and others by the newest.
        """
        a = SaasLead(
            id="L-1", name="A", size=1, tags=("a",), traits={"x": 1}, created_at=NOW
        )
        b = SaasLead(
            id="L-2", name="B", size=2, tags=("b",), traits={"x": 2}, created_at=NOW
        )
        policy = {
            "size": "first",
            "tags": lambda _, leads: [tag for lead in leads for tag in lead.tags],
            "traits.x": "first",
        }
        one = merge(a, b, policy=policy)

        assert ("B", 1, ("a", "b"), {"x": 1}) == (
            one.name,
            one.size,
            one.tags,
            dict(one.traits),
        )

    def test_a_flag_is_no_number(self):
        """
        True and 1 differ in a trait, and so a function is asked.
        """
        a, b = Lead(id="L-1", traits={"x": True}), Lead(id="L-2", traits={"x": 1})

        assert "both" == merge(a, b, policy=lambda *_: "both").traits["x"]

    def test_what_a_function_makes_is_checked(self):
        """
        A value that a field doesn't take is refused, and not shown.
        """
        a, b = SaasLead(id="L-1", size=1), SaasLead(id="L-2", size=2)
        with pytest.raises(LeadError, match="field 'size' of SaasLead: got a str") as e:
            merge(a, b, policy=lambda *_: MARK)

        assert MARK not in str(e.value)

    @pytest.mark.parametrize(
        ("policy", "words"),
        [
            ("newst", "a text that is none.* Did you mean 'newest'?"),
            ("latest", "a text that is none.* Did you mean 'newest'?"),
            ("by size", r"a text that is none.* to these\.$"),
            (7, "got an int"),
            (None, "a missing value"),
            ({"size": "last"}, "a text that is none.* Did you mean 'newest'?"),
            ({"szie": "first"}, "a field that isn't chosen.* Did you mean 'size'?"),
            ({"traits.": "first"}, "a field that isn't chosen"),
            ({"stage": "first"}, "a field that isn't chosen"),
            ({7: "first"}, "a field that isn't chosen"),
        ],
    )
    def test_none(self, policy, words):
        """
        What is no policy is refused, with what was meant.
        """
        a, b = SaasLead(id="L-1"), SaasLead(id="L-2")
        with pytest.raises(InputError, match=words):
            merge(a, b, policy=policy)
        if policy is not None:  # which means either of the two
            with pytest.raises(InputError, match=words):
                unmerge(merge(a, b), policy=policy)


class TestConsents:
    @given(st.lists(ledgers(), min_size=2, max_size=3))
    def test_the_most_restrictive_counts(self, several):
        """
        It is allowed if the entries together allow it and none of the records refuses;
        and then one of them allows it by itself.
        """
        parts = [Lead(id=f"L-{i}", consents=one) for i, one in enumerate(several)]
        one = parts[0]
        for part in parts[1:]:
            one = merge(one, part)
        union = Lead(id="L", consents=[entry for ledger in several for entry in ledger])
        dated = {entry.at for entry in union.consents}
        ends = {entry.expires_at for entry in union.consents} - {None}
        for at in {*dated, *ends, *(at - TICK for at in dated), NOW}:
            for purpose in PURPOSES:
                for medium in MEDIA:
                    asked = purpose, medium, at
                    alone = [part.may_contact(*asked) for part in parts]
                    refused = any(
                        answer.code in {"denied", "withdrawn"} for answer in alone
                    )
                    together = union.may_contact(*asked).allowed
                    allowed = one.may_contact(*asked).allowed

                    assert (together and not refused) == allowed
                    assert not allowed or any(alone)

    def test_a_newer_grant_of_another_record(self):
        """
        Who withdrew stays withdrawn, though another record has a newer grant.
        """
        a = Lead(id="L-1", consents=[said("granted", 9), said("withdrawn", 5)])
        b = Lead(id="L-2", consents=[said("granted", 2)])
        answer = merge(a, b).may_contact("marketing", "email", NOW)

        assert "withdrawn" == answer.code
        assert (ago(days=2), BY_MERGE) == (answer.record.at, answer.record.by)

    def test_a_refusal_that_won_a_tie(self):
        """
        Who agreed and withdrew at one instant has withdrawn, in the merged record too.
        """
        a = Lead(id="L-1", consents=[said("granted", 5), said("withdrawn", 5)])
        b = Lead(id="L-2", consents=[said("granted", 2)])
        one = merge(a, b)

        assert not one.may_contact("marketing", "email", NOW)
        assert 4 == len(one.consents)

    def test_their_own_newer_grant(self):
        """
        Who withdrew and agreed again in the same record has agreed.
        """
        a = Lead(id="L-1", consents=[said("withdrawn", 5), said("granted", 1)])
        b = Lead(id="L-2", consents=[said("granted", 2)])

        assert merge(a, b).may_contact("marketing", "email", NOW)

    def test_agreeing_after_the_merge(self):
        """
        A grant to the merged record counts, whatever was refused before.
        """
        a = Lead(id="L-1", consents=[said("withdrawn", 5)])
        one = merge(a, Lead(id="L-2", consents=[said("granted", 2)]))

        assert one.record(said("granted", 0)).may_contact("marketing", "email", NOW)

    def test_a_refusal_that_was_to_expire(self):
        """
        A refusal is repeated without an end that would lie before it.
        """
        refusal = said("denied", 5, expires_at=ago(days=4))
        a = Lead(id="L-1", consents=[refusal])
        b = Lead(id="L-2", consents=[said("granted", 2)])

        assert not merge(a, b).may_contact("marketing", "email", NOW)

    def test_what_expired_repeats_nothing(self):
        """
        Only where another record has a grant must a refusal be said again.
        """
        a = Lead(id="L-1", consents=[said("withdrawn", 5)])
        b = Lead(id="L-2", consents=[said("expired", 2)])

        assert 2 == len(merge(a, b).consents)

    def test_another_purpose(self):
        """
        A refusal for one purpose is none for another.
        """
        other = attrs.evolve(said("withdrawn", 5), purpose="service")
        a = Lead(id="L-1", consents=[other])
        b = Lead(id="L-2", consents=[said("granted", 2)])

        assert merge(a, b).may_contact("marketing", "email", NOW)


def refused(*leads):
    """
    The error of merging leads.
    """
    with pytest.raises(MergeError) as caught:
        merge(*leads)
    told = "".join(traceback.format_exception(caught.value))
    assert MARK not in told
    return caught.value


class TestMerged:
    def test_has_each_record_once(self):
        """
        A record that is given twice is kept once, whether it has a hash or not.
        """
        part = ListLead(id="L-2", letters=["Dear Sara"])
        other = ListLead(id="L-2", letters=["Dear Sarah"])
        lead = ListLead(id="L-1", merged=[part, other, part])

        assert (part, other) == lead.merged


class TestRefusals:
    @pytest.mark.parametrize(
        ("other", "came"),
        [
            (OtherLead(id="L-2"), "a Lead and an OtherLead"),
            (None, "a missing value"),
            ("L-2", "a str"),
        ],
    )
    def test_other_classes(self, other, came):
        """
        Only leads of one class are merged or compared.
        """
        with pytest.raises(MergeError) as caught:
            conflicts(Lead(id="L-1"), other)

        assert ("classes", came) == (caught.value.code, caught.value.came)
        assert "classes" == refused(Lead(id="L-1"), other).code
        with pytest.raises(MergeError):
            unmerge(other)

    def test_kinds(self):
        """
        A person and a company aren't one.
        """
        error = refused(
            Lead(id="L-1", name=MARK), Lead(id="L-2", kind="company", name=MARK)
        )

        assert "kinds" == error.code
        assert "expected two of one kind." in str(error)

    def test_same_id(self):
        """
        Two different records with one id are refused.
        """
        assert "same-id" == refused(Lead(id="L-1"), Lead(id="L-1", name=MARK)).code

    def test_same_id_of_a_part(self):
        """
        A record that was merged and went on by itself is refused.
        """
        a, b = Lead(id="L-1"), Lead(id="L-2")
        one = merge(a, b)
        late = b.record(called("x"))

        assert "same-id" == refused(one, late).code
        assert "same-id" == refused(one.record(called("y")), late).code
        assert "same-id" == refused(late, one).code

    def test_an_older_version_of_one(self):
        """
        A record doesn't win over a newer version of itself.
        """
        a = Lead(id="L-1")
        newer = merge(a, Lead(id="L-2")).record(called("x"))

        assert "same-id" == refused(a, newer).code

    def test_activity_ids(self):
        """
        Two different activities with one id are refused.
        """
        a = Lead(id="L-1", activities=[called("x")], name=MARK)
        b = Lead(id="L-2", activities=[called("x", 1)], name=MARK)

        assert "activity-ids" == refused(a, b).code

    def test_one_erased(self):
        """
        What was erased doesn't get a name again.
        """
        a = lk.erase(Lead(id="L-1"), NOW)
        b = Lead(id="L-2", name=MARK)

        assert "erased" == refused(a, b).code == refused(b, a).code


class TestUnmerge:
    @given(of_one_person(), policies)
    def test_restores_both(self, pair, policy):
        """
        What was just merged is parted into what it was made of, by whatever policy.
        """
        assert pair == unmerge(merge(*pair, policy=policy))

    @given(of_one_person(3))
    def test_restores_all(self, three):
        """
        All records come back, whichever were merged first.
        """
        a, b, c = three

        assert three == unmerge(merge(a, merge(b, c)))

    @given(of_one_person(), st.lists(st.integers(0, 40), max_size=3), policies)
    def test_what_happened_since(self, pair, since, policy):
        """
        What happened since goes to the winner, and the loser is as it was.
        """
        winner, loser = pair
        new = [called(f"new-{i}", days) for i, days in enumerate(since)]
        touch = Touch("form", at=NOW, campaign="since")
        one = merge(winner, loser, policy=policy).record(*new, touch)

        assert (winner.record(*new, touch), loser) == unmerge(one)

    def test_moves_and_grants_since(self):
        """
        Moves, the stage and grants since go to the winner.
        """
        a, b = Lead(id="L-1"), Lead(id="L-2")
        lifecycle = lk.standard.lifecycle()
        one = merge(a, b).grant("SQL", at=NOW, by="Ana")
        one = lifecycle.advance(one, "disqualify", at=NOW, reason="no fit")
        back, _ = unmerge(one)

        assert ("disqualified", 1, True) == (
            back.stage,
            len(back.moves),
            back.holds("SQL"),
        )
        assert a.revision + 2 == back.revision

    def test_fields_that_changed_since(self):
        """
        A field that was changed since stays changed, and others are as they were.
        """
        a = SaasLead(id="L-1", size=3, traits={"x": 1, "y": 1})
        b = SaasLead(id="L-2", size=5, name="Sara", traits={"x": 2, "z": 1})
        one = attrs.evolve(merge(a, b), size=9, tags=("vip",), traits={"x": 7, "z": 1})
        back, _ = unmerge(one)

        assert (9, ("vip",), None) == (back.size, back.tags, back.name)
        assert {"x": 7} == back.traits

    def test_what_else_changed_since(self):
        """
        Kind, creation and a contact point that was taken away stay changed.
        """
        a = Lead(id="L-1", contacts=[EMAIL, PHONE])
        b = Lead(id="L-2", contacts=[ContactPoint("post", "1 Main Street")])
        one = merge(a, b)
        one = attrs.evolve(
            one, kind="company", created_at=NOW, contacts=one.contacts[1:]
        )
        back, _ = unmerge(one)

        assert ("company", NOW, (PHONE,)) == (back.kind, back.created_at, back.contacts)

    @pytest.mark.parametrize("status", ["withdrawn", "denied"])
    def test_a_refusal_since(self, status):
        """
        Nobody knows whose refusal it was, and so it is everybody's.
        """
        a = Lead(id="L-1", consents=[said("granted", 9)])
        b = Lead(id="L-2", consents=[said("granted", 9)])
        parts = unmerge(merge(a, b).record(said(status, 1)))

        assert [False, False] == [
            part.may_contact("marketing", "email", NOW).allowed for part in parts
        ]
        assert [1, 1] == [part.revision for part in parts]

    def test_a_grant_since(self):
        """
        A grant since is the winner's alone.
        """
        parts = unmerge(
            merge(Lead(id="L-1"), Lead(id="L-2")).record(said("granted", 1))
        )

        assert [1, 0] == [len(part.consents) for part in parts]

    def test_of_a_function(self):
        """
        What a function chose isn't taken for a change if it is named.
        """

        def both(_, leads):
            return [tag for lead in leads for tag in lead.tags]

        a = SaasLead(id="L-1", tags=("x",))
        b = SaasLead(id="L-2", tags=("y",))
        one = merge(a, b, policy={"tags": both})

        assert (a, b) == unmerge(one, policy={"tags": both})
        assert ("x", "y") == unmerge(one)[0].tags

    def test_of_what_a_function_left_out(self):
        """
        A trait that a function made missing comes back.
        """
        a, b = Lead(id="L-1", traits={"x": 1}), Lead(id="L-2", traits={"x": 2})

        def drop(*_):
            return None

        assert (a, b) == unmerge(merge(a, b, policy=drop), policy=drop)

    @pytest.mark.parametrize("by", ["first", "newest"])
    def test_of_either_policy(self, by):
        """
        What a built-in policy chose isn't taken for a change, where none is named.
        """
        a = SaasLead(id="L-1")
        b = SaasLead(id="L-2", size=5, created_at=ago(days=2))
        c = SaasLead(id="L-3", size=7, created_at=ago(days=1))
        one = merge(a, merge(b, c, policy=by), policy=by)

        assert (a, b, c) == unmerge(one)
        assert (a, b, c) == unmerge(one, policy=by)

    @pytest.mark.parametrize(("by", "since"), [("first", 7), ("newest", 5)])
    def test_of_what_the_other_policy_would_have_chosen(self, by, since):
        """
        With the policy named, a change to what another one would have chosen stays.
        """
        a = SaasLead(id="L-1", size=5)
        b = SaasLead(id="L-2", size=7, created_at=ago(days=1))
        one = attrs.evolve(merge(a, b, policy=by), size=since)

        assert since == unmerge(one, policy=by)[0].size

    def test_step_by_step(self):
        """
        What changed between two merges is parted in two steps.
        """
        a, b, c = (Lead(id=name) for name in ("L-1", "L-2", "L-3"))
        changed = merge(a, b).record(called("x"))

        assert (changed, c) == unmerge(merge(changed, c))
        assert (a.record(called("x")), b) == unmerge(changed)

    def test_of_what_was_not_merged(self):
        """
        There is nothing to part in a record that wasn't merged.
        """
        with pytest.raises(MergeError) as caught:
            unmerge(Lead(id="L-1", name=MARK))

        assert "not-merged" == caught.value.code

    def test_of_parts_of_another_class(self):
        """
        Parts that were loaded with another class are told, not parted.
        """
        odd = Lead(id="L-1", merged=[OtherLead(id="L-1"), OtherLead(id="L-2")])
        with pytest.raises(MergeError) as caught:
            unmerge(odd)

        assert "classes" == caught.value.code
        assert (odd, Lead(id="L-3")) == merge(odd, Lead(id="L-3")).merged


class TestConflicts:
    @given(of_one_person())
    def test_names_what_would_be_lost(self, pair):
        """
        A field is named if and only if it matters who wins; of a name, what it folds to
        matters.
        """
        a, b = pair
        ways = [merge(a, b, policy="first"), merge(b, a, policy="first")]
        names = ["employees", "budget", "title", "free_mail", "trial_ends", "tier"]
        expected = [
            name
            for name in ("stage", *names, "plan")
            if getattr(ways[0], name) != getattr(ways[1], name)
        ]
        if a.name and b.name and fold(a.name) != fold(b.name):
            expected.insert("stage" in expected, "name")
        found = conflicts(a, b)

        assert expected == [name for name in found if "." not in name]
        assert {f"traits.{name}" for name in a.traits if name in b.traits} >= {
            name for name in found if "." in name
        }
        assert {*found} == {*conflicts(b, a)}

    def test_of_traits(self):
        """
        A trait that both have and that differs is named; True is no 1.
        """
        a = Lead(id="L-1", traits={"x": 1, "y": True, "z": 1, "v": 1})
        b = Lead(id="L-2", traits={"x": 2, "y": 1, "z": 1.0, "w": 1})

        assert ("traits.x", "traits.y") == conflicts(a, b)

    def test_kinds(self):
        """
        A kind that differs is named, before it is refused.
        """
        a, b = Lead(id="L-1"), Lead(id="L-2", kind="company")

        assert ("kind",) == conflicts(a, b)

    def test_has_no_values(self):
        """
        Names are all there is.
        """
        a, b = Lead(id="L-1", name=MARK), Lead(id="L-2", name=f"{MARK}2")

        assert ("name",) == conflicts(a, b)

    def test_stages(self):
        """
        A stage that differs is named, since the winner's is kept.
        """
        a, b = Lead(id="L-1"), Lead(id="L-2", stage="customer")

        assert ("stage",) == conflicts(a, b)

    @pytest.mark.parametrize(
        ("a", "b"),
        [("Sara", " SARA"), ("علي كريمي", "علی کریمی"), ("علی‌رضا", "علی رضا")],
    )
    def test_one_name_written_twice(self, a, b):
        """
        A name in another way of writing contradicts nothing; another text does.
        """
        pair = [
            SaasLead(id=f"L-{number}", name=text, note=text, tariff=text)
            for number, text in enumerate((a, b))
        ]

        assert ("plan", "note") == conflicts(*pair)


class TestTombstones:
    def test_one_for_each_loser(self):
        """
        It says where the record stood, where it went, and keeps it as it was.
        """
        move = Move(trigger="go", source="lead", target="nurtured", at=NOW)
        a = SaasLead(id="L-1")
        b = SaasLead(id="L-2", moves=[move], size=3)
        (stone,) = tombstones(merge(a, b))

        assert ("L-2", "L-1", "nurtured") == (stone.id, stone.into, stone.stage)
        assert ((move,), b) == (stone.moves, stone.lead)

    def test_of_what_was_not_merged(self):
        """
        A lead that wasn't merged has none, and what is no lead is refused.
        """
        assert () == tombstones(Lead(id="L-1"))
        with pytest.raises(LeadError, match="got a str, expected a Lead"):
            tombstones(MARK)

    def test_of_what_changed_between(self):
        """
        Those of earlier merges are there too, each id once and as it was last.
        """
        a, b, c, d = (Lead(id=name) for name in ("L-1", "L-2", "L-3", "L-4"))
        changed = merge(b, c).record(called("x"))
        found = tombstones(merge(merge(a, changed).record(called("y")), d))

        assert {"L-2": changed, "L-3": c, "L-4": d} == {
            one.id: one.lead for one in found
        }
        assert {"L-1"} == {one.into for one in found}

    def test_its_repr_hides_the_record(self):
        """
        The record itself isn't shown.
        """
        (stone,) = tombstones(merge(Lead(id="L-1"), Lead(id="L-2", name=MARK)))

        assert "Tombstone(id='L-2', into='L-1', stage='lead')" == repr(stone)

    def test_goes_out_and_comes_back(self):
        """
        Plain data of a tombstone makes the same one, with the host's class.
        """
        one = merge(SaasLead(id="L-1"), SaasLead(id="L-2", size=3, tags=["x"]))
        (stone,) = tombstones(one)

        assert stone == Tombstone.from_dict(stone.to_dict(), record=SaasLead)
        assert stone == pickle.loads(pickle.dumps(stone))

    def test_of_other_things(self):
        """
        A tombstone without its lead is refused, and what came isn't shown.
        """
        (stone,) = tombstones(merge(Lead(id="L-1"), Lead(id="L-2")))
        with pytest.raises(LeadError, match="lead of a Tombstone: got a str") as caught:
            attrs.evolve(stone, lead=MARK)

        assert MARK not in str(caught.value)
        with pytest.raises(LeadError):
            Tombstone.from_dict(MARK)
        with pytest.raises(LeadError):
            Tombstone.from_dict({**stone.to_dict(), "lead": MARK})


class TestResolve:
    @given(st.data())
    def test_each_loser_leads_to_who_won(self, data):
        """
        After any merges, with what was kept of all of them, each id leads to the record
        that it is in.
        """
        standing = {f"L-{i}": Lead(id=f"L-{i}") for i in range(5)}
        home = {name: name for name in standing}
        kept = []
        for step in range(data.draw(st.integers(0, 4))):
            names = data.draw(st.permutations(sorted(standing)))
            winner, loser = names[0], names[1]
            if data.draw(st.booleans()):
                standing[winner] = standing[winner].record(called(f"x{step}"))
            one = merge(standing[winner], standing.pop(loser))
            standing[winner] = one
            home = {n: winner if at == loser else at for n, at in home.items()}
            kept += tombstones(one)

        assert home == {name: resolve(name, kept) for name in home}

    def test_what_nothing_redirects(self):
        """
        An id without a tombstone is its own end.
        """
        assert "L-9" == resolve("L-9", [])

    def test_a_mapping(self):
        """
        The ids alone, as a table has them, will do.
        """
        assert "L-1" == resolve("L-3", {"L-3": "L-2", "L-2": "L-1"})

    def test_a_long_way(self):
        """
        A way of ten thousand redirects has an end.
        """
        ways = {str(i): str(i + 1) for i in range(10_000)}

        assert "10000" == resolve("0", ways)

    @pytest.mark.parametrize(
        "ways", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}]
    )
    def test_a_circle(self, ways):
        """
        Redirects in a circle are refused.
        """
        with pytest.raises(MergeError) as caught:
            resolve("a", ways)

        assert "redirect-loop" == caught.value.code

    def test_two_ends(self):
        """
        Tombstones of one id that lead to different records are refused.
        """
        a, b, c = (Lead(id=name) for name in ("L-1", "L-2", "L-3"))
        kept = tombstones(merge(a, c)) + tombstones(merge(b, c))
        with pytest.raises(MergeError) as caught:
            resolve("L-3", kept)

        assert "redirects" == caught.value.code

    def test_two_ways_to_one_end(self):
        """
        Tombstones of one id may name two records that became one later.
        """
        a, b, c = (Lead(id=name) for name in ("L-1", "L-2", "L-3"))
        later = merge(a, merge(b, c))
        kept = tombstones(merge(b, c)) + tombstones(later)

        assert {"L-1"} == {resolve(name, kept) for name in ("L-1", "L-2", "L-3")}

    @pytest.mark.parametrize("lead_id", [None, 7, [MARK]])
    def test_no_id(self, lead_id):
        """
        An id is a text, whether it is asked for or redirected to.
        """
        with pytest.raises(LeadError, match="expected a text") as caught:
            resolve(lead_id, [])

        assert MARK not in str(caught.value)
        with pytest.raises(LeadError, match="expected a text"):
            resolve("L-1", {"L-1": lead_id})

    @pytest.mark.parametrize("given_", [None, 7, [MARK], [None]])
    def test_no_tombstones(self, given_):
        """
        What isn't made of tombstones is refused, and not shown.
        """
        with pytest.raises(LeadError) as caught:
            resolve("L-1", given_)

        assert MARK not in str(caught.value)
