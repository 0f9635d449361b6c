"""
Playbooks: parts that fit together, one version, one assessment, one update.
"""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from functools import cache
from textwrap import dedent

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, cards, host, hosts, instants, rules

from leadkit import (
    ALWAYS,
    NEVER,
    PREVIOUS,
    Activity,
    Grades,
    Granted,
    Group,
    InstantError,
    Lead,
    LeadError,
    Lifecycle,
    Playbook,
    Points,
    Qualification,
    Revoked,
    RuleError,
    Scorecard,
    Temperature,
    Transition,
    activity,
    fields,
    holds,
    in_stage,
    rule,
    standard,
)

DAY = timedelta(days=1)
VISITS = activity("page_viewed")

FIT = Scorecard(
    "fit", [Points(20, when=F.employees >= 50), Points(5, when=F.title == "Head")]
)
ENGAGEMENT = Scorecard("engagement", [Points(10, per=VISITS.within(days=30))], floor=0)
MQL = Qualification("MQL", when=(ENGAGEMENT >= 20) & (FIT >= 20), until=ENGAGEMENT < 10)
SQL = Qualification("SQL", when=holds("MQL") & (F.budget >= 100))
LIFECYCLE = Lifecycle(
    "sales",
    ["lead", "prospect", "lost"],
    "lead",
    [
        Transition("qualify", "lead", "prospect", when=holds("MQL")),
        Transition("lose", ["lead", "prospect"], "lost", kind="exit"),
        Transition("reopen", "lost", PREVIOUS, kind="back"),
    ],
)
GRADES = Grades("fit", {"A": 25, "B": 20})
TEMPERATURE = Temperature(hot=ENGAGEMENT >= 30, warm=ENGAGEMENT >= 10)
PLAYBOOK = Playbook(
    "saas",
    record=Host,
    scorecards=[FIT, ENGAGEMENT],
    # The one that reads the other comes first, and is judged last.
    qualifications=[SQL, MQL],
    lifecycle=LIFECYCLE,
    grades=GRADES,
    temperature=TEMPERATURE,
)
BARE = {
    "id": "L-1",
    **dict.fromkeys(
        ("contacts", "consents", "touches", "activities", "moves", "grants"), ()
    ),
}


def lead_of(visits=0, **values):
    """
    A host's lead with so many visits yesterday.
    """
    return host({**BARE, **values}).record(
        *(
            Activity(id=f"v{number}", type="page_viewed", at=NOW - DAY)
            for number in range(visits)
        )
    )


SARA = lead_of(2, name="Sara Ahmadi", employees=120, budget=500)


class TestConstruction:
    @pytest.mark.parametrize(
        "given",
        [
            [FIT, ENGAGEMENT],
            (FIT, ENGAGEMENT),
            [ENGAGEMENT, FIT],
            {"fit": FIT, "engagement": ENGAGEMENT},
            {"engagement": ENGAGEMENT, "fit": FIT},
            {FIT: None, ENGAGEMENT: None}.keys(),
            PLAYBOOK.scorecards,
        ],
        ids=range(7),
    )
    def test_takes_cards_in_any_collection(self, given):
        """
        A list in any order, a mapping by name, any iterable: all make one playbook.
        """
        same = attrs.evolve(PLAYBOOK, scorecards=given)

        assert PLAYBOOK == same
        assert hash(PLAYBOOK) == hash(same)
        assert PLAYBOOK.version == same.version
        assert {"fit": FIT, "engagement": ENGAGEMENT} == same.scorecards

    def test_takes_qualifications_in_any_collection(self):
        """
        Qualifications are kept as a mapping by their codes as well.
        """
        same = attrs.evolve(PLAYBOOK, qualifications=iter([MQL, SQL]))

        assert (
            PLAYBOOK
            == same
            == attrs.evolve(PLAYBOOK, qualifications={"MQL": MQL, "SQL": SQL})
        )
        assert {"MQL", "SQL"} == set(same.qualifications)

    def test_a_name_is_enough(self):
        """
        A playbook of nothing is one: for any lead, with nothing to say.
        """
        empty = Playbook("empty")
        seen = empty.assess(Lead(id="L-1"), as_of=NOW)

        assert (Lead, {}, {}) == (empty.record, empty.scorecards, empty.qualifications)
        assert (None, None, ()) == (seen.grade, seen.temperature, seen.allowed)
        assert "playbook empty for Lead: no scorecards; no qualifications" == str(empty)

    def test_reads_as_what_is_in_it(self):
        """
        Its text names the record, the cards and the qualifications.
        """
        assert "playbook saas for Host: fit, engagement; SQL, MQL" == str(PLAYBOOK)


OTHER_FIT = Scorecard("fit", [Points(1, when=ALWAYS)])


@attrs.frozen(kw_only=True)
class Misfit(Lead):
    """
    A record with a field of the right name and another kind.
    """

    employees: str | None = None


WRONG = {
    "no name": (
        lambda: Playbook(None),
        "name of a playbook",
        "a missing value",
        "",
    ),
    "a blank name": (lambda: Playbook(""), "name of a playbook", "a blank text", ""),
    "a record that is none": (
        lambda: Playbook("p", record=dict),
        "record of a playbook",
        "a type",
        "",
    ),
    "a lead as record": (
        lambda: Playbook("p", record=SARA),
        "record of a playbook",
        "a Host",
        "",
    ),
    "one card": (
        lambda: Playbook("p", scorecards=FIT),
        "scorecards of a playbook",
        "a Scorecard",
        "",
    ),
    "a text as cards": (
        lambda: Playbook("p", scorecards="fit"),
        "scorecards of a playbook",
        "a str",
        "",
    ),
    "nothing as cards": (
        lambda: Playbook("p", scorecards=None),
        "scorecards of a playbook",
        "a missing value",
        "",
    ),
    "a group as card": (
        lambda: Playbook("p", scorecards=[Group("g", [])]),
        "scorecards of a playbook",
        "a Group",
        "",
    ),
    "a qualification as card": (
        lambda: Playbook("p", scorecards={"MQL": MQL}),
        "scorecards of a playbook",
        "a Qualification",
        "",
    ),
    "a name twice": (
        lambda: Playbook("p", record=Host, scorecards=[FIT, OTHER_FIT]),
        "scorecards of a playbook",
        "a name twice: 'fit' or 'fit'",
        "",
    ),
    "under another name": (
        lambda: Playbook("p", record=Host, scorecards={"fits": FIT}),
        "scorecards of a playbook",
        "the names 'fit' under 'fits'",
        "",
    ),
    "one qualification": (
        lambda: Playbook("p", qualifications=SQL),
        "qualifications of a playbook",
        "a Qualification",
        "",
    ),
    "a code twice": (
        lambda: Playbook(
            "p", qualifications=[Qualification("A"), Qualification("A", until=NEVER)]
        ),
        "qualifications of a playbook",
        "a name twice: 'A' or 'A'",
        "",
    ),
    "a list as lifecycle": (
        lambda: Playbook("p", lifecycle=[]),
        "lifecycle of a playbook",
        "a list",
        "",
    ),
    "a mapping as grades": (
        lambda: Playbook("p", grades={"A": 3}),
        "grades of a playbook",
        "a dict",
        "",
    ),
    "a rule as temperature": (
        lambda: Playbook("p", temperature=ALWAYS),
        "temperature of a playbook",
        "a Rule",
        "",
    ),
    "a field that the record lacks": (
        lambda: Playbook("p", scorecards=[FIT]),
        "playbook 'p'",
        "a rule that reads 'employees', a number",
        "",
    ),
    "a field that is misspelt there": (
        lambda: Playbook(
            "p",
            record=attrs.make_class(
                "Odd",
                {"employes": attrs.field(default=None, type=int | None)},
                bases=(Lead,),
                frozen=True,
                kw_only=True,
            ),
            temperature=Temperature(hot=F.employees >= 3, warm=NEVER),
        ),
        "playbook 'p'",
        "a rule that reads 'employees', a number",
        "Did you mean 'employes'?",
    ),
    "a field of another kind": (
        lambda: Playbook(
            "p",
            record=Misfit,
            lifecycle=Lifecycle(
                "l", ["a"], "a", [Transition("t", "a", "a", when=F.employees >= 3)]
            ),
        ),
        "playbook 'p'",
        "a rule that reads 'employees', a number",
        "There it is a text.",
    ),
    "a field inside a card that is read": (
        lambda: Playbook("p", temperature=Temperature(hot=FIT >= 3, warm=NEVER)),
        "playbook 'p'",
        "a rule that reads 'employees', a number",
        "",
    ),
    "a card that isn't there": (
        lambda: Playbook("p", record=Host, scorecards=[FIT], qualifications=[MQL]),
        "qualification 'MQL'",
        "a rule that reads the scorecard 'engagement'",
        "Add it to the playbook.",
    ),
    "a card inside a card that isn't there": (
        lambda: Playbook(
            "p",
            record=Host,
            scorecards=[Scorecard("sum", [Points(1, per=FIT.total)])],
            qualifications=[
                Qualification(
                    "A", when=Scorecard("sum", [Points(1, per=FIT.total)]) >= 1
                )
            ],
        ),
        "qualification 'A'",
        "a rule that reads the scorecard 'fit'",
        "Add it to the playbook.",
    ),
    "a qualification that isn't there": (
        lambda: Playbook(
            "p",
            qualifications=[
                Qualification("MQL"),
                Qualification("A", until=holds("MQLs")),
            ],
        ),
        "qualification 'A'",
        "a rule that reads the qualification 'MQLs'",
        "Did you mean 'MQL'?",
    ),
    "another card of that name": (
        lambda: Playbook(
            "p",
            record=Host,
            scorecards=[FIT],
            qualifications=[Qualification("A", when=OTHER_FIT >= 1)],
        ),
        "playbook 'p'",
        "a rule that reads another card called 'fit'",
        "Use playbook.with_card(card) to replace it everywhere.",
    ),
    "another card in a guard": (
        lambda: Playbook(
            "p",
            record=Host,
            scorecards=[FIT],
            lifecycle=Lifecycle(
                "l", ["a"], "a", [Transition("t", "a", "a", when=OTHER_FIT >= 1)]
            ),
        ),
        "playbook 'p'",
        "a rule that reads another card called 'fit'",
        "Use playbook.with_card(card) to replace it everywhere.",
    ),
    "another card in a temperature": (
        lambda: Playbook(
            "p",
            record=Host,
            scorecards=[FIT],
            temperature=Temperature(hot=NEVER, warm=OTHER_FIT >= 1),
        ),
        "playbook 'p'",
        "a rule that reads another card called 'fit'",
        "Use playbook.with_card(card) to replace it everywhere.",
    ),
    "another card inside a card": (
        lambda: Playbook(
            "p",
            record=Host,
            scorecards=[FIT, Scorecard("sum", [Points(1, when=OTHER_FIT >= 1)])],
        ),
        "playbook 'p'",
        "a rule that reads another card called 'fit'",
        "Use playbook.with_card(card) to replace it everywhere.",
    ),
    "grades of a card that isn't there": (
        lambda: Playbook(
            "p", record=Host, scorecards=[FIT], grades=Grades("fits", {"A": 3})
        ),
        "grades of a playbook",
        "the unknown scorecard 'fits'",
        "Did you mean 'fit'?",
    ),
    "a circle of two": (
        lambda: Playbook(
            "p",
            qualifications=[
                Qualification("A", when=holds("B")),
                Qualification("B", when=ALWAYS, until=~holds("A")),
            ],
        ),
        "playbook 'p'",
        "qualifications that hold each other: A -> B -> A",
        "",
    ),
    "a circle of one": (
        lambda: Playbook("p", qualifications=[Qualification("A", when=holds("A"))]),
        "playbook 'p'",
        "qualifications that hold each other: A -> A",
        "",
    ),
    "a circle through a card": (
        lambda: Playbook(
            "p",
            scorecards=[Scorecard("c", [Points(1, when=holds("A"))])],
            qualifications=[
                Qualification(
                    "A", when=Scorecard("c", [Points(1, when=holds("A"))]) >= 1
                )
            ],
        ),
        "playbook 'p'",
        "qualifications that hold each other: A -> A",
        "",
    ),
}


class TestCoherence:
    @pytest.mark.parametrize(
        ("write", "subject", "came", "cure"), WRONG.values(), ids=WRONG
    )
    def test_misuse_fails_when_it_is_built(self, write, subject, came, cure):
        """
        Parts that don't fit together say which, what came, and what to do.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert (subject, came) == (caught.value.subject, caught.value.came)
        assert cure == caught.value.cure

    def test_what_a_lifecycle_reads_may_be_elsewhere(self):
        """
        Guards and temperatures may read cards and qualifications outside the bundle.
        """
        playbook = Playbook(
            "p",
            record=Host,
            lifecycle=Lifecycle(
                "l",
                ["lead", "b"],
                "lead",
                [Transition("go", "lead", "b", when=(FIT >= 20) & ~holds("SVCQL"))],
            ),
            temperature=Temperature(hot=FIT >= 99, warm=FIT >= 20),
        )
        seen = playbook.assess(SARA, as_of=NOW)

        assert ("warm", ("go",)) == (seen.temperature, seen.allowed)

    def test_traits_need_not_be_on_the_record(self):
        """
        A tenant's fields are read from the traits, whatever the class of the record.
        """
        seats = fields(Lead, traits={"employees": int}).employees
        card = Scorecard("c", [Points(1, per=seats)])

        assert {"c": card} == Playbook("p", record=Misfit, scorecards=[card]).scorecards


class TestAssess:
    def test_asks_everything(self):
        """
        Scores, grade, temperature, verdicts, stage and moves, under one version.
        """
        seen = PLAYBOOK.assess(SARA, as_of=NOW)

        assert ("L-1", NOW, PLAYBOOK.version) == (
            seen.lead_id,
            seen.as_of,
            seen.version,
        )
        assert {"fit": 20, "engagement": 20} == {
            name: score.total for name, score in seen.scores.items()
        }
        assert ("B", "warm", "lead", ("lose",)) == (
            seen.grade,
            seen.temperature,
            seen.stage,
            seen.allowed,
        )
        assert {"MQL": True, "SQL": True} == {
            code: verdict.held for code, verdict in seen.verdicts.items()
        }
        assert ["SQL", "MQL"] == list(seen.verdicts)

    @pytest.mark.parametrize(
        ("values", "visits", "grade", "warmth"),
        [
            ({"employees": 50, "title": "Head"}, 3, "A", "hot"),
            ({"employees": 50}, 1, "B", "warm"),
            ({"title": "Head"}, 0, None, "cold"),
            ({}, 0, None, "cold"),
        ],
    )
    def test_grade_and_temperature(self, values, visits, grade, warmth):
        """
        Fit has a letter if it reaches one, interest always a word.
        """
        seen = PLAYBOOK.assess(lead_of(visits, **values), as_of=NOW)

        assert (grade, warmth) == (seen.grade, seen.temperature)

    def test_the_past_is_asked_as_it_was(self):
        """
        A question about an earlier instant sees the stage and the scores of then.
        """
        moved = LIFECYCLE.advance(SARA, "lose", at=NOW, reason="x")
        seen = PLAYBOOK.assess(moved, as_of=NOW - 2 * DAY)

        assert ("lead", 0, ()) == (
            seen.stage,
            seen.scores["engagement"].total,
            seen.allowed,
        )

    def test_reads_as_an_explanation(self):
        """
        Its text says it all, line by line.
        """
        assert (
            "L-1, in stage lead, grade B, warm (as of 2026-05-01T12:00:00+00:00)\n"
            "  fit: 20\n"
            "    employees >= 50 +20\n"
            "    missing: title\n"
            "  engagement: 20\n"
            "    page_viewed within 30 days +20 (2 activities)\n"
            "  SQL: yes\n"
            "  MQL: yes\n"
            "  may: lose"
        ) == str(PLAYBOOK.assess(SARA, as_of=NOW))
        assert (
            "L-9, in stage lead (as of 2026-05-01T12:00:00+00:00)\n  may: nothing"
            == (str(Playbook("p").assess(Lead(id="L-9"), as_of=NOW)))
        )

    def test_shows_no_personal_data_in_its_repr(self):
        """
        The repr of an assessment, an outcome and its events hides texts.
        """
        title = Qualification("TOP", when=F.title == "Head of Secrets")
        playbook = Playbook("p", record=Host, qualifications=[title])
        lead = lead_of(title="Head of Secrets", name="Sara Ahmadi")
        shown = repr(playbook.assess(lead, as_of=NOW)) + repr(
            playbook.update(lead, at=NOW)
        )

        assert "TOP" in shown
        assert "Sara" not in shown
        assert shown.count("Head of Secrets") == shown.count(
            "title == 'Head of Secrets'"
        )

    @pytest.mark.parametrize("wrong", [Lead(id="L-1"), "sara@example.com", None])
    @pytest.mark.parametrize("ask", ["assess", "update"])
    def test_wants_leads_of_its_record(self, ask, wrong):
        """
        A lead of another class is refused, and isn't shown.
        """
        name = "as_of" if ask == "assess" else "at"

        with pytest.raises(LeadError) as caught:
            getattr(PLAYBOOK, ask)(wrong, **{name: NOW})

        assert ("playbook 'saas'", "a Host") == (
            caught.value.subject,
            caught.value.expected,
        )
        assert "sara" not in str(caught.value)

    @pytest.mark.parametrize(("ask", "name"), [("assess", "as_of"), ("update", "at")])
    def test_wants_an_aware_instant(self, ask, name):
        """
        An instant without a zone is refused, under the name of its argument.
        """
        with pytest.raises(InstantError) as caught:
            getattr(PLAYBOOK, ask)(SARA, **{name: NOW.replace(tzinfo=None)})

        assert name == caught.value.subject


# Random playbooks --------------------------------------------------------------------


def reads_only(*codes):
    """
    Rules that read no cards, and the grants of no other qualifications.
    """

    def fits(rule):
        needs = Qualification("X", when=rule).requires
        return needs.qualifications <= {"X", *codes} and not needs.cards

    return rules().filter(fits)


def qualified(name, *known):
    """
    Qualifications of a name, that may read others.
    """
    known_rules = reads_only(*known)
    return st.builds(
        Qualification,
        st.just(name),
        when=st.none() | known_rules,
        until=st.none() | st.just(NEVER) | known_rules,
        applies_to=st.none() | st.just(["lead", "nurtured"]),
    )


@cache
def playbooks():
    """
    Playbooks whose qualifications read one another, in any order.
    """
    made = st.tuples(
        qualified("MQL"), qualified("SQL", "MQL"), qualified("PQL", "MQL", "SQL")
    )
    return made.flatmap(st.permutations).map(
        lambda ordered: Playbook("random", record=Host, qualifications=ordered)
    )


class TestSummarize:
    @given(playbooks(), cards(), hosts(), instants())
    def test_is_the_assessment_without_reasons(self, playbook, card, lead, as_of):
        """
        It says what `assess` says, score lines included, and not why.
        """
        playbook = attrs.evolve(
            playbook,
            scorecards=[card],
            grades=Grades(card.name, {"A": 10, "B": 0}),
            temperature=Temperature(hot=card >= 10, warm=holds("MQL")),
            lifecycle=standard.lifecycle(),
        )

        assert playbook.assess(lead, as_of=as_of).summary == playbook.summarize(
            lead, as_of=as_of
        )

    def test_of_an_empty_playbook(self):
        """
        A playbook of nothing says nothing but where the lead stands.
        """
        seen = Playbook("empty").summarize(Lead(id="L-1"), as_of=NOW)

        assert ({}, None, None, {}, "lead", ()) == (
            seen.scores,
            seen.grade,
            seen.temperature,
            seen.answers,
            seen.stage,
            seen.allowed,
        )

    def test_refuses_what_assess_refuses(self):
        """
        Another class of leads and an instant without a zone are refused.
        """
        with pytest.raises(LeadError):
            PLAYBOOK.summarize(Lead(id="L-1"), as_of=NOW)
        with pytest.raises(InstantError):
            PLAYBOOK.summarize(SARA, as_of=NOW.replace(tzinfo=None))


class TestUpdate:
    @given(playbooks(), hosts(), instants())
    def test_records_what_the_verdicts_say(self, playbook, lead, at):
        """
        After an update, a lead held what its assessment said, and no more and no less.
        """
        verdicts = playbook.assess(lead, as_of=at).verdicts
        outcome = playbook.update(lead, at=at)
        after = playbook.assess(outcome.lead, as_of=at).verdicts

        for code, verdict in verdicts.items():
            assert verdict.held is after[code].held is after[code].recorded
            assert verdict.held is holds(code).test(outcome.lead, as_of=at)

    @given(playbooks(), hosts(), instants())
    def test_is_idempotent(self, playbook, lead, at):
        """
        Updating again at the same instant changes nothing.
        """
        once = playbook.update(lead, at=at)
        twice = playbook.update(once.lead, at=at)

        assert () == twice.events
        assert once.lead is twice.lead

    @given(playbooks(), hosts(), instants())
    def test_changes_grants_and_nothing_else(self, playbook, lead, at):
        """
        An update never moves a lead: it grants and revokes, and tells each change.
        """
        before = copy.deepcopy(lead)
        outcome = playbook.update(lead, at=at)
        news = len(outcome.lead.grants) - len(lead.grants)

        assert before == lead
        assert news == len(outcome.events) == outcome.lead.revision - lead.revision
        assert lead == attrs.evolve(
            outcome.lead, grants=lead.grants, revision=lead.revision
        )
        for event in outcome.events:
            assert type(event) is (Granted if event.verdict.held else Revoked)
            assert (lead.id, at) == (event.lead_id, event.at)
            assert event.qualification == event.verdict.qualification

    @given(playbooks(), hosts(), instants())
    def test_does_not_depend_on_the_order_of_the_bundle(self, playbook, lead, at):
        """
        Qualifications in another order are granted and revoked alike.
        """
        backwards = attrs.evolve(
            playbook, qualifications=[*playbook.qualifications.values()][::-1]
        )
        one, other = (p.update(lead, at=at) for p in (playbook, backwards))

        assert set(one.events) == set(other.events)

    def test_judges_what_is_held_before_who_holds_it(self):
        """
        A qualification that rests on another is granted in the same update, after it.
        """
        outcome = PLAYBOOK.update(SARA, at=NOW)

        assert [("Granted", "MQL"), ("Granted", "SQL")] == [
            (type(event).__name__, event.qualification) for event in outcome.events
        ]
        assert outcome.lead.holds("MQL")
        assert outcome.lead.holds("SQL")
        assert ("lead", "saas", True) == (
            outcome.lead.stage,
            outcome.lead.grants[0].by,
            outcome.lead.grants[0].automatic,
        )

    def test_revokes_in_the_same_order(self):
        """
        When the first falls, what rests on it falls with it; a person's grant doesn't.
        """
        granted = PLAYBOOK.update(SARA, at=NOW).lead
        later = PLAYBOOK.update(granted, at=NOW + 60 * DAY)
        kept = granted.grant("SQL", at=NOW, by="Reza")

        assert [("Revoked", "MQL"), ("Revoked", "SQL")] == [
            (type(event).__name__, event.qualification) for event in later.events
        ]
        assert ["MQL"] == [
            event.qualification
            for event in PLAYBOOK.update(kept, at=NOW + 60 * DAY).events
        ]

    def test_grants_again_what_a_person_took_away(self):
        """
        A live rule that still holds grants again, even at the very same instant.
        """
        granted = PLAYBOOK.update(SARA, at=NOW).lead
        revoked = granted.revoke("SQL", at=NOW, by="Reza")
        again = PLAYBOOK.update(revoked, at=NOW)

        assert ["SQL"] == [event.qualification for event in again.events]
        assert again.lead.holds("SQL")

    def test_the_order_of_events_is_that_of_the_bundle(self):
        """
        Where nothing rests on anything, events come in the order given.
        """
        codes = ["C", "A", "E", "B", "D"]
        playbook = Playbook(
            "p",
            qualifications=[
                *(Qualification(code, when=ALWAYS) for code in codes),
                Qualification("ALL", when=holds("E") & holds("A") & holds("B")),
            ],
        )
        outcome = playbook.update(Lead(id="L-1"), at=NOW)

        assert [*codes, "ALL"] == [event.qualification for event in outcome.events]


class TestRequires:
    def test_is_the_sum_of_its_parts(self):
        """
        A host loads what cards, qualifications, guards and temperature read.
        """
        needs = attrs.evolve(
            PLAYBOOK,
            temperature=Temperature(
                hot=activity("call_held").within(days=90).count() >= 1,
                warm=F.tier == 3,
            ),
        ).requires

        assert {"page_viewed", "call_held"} == needs.activities
        assert {"employees", "title", "budget", "tier"} == needs.fields
        assert 90 * DAY == needs.lookback
        assert {"MQL", "SQL"} == needs.qualifications
        assert {"fit", "engagement"} == needs.cards
        assert {"grants"} == needs.histories

    @given(hosts(), instants())
    def test_what_is_not_required_changes_nothing(self, lead, as_of):
        """
        Activities beyond the look-back or of other types need not be loaded.
        """
        needs = PLAYBOOK.requires
        slim = attrs.evolve(
            lead,
            activities=[
                one
                for one in lead.activities
                if one.type in needs.activities and one.at > as_of - needs.lookback
            ],
            consents=(),
            touches=(),
            contacts=(),
        )

        assert PLAYBOOK.assess(lead, as_of=as_of) == PLAYBOOK.assess(slim, as_of=as_of)


NEW_FIT = Scorecard("fit", [Points(90, when=F.employees >= 10)])


class TestWithCard:
    def test_replaces_it_everywhere(self):
        """
        Bundle, other cards, qualifications, guards and temperature read the new one.
        """

        def written(fit):
            both = Scorecard("both", [Points(1, per=fit.total), ENGAGEMENT])
            more = Scorecard("more", [Points(1, when=both >= 3)])
            return Playbook(
                "p",
                record=Host,
                scorecards=[fit, ENGAGEMENT, both, more],
                qualifications=[
                    Qualification("A", when=fit >= 20, until=both < 5),
                    Qualification("B", when=more >= 1),
                ],
                lifecycle=Lifecycle(
                    "l", ["a"], "a", [Transition("t", "a", "a", when=both >= fit)]
                ),
                grades=Grades("fit", {"A": 20}),
                temperature=Temperature(hot=fit >= 20, warm=more >= 1),
            )

        assert written(NEW_FIT) == written(FIT).with_card(NEW_FIT)
        assert written(FIT) == written(FIT).with_card(NEW_FIT).with_card(FIT)
        assert written(FIT) == written(FIT).with_card(FIT)

    def test_changes_the_version_and_not_the_playbook(self):
        """
        The new playbook has a version of its own, the old one stays as it was.
        """
        before = PLAYBOOK.version
        other = PLAYBOOK.with_card(NEW_FIT)

        assert before == PLAYBOOK.version != other.version
        assert 90 == other.assess(SARA, as_of=NOW).scores["fit"].total

    def test_fits_where_replacing_one_by_one_would_not(self):
        """
        A new card in the bundle alone is refused, because others read the old one.
        """
        with pytest.raises(RuleError, match="with_card"):
            attrs.evolve(PLAYBOOK, scorecards=[NEW_FIT, ENGAGEMENT])

    @pytest.mark.parametrize(
        ("card", "came"),
        [(Scorecard("fits", []), "'fits'"), (MQL, "a Qualification")],
        ids=["another name", "no card"],
    )
    def test_wants_a_card_of_the_bundle(self, card, came):
        """
        A card of another name replaces nothing, and is refused.
        """
        with pytest.raises(RuleError) as caught:
            PLAYBOOK.with_card(card)

        assert came == caught.value.came
        assert "a card called 'fit' or 'engagement'" == caught.value.expected

    def test_a_card_that_reads_itself_is_refused(self):
        """
        A new card may not read the old one of its own name.
        """
        with pytest.raises(RuleError, match="another card called 'fit'"):
            PLAYBOOK.with_card(Scorecard("fit", [Points(1, when=FIT >= 3)]))


CHANGES = {
    "the name": {"name": "other"},
    "a card more": {"scorecards": [FIT, ENGAGEMENT, Scorecard("more", [])]},
    "a qualification less": {"qualifications": [MQL]},
    "an until": {"qualifications": [attrs.evolve(MQL, until=None), SQL]},
    "a stage": {"qualifications": [attrs.evolve(MQL, applies_to="lead"), SQL]},
    "no lifecycle": {"lifecycle": None},
    "a transition less": {
        "lifecycle": attrs.evolve(LIFECYCLE, transitions=LIFECYCLE.transitions[:2])
    },
    "a deadline": {
        "lifecycle": attrs.evolve(
            LIFECYCLE,
            transitions=[attrs.evolve(one, after=DAY) for one in LIFECYCLE.transitions],
        )
    },
    "a threshold": {"grades": Grades("fit", {"A": 25.01, "B": 20})},
    "another letter": {"grades": Grades("fit", {"A": 25, "C": 20})},
    "no grades": {"grades": None},
    "hot": {"temperature": attrs.evolve(TEMPERATURE, hot=ENGAGEMENT >= 31)},
    "no temperature": {"temperature": None},
}


def stage_playbook(target):
    """
    A playbook with one transition, to this target.
    """
    return Playbook(
        "p",
        lifecycle=Lifecycle(
            "l", ["a", "previous"], "a", [Transition("go", "a", target)]
        ),
    )


class TestVersion:
    @pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
    def test_differs_where_the_definition_does(self, changes):
        """
        Whatever is changed, the version changes with it.
        """
        other = attrs.evolve(PLAYBOOK, **changes)

        assert other != PLAYBOOK
        assert other.version != PLAYBOOK.version

    def test_does_not_tell_the_class_of_the_leads(self):
        """
        One text is read for any class that has the fields, so the class is not in it.
        """
        other = attrs.make_class("Other", {}, bases=(Host,), frozen=True)
        same = attrs.evolve(PLAYBOOK, record=other)

        assert same != PLAYBOOK
        assert PLAYBOOK.version == same.version

    @given(rules(), rules())
    def test_is_equal_where_the_rules_are(self, one, other):
        """
        Two playbooks have one version if and only if they are equal.
        """
        both = [
            Playbook("p", record=Host, temperature=Temperature(hot=rule, warm=NEVER))
            for rule in (one, other)
        ]

        assert (both[0] == both[1]) == (both[0].version == both[1].version)

    @pytest.mark.parametrize("points", [5, 5.0, Decimal(5), Decimal("5.00")])
    def test_numbers_that_mean_the_same_are_the_same(self, points):
        """
        Five is five, in points, limits and grades.
        """

        def written(number):
            card = Scorecard(
                "c", [Points(number, per=VISITS, cap=number)], -number, number
            )
            return Playbook("p", scorecards=[card], grades=Grades("c", {"A": number}))

        assert written(5) == written(points)
        assert written(5).version == written(points).version

    def test_the_way_back_is_no_stage(self):
        """
        `PREVIOUS` is told from a stage that happens to be called so.
        """
        assert stage_playbook(PREVIOUS).version != stage_playbook("previous").version

    def test_of_a_function_it_knows_the_name(self):
        """
        Two functions of one name have one version, as the docstring says.
        """

        def named(name, answer):
            asked = rule(name=name)(lambda lead, as_of: answer)
            return Playbook("p", temperature=Temperature(hot=asked, warm=NEVER))

        assert named("x", True).version == named("x", False).version
        assert named("x", True).version != named("y", True).version

    def test_is_the_same_in_every_process(self):
        """
        Neither the version nor the order of events depends on how Python hashes.
        """
        program = dedent(
            """
            from datetime import UTC, datetime
            from leadkit import *
            seats = fields(Lead, traits={"seats": int, "plan": str})
            fit = Scorecard("fit", [Points(5, when=seats.plan.is_in("a", "b", "c"))])
            playbook = Playbook(
                "p",
                scorecards={"fit": fit, "more": Scorecard("more", [])},
                qualifications=[
                    Qualification("ALL", when=holds("C") & holds("B") & holds("A")),
                    *(Qualification(code, when=fit < 9) for code in "ABC"),
                ],
            )
            at = datetime(2026, 5, 1, tzinfo=UTC)
            events = playbook.update(Lead(id="L-1"), at=at).events
            print(playbook.version, *(event.qualification for event in events))
            """
        )
        told = {
            subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for seed in ("0", "1", "2", "3")
        }

        assert 1 == len(told)
        assert told.pop().endswith(" A B C ALL\n")


class TestValue:
    def test_a_used_playbook_is_a_value_still(self):
        """
        After any number of questions it compares, hashes, copies and pickles by what
        was declared, and the copies work.
        """
        used = attrs.evolve(PLAYBOOK)
        used.update(SARA, at=NOW)
        copies = [
            copy.deepcopy(used),
            pickle.loads(pickle.dumps(used)),
            copy.copy(used),
        ]

        assert [PLAYBOOK] * 3 == copies
        assert 1 == len({PLAYBOOK, used, *copies})
        assert {PLAYBOOK.version} == {one.version for one in copies}
        assert PLAYBOOK.assess(SARA, as_of=NOW) == copies[1].assess(SARA, as_of=NOW)

    def test_answers_are_values(self):
        """
        Assessments and outcomes compare and pickle.
        """
        answers = PLAYBOOK.assess(SARA, as_of=NOW), PLAYBOOK.update(SARA, at=NOW)

        assert answers == pickle.loads(pickle.dumps(answers))
        assert hash(answers[0]) == hash(PLAYBOOK.assess(SARA, as_of=NOW))

    def test_has_the_nodes_of_all_rules(self):
        """
        Cards, qualifications, guards and temperature are walked through.
        """
        stage = in_stage("lead")
        playbook = attrs.evolve(
            PLAYBOOK,
            temperature=Temperature(hot=stage, warm=NEVER),
        )
        nodes = list(playbook.nodes)

        assert stage.node in nodes
        assert (F.employees >= 50).node in nodes
        assert SQL.when.node in nodes
        assert holds("MQL").node in nodes
