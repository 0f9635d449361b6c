"""
Records about one person are found by what they share, with the evidence.
"""

import pickle
from datetime import UTC, datetime
from itertools import combinations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    ContactPoint,
    InputError,
    Kind,
    Lead,
    LeadError,
    Match,
    duplicates,
    erase,
    merge,
)

KEYS = ("email", "phone", "social", "post", "name")

# A few values, each in several spellings, so that much is shared.
POINTS = [
    ContactPoint("email", "sara@example.com"),
    ContactPoint("email", "Sara@Example.com"),
    ContactPoint("email", "sara+1@example.com"),
    ContactPoint("email", "ali@example.com"),
    ContactPoint("phone", "+989120000001"),
    ContactPoint("sms", "+989120000001"),
    ContactPoint("sms", "+989120000002"),
    ContactPoint("social", "@Sara"),
    ContactPoint("social", "@sara"),
    ContactPoint("post", "Example Street 1, Berlin"),
    ContactPoint("post", "example street 1\nBerlin"),
    ContactPoint("post", "Example Street 11, Berlin"),
]
NAMES = ["علي رضا", "علی\u200cرضا", "علیرضا", "Sara", " SARA ", "Zoe", "", " ", None]


@st.composite
def leads(draw):
    """
    Make records that share this and that.
    """
    many = draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(POINTS), max_size=3, unique=True),
                st.sampled_from(NAMES),
                st.sampled_from(Kind),
            ),
            max_size=12,
        )
    )
    return [
        Lead(id=f"L-{number}", contacts=contacts, name=name, kind=kind)
        for number, (contacts, name, kind) in enumerate(many)
    ]


def spelt(text):
    """
    Bring the few spellings above into one, without `fold`.
    """
    for one, other in [("ي", "ی"), ("\u200c", ""), ("علی رضا", "علیرضا"), (",", " ")]:
        text = text.replace(one, other)
    return " ".join(text.lower().split())


def known(lead, key):
    """
    What a record is known by, for one of the keys that come with leadkit.
    """
    media = {"phone": {"phone", "sms"}}.get(key, {key})
    texts = {spelt(point.value) for point in lead.contacts if point.medium in media}
    if key == "name" and lead.name:
        texts.add(spelt(lead.name))
    return texts - {""}


def by_pairs(records, keys):
    """
    Find the groups by comparing each with each, and walking from one to the next.
    """
    friends = {lead.id: {lead.id} for lead in records}
    for one, other in combinations(records, 2):
        if one.kind == other.kind and any(
            known(one, k) & known(other, k) for k in keys
        ):
            friends[one.id].add(other.id)
            friends[other.id].add(one.id)
    groups, seen = [], set()
    for lead in records:
        if lead.id not in seen:
            group, ahead = set(), [lead.id]
            while ahead:
                here = ahead.pop()
                group.add(here)
                ahead.extend(friends[here] - group)
            seen |= group
            if len(group) > 1:
                groups.append(tuple(one.id for one in records if one.id in group))
    return groups


def person(number, *points, **fields):
    """
    Make a record with contact points.
    """
    contacts = [ContactPoint(*point) for point in points]
    return Lead(id=f"L-{number}", contacts=contacts, **fields)


class TestDuplicates:
    @given(leads(), st.sets(st.sampled_from(KEYS)))
    def test_are_those_found_by_pairs(self, records, keys):
        """
        The groups are those that one finds by comparing each record with each.
        """
        found = duplicates(records, keys=sorted(keys))

        assert by_pairs(records, keys) == [group.ids for group in found]

    @given(leads())
    def test_evidence_is_true_and_complete(self, records):
        """
        A match names all records of the kind that have its value, and no other.
        """
        for group in duplicates(records):
            for match in group.evidence:
                kind = group.leads[0].kind
                those = [
                    lead.id
                    for lead in records
                    if lead.kind == kind
                    and spelt(match.value) in known(lead, match.key)
                ]

                assert those == list(match.ids)

    @given(leads())
    def test_evidence_holds_the_group_together(self, records):
        """
        Whoever believes all evidence comes to the same group.
        """
        for group in duplicates(records):
            joined = set(group.evidence[0].ids)
            for _ in group.evidence:
                for match in group.evidence:
                    if joined & set(match.ids):
                        joined |= set(match.ids)

            assert joined == set(group.ids)

    @given(leads())
    def test_evidence_is_ordered(self, records):
        """
        Evidence comes key by key, and in each by the first record.
        """
        place = {lead.id: number for number, lead in enumerate(records)}
        for group in duplicates(records):
            order = [(KEYS.index(m.key), place[m.ids[0]]) for m in group.evidence]

            assert sorted(order) == order

    @given(leads(), st.randoms(use_true_random=False))
    def test_order_makes_no_other_groups(self, records, chance):
        """
        In whichever order the records are given, the groups are the same.
        """
        mixed = list(records)
        chance.shuffle(mixed)

        assert {frozenset(group.ids) for group in duplicates(records)} == {
            frozenset(group.ids) for group in duplicates(mixed)
        }

    @given(leads())
    def test_records_are_handed_back(self, records):
        """
        A group holds the records themselves, each of them in one group at most.
        """
        ids = [id(lead) for lead in records]
        held = [id(lead) for group in duplicates(records) for lead in group.leads]

        assert len(set(held)) == len(held)
        assert set(held) <= set(ids)

    @given(leads())
    def test_the_same_record_twice(self, records):
        """
        The same record twice counts once.
        """
        assert duplicates(records) == duplicates(
            [*records, *map(attrs.evolve, records)]
        )

    @given(leads())
    def test_any_iterable(self, records):
        """
        Records may come from any iterable.
        """
        assert duplicates(records) == duplicates(iter(records))

    def test_chain(self):
        """
        Two that share nothing are joined by a third that shares with both.
        """
        first = person(1, ("email", "sara@example.com"))
        last = person(2, ("phone", "+989120000001"))
        between = person(3, ("sms", "+989120000001"), ("email", "SARA@example.com"))
        (group,) = duplicates([first, last, between])

        assert (first, last, between) == group.leads
        assert ("email", "phone") == group.keys
        assert [("L-1", "L-3"), ("L-2", "L-3")] == [m.ids for m in group.evidence]

    def test_name_alone(self):
        """
        The same name alone is told from the same address, and can be left out.
        """
        records = [person(1, name="Sara Sharifi"), person(2, name="sara  sharifi")]
        (group,) = duplicates(records)

        assert ("name",) == group.keys
        assert () == duplicates(records, keys=("email", "phone", "social", "post"))

    def test_tag(self):
        """
        An address with a tag is another address.
        """
        one = person(1, ("email", "sara@example.com"))
        other = person(2, ("email", "sara+news@example.com"))

        assert () == duplicates([one, other])

    def test_kinds(self):
        """
        A person and a company that share a number are not the same.
        """
        one = person(1, ("phone", "+982122220000"))
        other = person(2, ("phone", "+982122220000"), kind="company")

        assert () == duplicates([one, other])

    def test_number_twice_in_one_record(self):
        """
        A number for calls and for text messages is shared with nobody by that.
        """
        one = person(1, ("phone", "+989120000001"), ("sms", "+989120000001"))

        assert () == duplicates([one, person(2)])

    @pytest.mark.parametrize("name", [None, "", "  ", "\u200f", "\u200c", "\u3164"])
    def test_missing(self, name):
        """
        What is missing, blank or invisible is shared by nobody.
        """
        assert () == duplicates([person(1, name=name), person(2, name=name)])

    @given(leads())
    def test_erased(self, records):
        """
        Who was forgotten is known by nothing.
        """
        at = datetime(2026, 5, 1, tzinfo=UTC)

        assert () == duplicates([erase(lead, at=at) for lead in records])

    def test_erased_by_a_key_of_a_host(self):
        """
        Nor do keys of a host find whoever was forgotten.
        """
        at = datetime(2026, 5, 1, tzinfo=UTC)

        def everybody(_):
            return "the same"

        gone = [erase(person(number), at) for number in (1, 2)]

        assert 1 == len(duplicates([person(1), person(2)], keys=[everybody]))
        assert () == duplicates(gone, keys=[everybody])

    def test_merged(self):
        """
        What a record was merged from is found through the record that it became.
        """
        one = person(1, ("email", "sara@example.com"))
        other = person(2, ("phone", "+989120000001"))
        again = person(3, ("sms", "+989120000001"))
        (group,) = duplicates([merge(one, other), again])

        assert ("L-1", "L-3") == group.ids

    def test_of_nothing(self):
        """
        Of no records, and by no keys, there are no duplicates.
        """
        records = [person(1, name="Sara"), person(2, name="Sara")]

        assert () == duplicates([]) == duplicates(records, keys=())

    def test_long_chain(self):
        """
        A chain of ten thousand records is one group.
        """
        records = [
            person(
                number,
                ("email", f"p{number}@example.com"),
                ("email", f"p{number + 1}@example.com"),
            )
            for number in range(10_000)
        ]
        (group,) = duplicates(records[::2] + records[1::2])

        assert 10_000 == len(group.leads)
        assert 9_999 == len(group.evidence)

    def test_repr(self):
        """
        Neither a group nor its evidence shows what is shared.
        """
        records = [
            person(n, ("email", "canary@example.com"), name="Canary") for n in (1, 2)
        ]
        (group,) = duplicates(records)

        assert "Duplicates(ids=('L-1', 'L-2'), keys=('email', 'name'))" == repr(group)
        assert "Match(key='email', ids=('L-1', 'L-2'))" == str(group.evidence[0])
        assert "canary@example.com" == group.evidence[0].value

    def test_are_values(self):
        """
        Groups are compared, hashed and pickled by what is in them.
        """
        found = duplicates([person(1, name="Sara"), person(2, name="Sara")])
        again = pickle.loads(pickle.dumps(found))

        assert found == again
        assert hash(found) == hash(again)


class TestKeys:
    def test_own(self):
        """
        A host's own key is a function, and called as the function is.
        """

        def domain(lead):
            return [point.value.partition("@")[2] for point in lead.contacts]

        records = [
            person(1, ("email", "sara@example.com")),
            person(2, ("email", "ali@EXAMPLE.com")),
        ]
        (group,) = duplicates(records, keys=["email", domain])

        assert (Match("domain", ("L-1", "L-2"), "example.com"),) == group.evidence

    def test_one_text(self):
        """
        A text that a key gives is one value, folded, and no letters.
        """

        def town(lead):
            return lead.name

        found = duplicates(
            [person(1, name="Bern"), person(2, name="Bonn"), person(3, name="BERN")],
            keys=[town],
        )

        assert [("L-1", "L-3")] == [group.ids for group in found]

    @pytest.mark.parametrize("given_", [5, ("DE", 5), b"x", True, frozenset({1})])
    def test_other_values(self, given_):
        """
        Other hashable values are shared as they are.
        """

        def number(_):
            return [given_]

        (group,) = duplicates([person(1), person(2)], keys=[number])

        assert given_ == group.evidence[0].value

    def test_bytes(self):
        """
        Bytes that a key gives are one value, and no numbers.
        """

        def digest(lead):
            return lead.id.encode()[:2]

        (group,) = duplicates([person(1), person(2)], keys=[digest])

        assert b"L-" == group.evidence[0].value

    @pytest.mark.parametrize("given_", [None, [], [None], [""], [float("nan")], ""])
    def test_missing_values(self, given_):
        """
        What a key finds missing is shared by nobody.
        """

        def number(_):
            return given_

        assert () == duplicates([person(1), person(2)], keys=[number])

    @pytest.mark.parametrize(
        ("given_", "sentence"),
        [
            (5, "key 'number': got an int, expected an iterable of values."),
            (
                [["canary"]],
                "key 'number': got a list, expected texts or other hashable values.",
            ),
        ],
    )
    def test_bad_values(self, given_, sentence):
        """
        A key that gives something else is told so, without the value.
        """

        def number(_):
            return given_

        with pytest.raises(InputError) as caught:
            duplicates([person(1)], keys=[number])

        assert sentence == str(caught.value)

    def test_unknown(self):
        """
        An unknown key is refused, with the one that was meant.
        """
        with pytest.raises(InputError) as caught:
            duplicates([], keys=["e-mail"])

        assert (
            "keys: got 'e-mail', expected 'email', 'phone', 'social', 'post', 'name' "
            "or a function with a name. Did you mean 'email'?"
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("keys", "came"),
        [
            ("email", "got a str, expected an iterable"),
            (5, "got an int, expected an iterable"),
            (["email", "email"], "got two called 'email', expected a name for each"),
            ([5], "got an int, expected 'email'"),
            ([lambda _: []], "got a function, expected 'email'"),
        ],
    )
    def test_refused(self, keys, came):
        """
        What are no keys, or two of one name, or have none, is refused.
        """
        with pytest.raises(InputError) as caught:
            duplicates([], keys=keys)

        assert came in str(caught.value)


class TestRecords:
    def test_two_with_one_id(self):
        """
        Two different records with one id are refused; an id may be named.
        """
        with pytest.raises(LeadError) as caught:
            duplicates([person(1, name="Canary"), person(1, name="Sara")])

        assert (
            "leads: got two different records with the id 'L-1', expected an id for "
            "each. Give the records as they are at one instant."
        ) == str(caught.value)

    @pytest.mark.parametrize(
        ("leads_", "came"),
        [
            (5, "leads: got an int"),
            ([None], "an item of 'leads': got a missing value"),
            (["L-1"], "an item of 'leads': got a str"),
            (person(1), "leads: got a Lead"),
        ],
    )
    def test_refused(self, leads_, came):
        """
        What are no leads is refused.
        """
        with pytest.raises(LeadError) as caught:
            duplicates(leads_)

        assert str(caught.value).startswith(came)
