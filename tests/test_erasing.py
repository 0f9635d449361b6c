"""
Forgetting a person: nothing personal is left anywhere, and every count is as before.
"""

from __future__ import annotations

import gc
import json
import pickle
import traceback
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import chain
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    MEDIA,
    NOW,
    PURPOSES,
    QUALIFICATIONS,
    STAGES,
    TICK,
    TYPES,
    Host,
    Tier,
    hosts,
)

from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    ErasureError,
    Grant,
    InstantError,
    Lead,
    LeadError,
    Move,
    Touch,
    activity,
    erase,
    export,
    has_been,
    merge,
    tombstones,
    unmerge,
)
from leadkit.mapping import FrozenMap
from leadkit.timeline import timeline

# Put together, so that no line of source that a traceback quotes has one.
MARK = "can" + "ary"
LATER = NOW + timedelta(days=3)


def planted(name):
    """
    A text that is nowhere else, and says where it was.
    """
    return f"{MARK}-{name}"


@attrs.frozen(kw_only=True)
class PageView(Activity):
    """
    A host's activity with a field of its own.
    """

    url: str | None = None


@attrs.frozen(kw_only=True)
class HostLead(Lead):
    """
    A host's lead with texts wherever there may be some.
    """

    title: str | None = None
    company: str
    city: str = "nowhere"
    tags: tuple[str, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    notes: FrozenMap[str, str] = attrs.Factory(FrozenMap)
    letters: Any = None
    draft: Any = attrs.field(default=None, eq=False)
    owner: ContactPoint | None = None
    born: date | None = None
    income: Decimal | None = None
    size: int | None = None
    seats: int = 0
    tier: Tier | None = None
    region: Literal["eu", "us"] = "eu"
    slug: str = attrs.field()
    _nick: str | None = None
    greeting: str = attrs.field(init=False)

    @slug.default
    def _slug(self):
        return f"{self.name}-slug"

    @greeting.default
    def _greeting(self):
        return f"Dear {self.name}"


@attrs.frozen(kw_only=True, slots=False, cache_hash=True)
class DictLead(Lead):
    """
    A lead with a dictionary that keeps what was computed of it, and its hash.
    """

    title: str | None = None

    @cached_property
    def heading(self):
        """
        Something that is computed once.
        """
        return f"{self.name}, {self.title}"


@attrs.frozen(kw_only=True)
class SourcedLead(Lead):
    """
    A lead with a field that has the name of a consent's text.
    """

    source: str | None = None


def history(extra=""):
    """
    A history with a text of its own wherever there is room for one.
    """
    return {
        "name": planted(f"name{extra}"),
        "contacts": [
            ContactPoint("email", f"{planted(f'mail{extra}')}@example.com"),
            ContactPoint("post", planted(f"post{extra}")),
        ],
        "consents": [
            Consent(
                purpose="marketing",
                medium="email",
                granted=True,
                at=NOW,
                source=planted(f"source{extra}"),
                notice_version=planted(f"notice{extra}"),
                evidence_ref=planted(f"ref{extra}"),
                jurisdiction="DE",
                expires_at=LATER,
                by=planted(f"by{extra}"),
            )
        ],
        "touches": [Touch("form", at=NOW, campaign=planted(f"touch{extra}"))],
        "activities": [
            PageView(
                id=f"v{extra}", type="page_viewed", at=NOW, url=planted(f"url{extra}")
            ),
            Activity(
                id=f"p{extra}",
                type="purchased",
                at=NOW,
                value=40,
                medium="email",
                channel="form",
                purpose="marketing",
                campaign=planted(f"campaign{extra}"),
                variant=planted(f"variant{extra}"),
            ),
        ],
        "moves": [
            Move(
                trigger="disqualify",
                source="lead",
                target="disqualified",
                at=NOW,
                kind="exit",
                by=planted(f"mover{extra}"),
                reason=planted(f"reason{extra}"),
                resume_at=LATER,
                number=1,
            )
        ],
        "grants": [
            Grant(
                qualification="SQL",
                at=NOW,
                by=planted(f"granter{extra}"),
                evidence=planted(f"evidence{extra}"),
                number=1,
            )
        ],
        "created_at": NOW,
        "traits": {"plan": planted(f"trait{extra}"), "seats": 3},
    }


def full(extra=""):
    """
    A host's record with a canary in every field.
    """
    return HostLead(
        id=f"L-1{extra}",
        **history(extra),
        title=planted("title"),
        company=planted("company"),
        city=planted("city"),
        tags=(planted("tag"),),
        pairs=((planted("pair"), 1),),
        notes=FrozenMap({planted("key"): planted("note")}),
        letters=[{"to": (planted("letter"),)}],
        draft={planted("draft")},
        owner=ContactPoint("post", planted("owner")),
        born=date(1990, 1, 1),
        income=Decimal("1234.5"),
        size=120,
        seats=7,
        tier=Tier.GOLD,
        region="us",
        nick=planted("nick"),
    )


def held_by(thing):
    """
    Every text and bytes that something holds, whatever the way to it.
    """
    seen, waiting, found = {}, [thing], []
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(
            one, (type, ModuleType, FunctionType, BuiltinFunctionType)
        ):
            continue
        seen[id(one)] = one  # so that nothing else gets its id
        if isinstance(one, (str, bytes)):
            found.append(str(one))
        waiting.extend(gc.get_referents(one))
    return found


def traces(lead):
    """
    The canaries that can be found in a record by any means.
    """
    told = [repr(lead), str(pickle.dumps(lead)), *held_by(lead)]
    return {text for text in told if MARK in text}


class TestErase:
    def test_nothing_personal_is_left(self):
        """
        No text of any field is in the record, its repr, its pickle or plain data.
        """
        lead = full()
        assert 28 == len({text for text in held_by(lead) if MARK in text})
        gone = erase(lead, LATER)

        assert set() == traces(gone)
        assert MARK not in export(gone)

    def test_of_merged_records(self):
        """
        The records that it was merged from are erased too, and so are its tombstones.
        """
        other = attrs.evolve(full("-2"), company="")
        gone = erase(merge(full(), other), LATER)

        assert set() == traces(gone)
        assert set() == traces(tombstones(gone))
        assert [LATER, LATER] == [part.erased_at for part in gone.merged]

    def test_what_was_computed_of_it(self):
        """
        Kept hashes, indices and properties aren't carried over.
        """
        lead = DictLead(id="L-1", **history(), title=planted("title"))
        viewed = activity("page_viewed").count() >= 1
        assert all(viewed.test(lead, as_of=LATER) for _ in range(9))
        assert MARK in lead.heading
        assert hash(lead)
        gone = erase(lead, LATER)

        assert set() == traces(gone)
        assert "None, None" == gone.heading
        assert hash(gone) == hash(pickle.loads(pickle.dumps(gone)))
        assert viewed.test(gone, as_of=LATER)

    def test_leaves_the_record_as_it_was(self):
        """
        The record passed in is unchanged.
        """
        lead = full()
        erase(lead, LATER)

        assert full() == lead
        assert lead.erased_at is None

    def test_what_stands_instead(self):
        """
        A field becomes missing, or gets its default, or says that it is erased.
        """
        gone = erase(full(), LATER)

        assert (None, (), {}) == (gone.name, gone.contacts, gone.traits)
        assert (None, "erased", "nowhere") == (gone.title, gone.company, gone.city)
        assert ((), (), {}) == (gone.tags, gone.pairs, gone.notes)
        assert (None, None, 0, "eu") == (
            gone.letters,
            gone.owner,
            gone.seats,
            gone.region,
        )
        assert ("erased", "Dear None") == (gone.slug, gone.greeting)
        assert (LATER, 1) == (gone.erased_at, gone.revision)

    def test_what_stays_of_a_history(self):
        """
        Everything but the texts stays.
        """
        gone = erase(full(), LATER)
        page, bought = sorted(gone.activities, key=lambda one: one.type)

        assert PageView(id="v", type="page_viewed", at=NOW) == page
        assert (
            Activity(
                id="p",
                type="purchased",
                at=NOW,
                value=40,
                medium="email",
                channel="form",
                purpose="marketing",
            )
            == bought
        )
        assert (Touch("form", at=NOW),) == gone.touches
        assert (
            Consent(
                purpose="marketing",
                medium="email",
                granted=True,
                at=NOW,
                expires_at=LATER,
            ),
        ) == gone.consents
        assert (
            Move(
                trigger="disqualify",
                source="lead",
                target="disqualified",
                at=NOW,
                kind="exit",
                resume_at=LATER,
                number=1,
            ),
        ) == gone.moves
        assert (
            Grant(qualification="SQL", at=NOW, by="erased", number=1),
        ) == gone.grants

    @given(hosts())
    def test_reports_stay_true(self, lead):
        """
        Stages, times, qualifications, permissions, counts and sums are as before.
        """
        gone = erase(lead, NOW)

        def reported(one):
            happened = [one.touches, one.consents, one.moves, one.grants]
            asked = [(p, m) for p in PURPOSES for m in MEDIA]
            bought = activity(*TYPES)
            return (
                timeline(one, STAGES, ["go"], NOW),
                [has_been(stage).test(one, as_of=NOW) for stage in STAGES],
                [one.holds(name) for name in QUALIFICATIONS],
                [one.may_contact(p, m, NOW - TICK).code for p, m in asked],
                Counter((a.type, a.at, a.value, a.actor) for a in one.activities),
                (bought.total() >= 3).test(one, as_of=NOW),
                Counter(touch.channel for touch in one.touches),
                [len(items) for items in happened],
                (one.id, one.kind, one.stage, one.channel, one.created_at),
            )

        assert reported(lead) == reported(gone)

    @given(hosts())
    def test_once_is_enough(self, lead):
        """
        Erasing again, whatever is to be kept then, changes nothing, unless something
        happened after the first time.
        """
        gone = erase(lead, NOW)
        happened = [lead.activities, lead.touches, lead.consents, lead.grants]
        later = any(one.at > NOW for one in (*chain(*happened), *lead.moves))

        assert gone is erase(gone, NOW, keep=["title", "reason"])
        assert (LATER if later else NOW) == erase(gone, LATER).erased_at
        assert (erase(gone, LATER) is gone) is not later

    def test_who_comes_back_is_forgotten_again(self):
        """
        Who says yes after having been forgotten, and asks again, isn't contacted.
        """
        gone = erase(Lead(id="L-1"), NOW)
        yes = Consent(purpose="marketing", medium="email", granted=True, at=LATER)
        back = gone.record(yes)
        again = erase(back, LATER)

        assert back.may_contact("marketing", "email", LATER)
        assert "erased" == again.may_contact("marketing", "email", LATER).code
        assert LATER == again.erased_at

    def test_checks_of_a_host(self):
        """
        A host's check that refuses an empty field is told without what it says, which
        may quote the field.
        """

        @attrs.frozen(kw_only=True)
        class Strict(Lead):
            mail: str = attrs.field()

            @mail.validator
            def _has_at(self, _, value):
                if "@" not in value:
                    raise ValueError(value)

        lead = Strict(id="L-1", mail="sara@example.com")
        with pytest.raises(ErasureError) as caught:
            erase(lead, NOW)

        assert "required-field" == caught.value.code
        assert (
            "erasure of a Strict: got a ValueError from its own checks, expected "
            "checks that let an empty field pass. Name in keep= what can't be empty, "
            "if it says nothing about a person." == str(caught.value)
        )
        assert caught.value.__context__ is None

    def test_refusals_of_a_host(self):
        """
        An error of ours that a host's check raises comes as it is.
        """

        @attrs.frozen(kw_only=True)
        class Strict(Lead):
            plan: str | None = attrs.field(default=None)

            @plan.validator
            def _is_there(self, _, value):
                if value is None:
                    raise LeadError("field 'plan'", "nothing", "a plan")

        lead = Strict(id="L-1", plan="pro")
        with pytest.raises(LeadError, match="field 'plan': got nothing"):
            erase(lead, NOW)

    def test_once_is_enough_for_merged_records(self):
        """
        That holds for records that were merged, too.
        """
        gone = erase(merge(Lead(id="L-1", name="Sara"), Lead(id="L-2")), NOW)

        assert gone is erase(gone, LATER)

    @pytest.mark.parametrize("field", ["title", "draft"])
    def test_what_came_since(self, field):
        """
        What was recorded after an erasure goes with the next one.
        """
        gone = erase(full(), NOW)
        again = erase(attrs.evolve(gone, **{field: planted("since")}), LATER)

        assert set() == traces(again)
        assert (LATER, 2) == (again.erased_at, again.revision)

    def test_what_came_since_into_a_merged_record(self):
        """
        That holds for the records that it was merged from, in any field.
        """
        gone = erase(merge(full(), full("-2")), NOW)
        part = attrs.evolve(gone.merged[0], draft=planted("since"))
        lead = attrs.evolve(gone, merged=[part, gone.merged[1]])

        assert set() != traces(lead)
        assert set() == traces(erase(lead, LATER))

    def test_of_what_has_nothing(self):
        """
        A record without personal data is marked as erased.
        """
        gone = erase(Lead(id="L-1"), NOW)

        assert Lead(id="L-1", erased_at=NOW, revision=1) == gone

    def test_those_that_differ_in_a_text_only(self):
        """
        Two happenings that only a text told apart are still two.
        """
        move = {"trigger": "go", "source": "lead", "target": "lead", "at": NOW}
        consent = {"purpose": "x", "medium": "email", "granted": True, "at": NOW}
        grant = {"qualification": "SQL", "at": NOW}
        lead = Lead(
            id="L-1",
            touches=[Touch("form", at=NOW, campaign=planted(i)) for i in range(3)],
            moves=[Move(**move, reason=planted(i)) for i in range(2)],
            consents=[Consent(**consent, by=planted(i)) for i in range(2)],
            grants=[Grant(**grant, by=planted(i)) for i in range(2)],
        )
        gone = erase(lead, NOW)
        sizes = [
            len(getattr(gone, n)) for n in ("touches", "moves", "consents", "grants")
        ]

        assert [3, 2, 2, 2] == sizes
        assert set() == traces(gone)
        assert gone is erase(gone, NOW)

    def test_those_that_differ_in_a_field_of_the_host_only(self):
        """
        Where no text of ours could tell them apart, they become one.
        """

        @attrs.frozen(kw_only=True)
        class Click(Touch):
            url: str | None = None

        lead = Lead(
            id="L-1", touches=[Click("form", at=NOW, url=planted(i)) for i in range(2)]
        )

        assert 2 == len(erase(lead, NOW).touches)
        assert 1 == len(erase(lead, NOW, keep=["campaign"]).touches)

    def test_parted_again(self):
        """
        What an erased record was merged from comes back erased, refusals included.
        """
        grants = [
            Consent(purpose="x", medium="email", granted=yes, at=at)
            for yes, at in ((False, NOW), (True, LATER))
        ]
        a = Lead(id="L-1", name=planted("a"), consents=grants[:1])
        b = Lead(id="L-2", name=planted("b"), consents=grants[1:])
        gone = erase(merge(a, b), LATER)

        assert (erase(a, LATER), erase(b, LATER)) == unmerge(gone)


class TestKeep:
    def test_names_of_fields_and_traits(self):
        """
        What is named is kept, and nothing else.
        """
        gone = erase(
            full(), NOW, keep=("city", "size", "tier", "traits.seats", "_nick")
        )

        assert (planted("city"), 120, Tier.GOLD) == (gone.city, gone.size, gone.tier)
        assert {"seats": 3} == gone.traits
        assert 2 == len({t for t in held_by(gone) if MARK in t})

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("campaign", {"touch", "campaign"}),
            ("variant", {"variant"}),
            ("source", {"source"}),
            ("notice_version", {"notice"}),
            ("evidence_ref", {"ref"}),
            ("reason", {"reason"}),
            ("evidence", {"evidence"}),
            ("by", {"by", "mover", "granter"}),
            ("name", {"name"}),
        ],
    )
    def test_texts_of_histories(self, name, kept):
        """
        A text of a history is kept wherever it has that name.
        """
        gone = erase(Lead(id="L-1", **history()), NOW, keep=[name])

        assert {planted(one) for one in kept} == {
            text for text in held_by(gone) if MARK in text
        }

    def test_a_field_of_the_host_comes_first(self):
        """
        If a field has the name of such a text, the field alone is meant.
        """
        lead = SourcedLead(id="L-1", **history(), source="ads")
        gone = erase(lead, NOW, keep=["source"])

        assert "ads" == gone.source
        assert set() == traces(gone)

    def test_fields_of_happenings_of_the_host(self):
        """
        A field that a host's class of activities has besides ours may be kept, too.
        """
        gone = erase(full(), NOW, keep=["url"])

        assert {planted("url")} == {text for text in held_by(gone) if MARK in text}

    def test_in_merged_records(self):
        """
        What is kept is kept in the records that it was merged from.
        """
        gone = erase(merge(full(), full("-2")), NOW, keep=["size"])

        assert [120, 120] == [part.size for part in gone.merged]

    @pytest.mark.parametrize(
        ("name", "cure"),
        [
            ("campain", "Did you mean 'campaign'?"),
            ("compny", "Did you mean 'company'?"),
            ("contacts", ""),
            ("traits", "Did you mean 'tags'?"),
            ("traits.", ""),
            ("traits.a b", ""),
            (planted("x"), ""),
            (7, ""),
            ([planted("x")], ""),
        ],
    )
    def test_names_that_are_none(self, name, cure):
        """
        A name that is none is refused and not shown, with what was meant.
        """
        with pytest.raises(ErasureError) as caught:
            erase(full(), NOW, keep=[name])

        assert ("unknown-field", cure) == (caught.value.code, caught.value.cure)
        assert MARK not in "".join(traceback.format_exception(caught.value))

    @pytest.mark.parametrize("keep", ["campaign", b"reason", None, 7])
    def test_no_names(self, keep):
        """
        One text isn't taken for the names that its letters would be.
        """
        with pytest.raises(LeadError, match="expected an iterable of names"):
            erase(full(), NOW, keep=keep)


class TestRefusals:
    @pytest.mark.parametrize(
        ("annotation", "more"),
        [
            (int, {}),
            (tuple[str, ...], {}),
            (Literal["a", "b"], {}),
            (ContactPoint, {}),
            (datetime, {}),
            (int, {"default": attrs.Factory(lambda self: 7, takes_self=True)}),
            (float, {"default": attrs.Factory(lambda: float("nan"))}),
            (object, {"default": attrs.Factory(object)}),
        ],
    )
    def test_a_field_that_cannot_be_empty(self, annotation, more):
        """
        A field that can't be missing and has no fixed default must be named in *keep*.
        """
        value = {
            int: 7,
            tuple[str, ...]: (MARK,),
            Literal["a", "b"]: "a",
            ContactPoint: ContactPoint("post", MARK),
            datetime: NOW,
            float: 1.5,
            object: MARK,
        }[annotation]
        cls = attrs.make_class(
            "Strict",
            {"field": attrs.field(type=annotation, **more)},
            bases=(Lead,),
            frozen=True,
            kw_only=True,
        )
        lead = cls(id="L-1", field=value)
        with pytest.raises(ErasureError) as caught:
            erase(lead, NOW)

        assert "required-field" == caught.value.code
        assert "field 'field' of Strict" == caught.value.subject
        assert MARK not in str(caught.value)
        assert value == erase(lead, NOW, keep=["field"]).field

    def test_a_field_of_any_kind(self):
        """
        A field of any kind becomes missing, with a default or without one.
        """

        @attrs.frozen(kw_only=True)
        class Loose(Lead):
            field: Any
            other: Any = MARK

        gone = erase(Loose(id="L-1", field=MARK), NOW)

        assert (None, None) == (gone.field, gone.other)

    @pytest.mark.parametrize("given_", [None, MARK, 7, Lead])
    def test_no_lead(self, given_):
        """
        What is no lead is refused, and not shown.
        """
        for function in (lambda it: erase(it, NOW), export):
            with pytest.raises(LeadError, match="expected a Lead") as caught:
                function(given_)

            assert MARK not in str(caught.value)

    @pytest.mark.parametrize("at", [None, MARK, datetime(2026, 5, 1), date(2026, 5, 1)])
    def test_no_instant(self, at):
        """
        It happens at an aware instant.
        """
        with pytest.raises(InstantError, match="at: got"):
            erase(Lead(id="L-1"), at)

    def test_a_zone(self):
        """
        The instant is kept in UTC.
        """
        gone = erase(Lead(id="L-1"), NOW.astimezone(datetime.now(UTC).tzinfo))

        assert UTC is gone.erased_at.tzinfo


class TestExport:
    @given(hosts())
    def test_has_everything(self, lead):
        """
        The class of a lead makes the same lead of it.
        """
        assert lead == Host.from_dict(json.loads(export(lead)))

    def test_has_merged_records(self):
        """
        The records that it was merged from are in it.
        """
        lead = merge(
            Host(id="L-1", name="Sara", tier=1), Host(id="L-2", name="Sarah", tier=2)
        )

        assert lead == Host.from_dict(json.loads(export(lead)))
        assert "Sara" in export(lead)
        assert "Sarah" in export(lead)

    def test_names_every_field(self):
        """
        Each field has its key, in order, if there is nothing in it too.
        """
        expected = [one.name for one in attrs.fields(Host) if one.init]

        assert expected == list(json.loads(export(Host(id="L-1"))))

    def test_shows_every_canary(self):
        """
        Whatever text is in a record is in its export, readable in any script.
        """
        lead = attrs.evolve(
            full(), letters=None, notes=FrozenMap(), pairs=(), draft=None
        )
        texts = {text for text in held_by(lead) if MARK in text}
        missing = {text for text in texts if text not in export(lead)}

        assert set() == missing - {lead.greeting}
        assert "سارا" in export(Lead(id="L-1", name="سارا"))

    @given(st.text() | st.text(st.characters(categories=["Cs"]), max_size=1))
    def test_any_text(self, text):
        """
        Whatever is in a text can be written to a file, and comes back.
        """
        lead = Lead(id="L-1", name=text)
        written = export(lead).encode("utf-8")

        assert lead == Lead.from_dict(json.loads(written))

    def test_what_json_has_no_word_for(self):
        """
        A field that can't be written is refused by name, and not left out.
        """
        with pytest.raises(LeadError, match="field 'letters' of HostLead") as caught:
            export(full())

        assert MARK not in str(caught.value)
