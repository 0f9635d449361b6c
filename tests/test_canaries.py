"""
Six canaries in every field of a host's lead: no public call shows one of them.

They are looked for in reprs, in errors with their tracebacks, and in logs at DEBUG; in
what a call hands back to somebody who asked for the data, they may be.
"""

import inspect
import logging
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

import leadkit as lk
from leadkit.mapping import FrozenMap

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=400)

# Put together, so that no line of source that a traceback quotes has one.
NAME, MAIL, PHONE, JOB, NOTE, PROOF = CANARIES = [
    "".join(parts)
    for parts in (
        ("Nightin", "gale Quill"),
        ("night", "ingale@quill.example"),
        ("+4420", "79460018"),
        ("Keeper of ", "Quills"),
        ("likes ", "millet"),
        ("letter ", "in drawer 9"),
    )
]


@attrs.frozen(kw_only=True)
class HostLead(lk.Lead):
    """
    A host's lead, with texts in every kind of field.
    """

    job_title: str | None = None
    tags: tuple[str, ...] = ()
    notes: FrozenMap[str, str] = attrs.Factory(FrozenMap)
    letters: Any = None
    owner: lk.ContactPoint | None = None
    size: int | None = None


def lead_of(number, **more):
    """
    A lead with the canaries in every field that holds texts.
    """
    at = NOW - timedelta(days=number)
    return HostLead(
        **{
            "id": f"L-{number}",
            "name": NAME,
            "contacts": [
                lk.ContactPoint("email", MAIL),
                lk.ContactPoint("phone", PHONE),
                lk.ContactPoint("post", NOTE),
            ],
            "consents": [
                lk.Consent(
                    purpose="marketing",
                    medium="email",
                    granted=True,
                    at=at,
                    source=PROOF,
                    notice_version=NOTE,
                    evidence_ref=PROOF,
                    jurisdiction=NOTE,
                    by=NAME,
                )
            ],
            "touches": [lk.Touch("form", at=at, campaign=NOTE)],
            "activities": [
                lk.Activity(
                    id=f"{number}-a",
                    type="reviewed",
                    at=at,
                    campaign=NOTE,
                    variant=JOB,
                )
            ],
            "grants": [
                lk.Grant(qualification="SAL", at=at, by=NAME, evidence=PROOF),
            ],
            "moves": [
                lk.Move(
                    trigger="nurture",
                    source="lead",
                    target="nurtured",
                    at=at,
                    by=NAME,
                    reason=NOTE,
                    number=1,
                )
            ],
            "traits": {"pet": NOTE, "seats": 3},
            "job_title": JOB,
            "tags": [JOB, NOTE],
            "notes": FrozenMap({NOTE: PROOF}),
            "letters": [{NOTE: PROOF}],
            "owner": lk.ContactPoint("social", NAME),
            "size": 12,
            **more,
        }
    )


LEAD, OTHER = lead_of(1), lead_of(2, name=f"{NAME} II", job_title=f"{JOB} II")
MERGED = lk.merge(LEAD, OTHER)
# Of a class that can be written out: a list of mappings is in no field of it.
PLAIN = attrs.evolve(
    MERGED, letters=None, merged=[lead_of(n, letters=None) for n in (1, 2)]
)
F = lk.fields(HostLead, traits={"pet": str})
RULE = F.job_title.contains("Chief") | (F.pet == "cat") | F.name.is_missing()
CARD = lk.Scorecard("fit", [lk.Points(5, when=RULE, name="boss")])
MQL = lk.Qualification("MQL", when=RULE & (CARD >= 5))
CYCLE = lk.Lifecycle(
    "sales",
    stages=lk.Stage,
    initial=lk.Stage.LEAD,
    transitions=[
        lk.Transition("nurture", "lead", "nurtured"),
        lk.Transition("qualify", "nurtured", "prospect", when=RULE),
        lk.Transition("disqualify", "nurtured", "disqualified", kind="exit"),
        lk.Transition("lose", "nurtured", "lost", after=timedelta(days=2)),
    ],
)
PLAYBOOK = lk.Playbook(
    "canary",
    record=HostLead,
    scorecards=[CARD],
    qualifications=[MQL],
    lifecycle=CYCLE,
    grades=lk.Grades("fit", {"A": 5}),
    temperature=lk.Temperature(hot=RULE, warm=CARD >= 1),
)
CONSENT, TOUCH, ACTIVITY = LEAD.consents[0], LEAD.touches[0], LEAD.activities[0]
TIMELINE = CYCLE.timeline(LEAD, as_of=NOW)


def words(**more):
    """
    What a text may be given as.
    """
    return {"by": NAME, "reason": NOTE, "at": LATER, **more}


# Every public call that is given a lead, or anything of one: how it is called rightly.
CALLS = {
    "Activity.from_dict": (lk.Activity.from_dict, {"data": ACTIVITY.to_dict()}),
    "Activity.to_dict": (ACTIVITY.to_dict, {}),
    "Consent.from_dict": (lk.Consent.from_dict, {"data": CONSENT.to_dict()}),
    "Consent.to_dict": (CONSENT.to_dict, {}),
    "ContactPoint.from_dict": (
        lk.ContactPoint.from_dict,
        {"data": LEAD.contacts[0].to_dict()},
    ),
    "ContactPoint.to_dict": (LEAD.contacts[0].to_dict, {}),
    "Grant.from_dict": (lk.Grant.from_dict, {"data": LEAD.grants[0].to_dict()}),
    "Grant.to_dict": (LEAD.grants[0].to_dict, {}),
    "Move.from_dict": (lk.Move.from_dict, {"data": LEAD.moves[0].to_dict()}),
    "Move.to_dict": (LEAD.moves[0].to_dict, {}),
    "Touch.from_dict": (lk.Touch.from_dict, {"data": TOUCH.to_dict()}),
    "Touch.to_dict": (TOUCH.to_dict, {}),
    "Tombstone.from_dict": (
        lk.Tombstone.from_dict,
        {"data": lk.tombstones(PLAIN)[0].to_dict(), "record": HostLead},
    ),
    "Tombstone.to_dict": (lk.tombstones(PLAIN)[0].to_dict, {}),
    "Permission.from_dict": (
        lk.Permission.from_dict,
        {"data": LEAD.may_contact("marketing", "email", NOW).to_dict()},
    ),
    "Permission.to_dict": (LEAD.may_contact("marketing", "email", NOW).to_dict, {}),
    "Lead.capture": (
        HostLead.capture,
        {
            "id": "L-3",
            "contact": LEAD.contacts[0],
            "consent": CONSENT,
            "touch": TOUCH,
            "at": NOW,
            "name": NAME,
            "job_title": JOB,
        },
    ),
    "Lead.from_dict": (
        HostLead.from_dict,
        {"data": {"id": "L-1", "name": NAME, "consents": [CONSENT.to_dict()]}},
    ),
    "Lead.to_dict": (PLAIN.to_dict, {}),
    "Lead.grant": (
        LEAD.grant,
        {"qualification": "SQL", "by": NAME, "at": NOW, "evidence": PROOF},
    ),
    "Lead.revoke": (
        LEAD.revoke,
        {"qualification": "SAL", "by": NAME, "at": NOW, "evidence": PROOF},
    ),
    "Lead.holds": (LEAD.holds, {"qualification": "SAL"}),
    "Lead.may_contact": (
        LEAD.may_contact,
        {"purpose": "marketing", "medium": "email", "as_of": NOW},
    ),
    "Lead.record": (
        lambda happenings, at: LEAD.record(*happenings, at=at),
        {"happenings": [CONSENT, TOUCH, ACTIVITY], "at": NOW},
    ),
    "Lead.withdraw": (
        LEAD.withdraw,
        {
            "purpose": "marketing",
            "medium": "email",
            "at": NOW,
            "by": NAME,
            "source": PROOF,
            "evidence_ref": PROOF,
        },
    ),
    "Lifecycle.advance": (
        CYCLE.advance,
        {"lead": LEAD, "trigger": "disqualify", **words(resume_at=None)},
    ),
    "Lifecycle.allowed": (CYCLE.allowed, {"lead": LEAD, "as_of": LATER}),
    "Lifecycle.automatic": (CYCLE.automatic, {"lead": LEAD, "as_of": LATER}),
    "Lifecycle.decide": (
        CYCLE.decide,
        {"lead": LEAD, "trigger": "disqualify", "as_of": LATER},
    ),
    "Lifecycle.due": (CYCLE.due, {"lead": LEAD, "as_of": LATER}),
    "Lifecycle.overdue": (CYCLE.overdue, {"lead": LEAD, "as_of": LATER}),
    "Lifecycle.replay": (
        CYCLE.replay,
        {"lead": attrs.evolve(LEAD, moves=(), stage="lead"), "moves": LEAD.moves},
    ),
    "Lifecycle.stale": (CYCLE.stale, {"lead": LEAD, "as_of": LATER}),
    "Lifecycle.timeline": (CYCLE.timeline, {"lead": LEAD, "as_of": LATER}),
    "Playbook.assess": (PLAYBOOK.assess, {"lead": LEAD, "as_of": NOW}),
    "Playbook.compare": (
        PLAYBOOK.compare,
        {
            "other": attrs.evolve(PLAYBOOK, qualifications=[]),
            "leads": [LEAD],
            "as_of": NOW,
        },
    ),
    "Playbook.next_change": (PLAYBOOK.next_change, {"lead": LEAD, "as_of": NOW}),
    "Playbook.run": (PLAYBOOK.run, {"lead": LEAD, "until": LATER}),
    "Playbook.summarize": (PLAYBOOK.summarize, {"lead": LEAD, "as_of": NOW}),
    "Playbook.update": (PLAYBOOK.update, {"lead": LEAD, "at": NOW}),
    "Qualification.answer": (
        MQL.answer,
        {"answers": [None, None], "lead": LEAD, "as_of": NOW},
    ),
    "Qualification.judge": (MQL.judge, {"lead": LEAD, "as_of": NOW}),
    "Rule.test": (RULE.test, {"lead": LEAD, "as_of": NOW}),
    "Scorecard.hundredths": (CARD.hundredths, {"lead": LEAD, "as_of": NOW}),
    "Scorecard.next_change": (CARD.next_change, {"lead": LEAD, "as_of": NOW}),
    "Scorecard.reasons": (CARD.reasons, {"lead": LEAD, "as_of": NOW}),
    "Scorecard.score": (CARD.score, {"lead": LEAD, "as_of": NOW}),
    "Scorecard.score_many": (CARD.score_many, {"leads": [LEAD], "as_of": NOW}),
    "Temperature.of": (PLAYBOOK.temperature.of, {"lead": LEAD, "as_of": NOW}),
    "account_score": (
        lk.account_score,
        {"people": [LEAD], "card": CARD, "as_of": NOW},
    ),
    "account_scores": (
        lk.account_scores,
        {"leads": [LEAD], "card": CARD, "by": lambda _: 1, "as_of": NOW},
    ),
    "conflicts": (lk.conflicts, {"a": LEAD, "b": OTHER}),
    "contacts.email": (lk.contacts.email, {"text": MAIL}),
    "contacts.phone": (lk.contacts.phone, {"text": PHONE, "region": "GB"}),
    "display": (lk.display, {"text": NAME}),
    "duplicates": (lk.duplicates, {"leads": [LEAD, OTHER]}),
    "erase": (lk.erase, {"lead": LEAD, "at": NOW, "keep": ["job_title"]}),
    "explain": (lk.explain, {"rule": RULE, "lead": LEAD, "as_of": NOW}),
    "export": (lk.export, {"lead": PLAIN}),
    "fold": (lk.fold, {"text": NAME}),
    "merge": (lk.merge, {"a": LEAD, "b": OTHER}),
    "resolve": (
        lk.resolve,
        {"lead_id": "L-2", "tombstones": lk.tombstones(MERGED)},
    ),
    "tombstones": (lk.tombstones, {"lead": MERGED}),
    "unmerge": (lk.unmerge, {"lead": MERGED}),
}
# What is told of them in words shows no text either, but for what was asked for.
TOLD = {
    "Permission": LEAD.may_contact("marketing", "email", NOW),
    "Score": CARD.score(LEAD, as_of=NOW),
    "Assessment": PLAYBOOK.summarize(LEAD, as_of=NOW),
    "Outcome": PLAYBOOK.update(LEAD, at=NOW),
    "Due": CYCLE.due(LEAD, as_of=LATER)[0],
    "Decision": CYCLE.decide(LEAD, "disqualify", as_of=LATER),
    "Timeline": TIMELINE,
}
# What defines: rules, cards, playbooks and their pieces, which no lead is given to.
DEFINITIONS = {
    *("Attr", "Group", "Points", "Qualification", "Scorecard", "Transition"),
    *("Grades", "Temperature", "Playbook", "Lifecycle", "Rule", "record", "rule"),
    *("activity", "all_of", "analyse", "any_of", "at_least", "came_from", "consented"),
    *("contacted", "conversed", "fields", "has_been", "holds", "in_stage", "is_lead"),
    *("json_schema", "label", "mql", "pql", "reachable", "relate", "sal", "sql"),
    *("service_qualified", "time_in_stage", "in_words"),
    *("Playbook.from_json", "Playbook.to_json", "Playbook.problems"),
    *("Playbook.undecided", "Playbook.with_card", "Lifecycle.from_json"),
    *("Lifecycle.to_json", "Lifecycle.problems", "Lifecycle.mermaid"),
    *("Qualification.from_json", "Qualification.to_json", "Rule.from_json"),
    *("Rule.to_json", "Scorecard.from_json", "Scorecard.to_json", "Grades.grade"),
    *("Qualification.verdict", "Temperature.between"),
}
# What reads an answer, with texts where somebody asks for them.
ANSWERS = {
    *("Reason.change_in_words", "Reason.changes_in_words", "Reason.in_words"),
    *("Reason.seen_in_words", "Verdict.changes_in_words", "Visit.length"),
    *("Timeline.get", "Timeline.items", "Timeline.keys", "Timeline.values"),
}


def public_calls():
    """
    The names of all public functions, and of the methods of public classes.
    """
    for name in lk.__all__:
        thing = getattr(lk, name)
        if inspect.isclass(thing):
            if not issubclass(thing, (Exception, str)):
                for method in dir(thing):
                    static = inspect.getattr_static(thing, method)
                    if not method.startswith("_") and (
                        callable(static) or isinstance(static, classmethod)
                    ):
                        yield f"{name}.{method}"
        elif inspect.isfunction(thing):
            yield name


class Talkative:
    """
    A thing of another type whose repr says too much.
    """

    def __repr__(self):
        return NAME

    __str__ = __repr__


# What somebody may give by mistake: another field's value, or what holds it.
BAD = [
    *(NAME, MAIL, PHONE, NOTE, f" {PROOF} ", f"{JOB}\x00", NAME.encode()),
    *([NAME], {MAIL: PHONE}, {NOTE}, (NAME, MAIL), Talkative(), [Talkative()]),
    *(LEAD, OTHER, MERGED, [LEAD, NAME], CONSENT, [CONSENT], LEAD.contacts[0]),
    *(None, 3.5, datetime(2026, 5, 1), NAME.upper),
    {"name": NAME, "lead": LEAD.name, "id": None},
    {"id": "L-1", "name": [NAME], "contacts": [{"medium": MAIL, "value": PHONE}]},
    {"id": "L-1", "merged": [{"id": "L-2", "nmae": NAME}], "traits": {NOTE: PROOF}},
]
# A code or an id is shown, so that a log tells what it is about; a text given for one
# is no personal data. A name given for a policy or a key is looked for among ours.
CODES = {"id", "lead_id", "qualification", "purpose", "trigger"}


def told(error):
    """
    All that an error tells: its sentence, its facts, its traceback, its ancestors.
    """
    seen = [error, error.__cause__, error.__context__]
    facts = [(str(one), repr(one), repr(one.args)) for one in seen if one is not None]
    return f"{facts} {''.join(traceback.format_exception(error))}"


def shown(result):
    """
    What a result shows by itself; plain data that was asked for shows all.
    """
    plain = isinstance(result, (str, bytes, dict, type(None)))
    return "" if plain else repr(result)


def check(text):
    """
    Assert that no canary is in a text, without showing the text if one is.
    """
    found = [place for place, canary in enumerate(CANARIES) if canary in text]

    assert not found


class TestCalls:
    def test_all_are_there(self):
        """
        The tables have every public call, and nothing else.
        """
        assert {*CALLS, *DEFINITIONS, *ANSWERS} >= set(public_calls())

    @pytest.mark.parametrize("name", CALLS)
    def test_good_data(self, name, caplog):
        """
        With good data, neither what comes back nor any log shows a canary.
        """
        caplog.set_level(logging.DEBUG)
        call, arguments = CALLS[name]
        result = call(**arguments)

        check(shown(result))
        check(caplog.text)

    @pytest.mark.parametrize(
        ("name", "argument"),
        [(name, argument) for name, (_, given) in CALLS.items() for argument in given],
    )
    @pytest.mark.parametrize("bad", range(len(BAD)))
    def test_bad_data(self, name, argument, bad, caplog):
        """
        With bad data for any argument, neither an error nor any log shows a canary.
        """
        caplog.set_level(logging.DEBUG)
        call, arguments = CALLS[name]
        bad = BAD[bad]
        try:
            result = call(**{**arguments, argument: bad})
        except Exception as error:  # noqa: BLE001  of whatever kind
            if not (argument in CODES and isinstance(bad, str)):
                check(told(error))
        else:
            if not (argument in CODES and isinstance(bad, str)):
                check(shown(result))
        check(caplog.text)

    @pytest.mark.parametrize("language", ["en", "fa"])
    @pytest.mark.parametrize("name", TOLD)
    def test_in_words(self, name, language):
        """
        What is told in words of a permission, a score or a move shows no canary.
        """
        check(lk.in_words(TOLD[name], language=language))
        check(str(TOLD[name]))

    def test_refusal(self):
        """
        A refused move tells why without showing a canary, in either language.
        """
        with pytest.raises(lk.MoveRefused) as caught:
            CYCLE.advance(LEAD, "qualify", at=LATER)

        check(told(caught.value))
        check(lk.in_words(caught.value, language="fa"))

    def test_explanation(self):
        """
        An explanation that is asked for by name shows what was seen.
        """
        assert JOB in str(lk.explain(RULE, LEAD, as_of=NOW))
