"""
Personal data stays out of reprs, errors, tracebacks and logs, and stays readable.
"""

import enum
import logging
import pprint
import reprlib
import traceback
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from _pytest._io.saferepr import saferepr
from hypothesis import given
from hypothesis import strategies as st
from rich.pretty import pretty_repr

import leadkit as lk
from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    Grant,
    Lead,
    LeadError,
    Lifecycle,
    Move,
    MoveRefused,
    Playbook,
    Points,
    Qualification,
    Scorecard,
    Stage,
    Touch,
    Transition,
    explain,
    fields,
)
from leadkit.mapping import FrozenMap

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

# Put together, so that no line of source that a traceback quotes has one.
MARK = "can" + "ary"


def planted(name):
    """
    A text that is nowhere else, and says from which field it came.
    """
    return f"{MARK}-{name}"


class Plan(enum.StrEnum):
    """
    A choice: its codes are no personal data.
    """

    PRO = "pro-plan"


@attrs.frozen(kw_only=True)
class HostLead(Lead):
    """
    A host's lead with texts wherever there may be some.
    """

    job_title: str | None = None
    plan: Plan | None = None
    tags: tuple[str, ...] = ()
    notes: FrozenMap[str, str] = attrs.Factory(FrozenMap)
    letters: Any = None
    owner: ContactPoint | None = None
    born: date | None = None
    size: int | None = None


RECORDS = {
    "ContactPoint": ContactPoint("post", planted("value")),
    "e-mail": ContactPoint("email", f"{planted('local')}@{planted('host')}.example"),
    "Consent": Consent(
        purpose="marketing",
        medium="email",
        granted=True,
        at=NOW,
        source=planted("source"),
    ),
    "Touch": Touch("form", at=NOW, campaign=planted("campaign")),
    "Activity": Activity(
        id="a1",
        type="reviewed",
        at=NOW,
        campaign=planted("campaign"),
        variant=planted("variant"),
    ),
    "Move": Move(
        trigger="nurture",
        source="lead",
        target="nurtured",
        at=NOW,
        by=planted("by"),
        reason=planted("reason"),
    ),
    "Grant": Grant(
        qualification="SAL", at=NOW, by=planted("by"), evidence=planted("evidence")
    ),
}
LEAD = HostLead(
    id="L-1",
    name=planted("name"),
    contacts=[RECORDS["ContactPoint"], RECORDS["e-mail"]],
    consents=[RECORDS["Consent"]],
    touches=[RECORDS["Touch"]],
    activities=[RECORDS["Activity"]],
    grants=[RECORDS["Grant"]],
    created_at=NOW - timedelta(days=9),
    traits={"pet": planted("trait"), "seats": 3, "since": NOW},
    job_title=planted("job"),
    plan="pro-plan",
    tags=[planted("tag"), planted("tag-2")],
    notes=FrozenMap({planted("key"): planted("note"), "key": planted("note-2")}),
    letters={planted("letter"): [planted("text")]},
    owner=ContactPoint("social", planted("owner")),
    born=date(1990, 2, 28),
    size=120,
)
RECORDS["Lead"] = Lead(id="L-1", name=planted("name"), traits=LEAD.traits)
RECORDS["HostLead"] = LEAD

# Ids and codes are shown, so that a log says which lead it is about.
CODES = {
    (Consent, "purpose"),
    (Activity, "id"),
    (Activity, "type"),
    (Activity, "purpose"),
    (Move, "trigger"),
    (Move, "source"),
    (Move, "target"),
    (Grant, "qualification"),
    (Lead, "id"),
    (Lead, "stage"),
    (HostLead, "id"),
    (HostLead, "stage"),
}

F = fields(HostLead, traits={"pet": str})
WROTE_TO = F.job_title.contains("Head") | (F.name == "Ada") | (F.pet == "cat")
CARD = Scorecard("fit", [Points(10, when=WROTE_TO, name="boss"), Points(5, per=F.size)])
MQL = Qualification("MQL", when=WROTE_TO & (CARD >= 700) & F.job_title.is_missing())
LIFECYCLE = Lifecycle(
    "sales",
    stages=Stage,
    initial=Stage.LEAD,
    transitions=[
        Transition("nurture", Stage.LEAD, Stage.NURTURED, when=WROTE_TO),
        Transition("disqualify", Stage.LEAD, Stage.DISQUALIFIED, kind="exit"),
        Transition("lose", Stage.LEAD, Stage.LOST, after=timedelta(days=1)),
    ],
)
PLAYBOOK = Playbook(
    "saas",
    record=HostLead,
    scorecards=[CARD],
    qualifications=[MQL, Qualification("PQL", when=F.size >= 1)],
    lifecycle=LIFECYCLE,
)


def refused(trigger):
    """
    The refusal of a move of the lead.
    """
    with pytest.raises(MoveRefused) as caught:
        LIFECYCLE.advance(LEAD, trigger, at=NOW + timedelta(days=2))
    return caught.value


RESULTS = {
    "Reason": explain(WROTE_TO, LEAD, as_of=NOW),
    "Seen": explain(F.name == "Ada", LEAD, as_of=NOW).seen,
    "Verdict": MQL.judge(LEAD, as_of=NOW),
    "Score": CARD.score(LEAD, as_of=NOW),
    "Assessment": PLAYBOOK.assess(LEAD, as_of=NOW),
    "Outcome": PLAYBOOK.update(LEAD, at=NOW),
    "Due": LIFECYCLE.due(LEAD, as_of=NOW),
    "Decision": LIFECYCLE.decide(LEAD, "disqualify", as_of=NOW + timedelta(days=2)),
    "Permission": LEAD.may_contact("marketing", "email", NOW),
    "Duplicates": lk.duplicates([LEAD, attrs.evolve(LEAD, id="L-2")]),
    "merged": lk.merge(LEAD, attrs.evolve(LEAD, id="L-2")),
    "Tombstone": lk.tombstones(lk.merge(LEAD, attrs.evolve(LEAD, id="L-2"))),
    "guard": refused("nurture"),
    "reason": refused("disqualify"),
    "unknown": refused("no-such-trigger"),
}

WAYS_TO_LOOK = [
    repr,
    ascii,
    saferepr,
    reprlib.repr,
    pprint.pformat,
    "{!r}".format,
    lambda value: repr([value]),
    lambda value: repr((value,)),
    lambda value: repr({"a": value}),
    lambda value: repr(FrozenMap({"a": value})),
    lambda value: f"{value!r}",
    lambda value: "%r" % (value,),  # noqa: UP031  as logging does
    pretty_repr,
]


class TestRecords:
    @pytest.mark.parametrize("name", RECORDS)
    def test_nothing_shown(self, name):
        """
        However a record is shown, no text of it is.
        """
        record = RECORDS[name]

        for look in (*WAYS_TO_LOOK, str, format, "{}".format):
            assert MARK not in look(record)

    @pytest.mark.parametrize("name", RECORDS)
    def test_something_shown(self, name):
        """
        A repr tells its class, and that there are texts.
        """
        shown = repr(RECORDS[name])

        assert shown.startswith(f"{type(RECORDS[name]).__name__}(")
        assert "'…'" in shown

    def test_codes_shown(self):
        """
        Ids, codes, choices, numbers and instants are shown.
        """
        shown = repr(LEAD)

        for text in ("'L-1'", "'lead'", "plan='pro-plan'", "size=120", "'seats': 3"):
            assert text in shown

    def test_readable(self):
        """
        The values stay readable as attributes.
        """
        assert planted("name") == LEAD.name
        assert planted("value") == LEAD.contacts[0].value
        assert planted("source") == LEAD.consents[0].source
        assert planted("campaign") == LEAD.touches[0].campaign
        assert planted("variant") == LEAD.activities[0].variant
        assert planted("evidence") == LEAD.grants[0].evidence
        assert planted("by") == RECORDS["Move"].by
        assert planted("reason") == RECORDS["Move"].reason
        assert planted("trait") == LEAD.traits["pet"]
        assert planted("job") == LEAD.job_title
        assert (planted("tag"), planted("tag-2")) == LEAD.tags

    def test_written_out(self):
        """
        Written out, which somebody asks for, they are all there.
        """
        assert planted("name") == RECORDS["Lead"].to_dict()["name"]

    @given(st.text(min_size=1))
    def test_any_name(self, name):
        """
        Two leads that differ in their texts only have one repr.
        """
        one = attrs.evolve(LEAD, name=name, job_title=name, tags=[name, name])

        assert repr(LEAD) == repr(one)


class Secretive:
    """
    A thing of another type whose repr says too much.
    """

    def __repr__(self):
        return planted("repr")

    __str__ = __repr__


WRONG = [
    planted("text"),
    f" {planted('padded')} ",
    f"{planted('control')}\x00",
    planted("bytes").encode(),
    [planted("list")],
    (planted("tuple"),),
    {planted("dict"): planted("dict")},
    {planted("set")},
    Secretive(),
    [Secretive()],
    type(planted("class"), (), {}),
    RECORDS["Touch"],
    [RECORDS["Touch"], RECORDS["ContactPoint"]],
    enum.Enum("Other", {"X": 99}).X,
    Decimal(7),
    datetime(2026, 5, 1),
    None,
]


def told(error):
    """
    All that an error tells: its sentence, its facts, and its traceback.
    """
    facts = [getattr(error, f.name) for f in attrs.fields(type(error))]
    trace = traceback.format_exception(error)
    return "\n".join([str(error), repr(error), repr(error.args), *facts, *trace])


class TestErrors:
    @pytest.mark.parametrize(
        ("record", "field"),
        [
            (name, field.name)
            for name, record in RECORDS.items()
            for field in attrs.fields(type(record))
        ],
    )
    @pytest.mark.parametrize("wrong", range(len(WRONG)))
    def test_constructors(self, record, field, wrong):
        """
        No constructor quotes what it refuses, nor what it was given besides.
        """
        record = RECORDS[record]
        values = {f.name: getattr(record, f.name) for f in attrs.fields(type(record))}
        try:
            made = type(record)(**{**values, field: WRONG[wrong]})
        except LeadError as error:
            assert MARK not in told(error)
        else:
            assert (type(record), field) in CODES or MARK not in repr(made)

    @pytest.mark.parametrize("name", RECORDS)
    @pytest.mark.parametrize("wrong", range(len(WRONG)))
    def test_from_dict(self, name, wrong):
        """
        Reading plain data quotes neither keys nor values.
        """
        cls = type(RECORDS[name])
        data = RECORDS["Lead" if name == "HostLead" else name].to_dict()
        bad = WRONG[wrong]
        wrongs = [(None, bad), (None, {**data, planted("key"): bad})]
        wrongs += [(key, {**data, key: bad}) for key in data]
        for key, one in wrongs:
            try:
                made = cls.from_dict(one)
            except LeadError as error:
                assert MARK not in told(error)
            else:
                assert (cls, key) in CODES or MARK not in repr(made)

    @pytest.mark.parametrize("wrong", range(len(WRONG)))
    def test_traits(self, wrong):
        """
        Traits are refused without quoting their values, or names that are none.
        """
        for traits in (
            WRONG[wrong],
            {"plan": WRONG[wrong]},
            {"plan": planted("plan"), "other": WRONG[wrong]},
            {planted("no identifier"): WRONG[wrong]},
        ):
            try:
                made = Lead(id="L-1", traits=traits)
            except LeadError as error:
                assert MARK not in told(error)
            else:
                assert MARK not in repr(made)

    @pytest.mark.parametrize("argument", ["contact", "consent", "touch", "activities"])
    @pytest.mark.parametrize("wrong", range(len(WRONG)))
    def test_capture(self, argument, wrong):
        """
        Capturing quotes nothing that it was given.
        """
        given_ = {
            "id": "L-1",
            "contact": RECORDS["e-mail"],
            "consent": RECORDS["Consent"],
            "touch": RECORDS["Touch"],
            "at": NOW,
            argument: WRONG[wrong],
        }
        try:
            made = HostLead.capture(**given_)
        except LeadError as error:
            assert MARK not in told(error)
        else:
            assert "touch" == argument
            assert MARK not in repr(made)

    @pytest.mark.parametrize("wrong", range(len(WRONG)))
    def test_record_and_grant(self, wrong):
        """
        Recording and granting quote nothing that they were given.
        """
        bad = WRONG[wrong]
        for act in (
            lambda: LEAD.record(bad, at=NOW - timedelta(days=1)),
            lambda: LEAD.record(attrs.evolve(LEAD.activities[0], campaign="x"), bad),
            lambda: LEAD.grant(
                "SQL", at=bad, by=planted("by"), evidence=planted("why")
            ),
            lambda: LEAD.revoke("SQL", at=NOW, by=planted("by"), automatic=bad),
        ):
            with pytest.raises(LeadError) as caught:
                act()

            assert MARK not in told(caught.value)

    def test_one_id_twice(self):
        """
        That two activities differ is told without telling in what.
        """
        with pytest.raises(LeadError) as caught:
            LEAD.record(attrs.evolve(LEAD.activities[0], campaign=planted("other")))

        assert MARK not in told(caught.value)

    def test_asked_of_another_record(self):
        """
        A rule that is asked of a record without its field doesn't show the record.
        """
        with pytest.raises(LeadError) as caught:
            WROTE_TO.test(RECORDS["Lead"], as_of=NOW)

        assert MARK not in told(caught.value)

    @pytest.mark.parametrize("code", ["guard", "reason", "unknown"])
    def test_refusals(self, code):
        """
        A refused move says why without the texts that its guard looked at.
        """
        error = RESULTS[code]

        assert MARK not in "".join(traceback.format_exception(error))
        assert MARK not in str(error)
        assert MARK not in repr(error)
        assert MARK not in repr(error.args)

    def test_refusal_keeps_its_reasons(self):
        """
        What a guard looked at stays readable in the refusal's reasons.
        """
        seen = [one.value for one in RESULTS["guard"].unmet[0].parts[0].seen]

        assert [planted("job")] == seen


class TestResults:
    @pytest.mark.parametrize("name", RESULTS)
    def test_nothing_shown(self, name):
        """
        However a result is shown in a debugger, a test or a log, no text is.
        """
        for look in WAYS_TO_LOOK:
            assert MARK not in look(RESULTS[name])

    @pytest.mark.parametrize("name", ["Reason", "Verdict"])
    def test_asked_for(self, name):
        """
        An explanation that somebody asks for shows what was seen.
        """
        assert planted("job") in str(RESULTS[name])


class TestLogs:
    def test_nothing_logged(self, caplog):
        """
        Whatever is done with a lead, no log at any level has its texts.
        """
        caplog.set_level(logging.DEBUG)
        lifecycle = lk.standard.playbook().lifecycle

        lead = HostLead.capture(
            id="L-1",
            contact=RECORDS["e-mail"],
            consent=RECORDS["Consent"],
            touch=RECORDS["Touch"],
            at=NOW,
            name=planted("name"),
        )
        lead = lead.record(RECORDS["Activity"]).grant("SQL", at=NOW, by=planted("by"))
        lead = lifecycle.advance(lead, "nurture", at=NOW, by=planted("by"))
        lead = lifecycle.advance(lead, "disqualify", at=NOW, reason=planted("reason"))
        PLAYBOOK.update(LEAD, at=NOW)
        PLAYBOOK.assess(LEAD, as_of=NOW)
        refused("nurture")
        logging.getLogger("host").info("%s %r", lead, lead)

        assert "HostLead(" in caplog.text
        assert MARK not in caplog.text
