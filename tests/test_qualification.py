"""
Who counts as qualified: the whole decision table, the laws, and what a verdict says.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, host, hosts, instants, rules

from leadkit import (
    ALWAYS,
    NEVER,
    Grant,
    InstantError,
    Lead,
    LeadError,
    Move,
    Points,
    Qualification,
    RuleError,
    Scorecard,
    Stage,
    activity,
    all_of,
    fields,
    holds,
    reachable,
)

DAY = timedelta(days=1)
TRAITS = fields(Lead, traits={"when": bool, "until": bool, "seats": int})

# The decision table ------------------------------------------------------------------
#
# T is true, F false, U unknown; "in" and "out" are the stages of applies_to.

HELD, NOT = True, False
TABLE = [
    # kind          held by   when   until  stage       held
    ("live",        "nobody", "T",   "-",   "in",       HELD),
    ("live",        "nobody", "T",   "-",   "out",      NOT),
    ("live",        "nobody", "FU",  "-",   "in out",   NOT),
    ("live",        "rule",   "TU",  "-",   "in",       HELD),
    ("live",        "rule",   "TU",  "-",   "out",      NOT),
    ("live",        "rule",   "F",   "-",   "in out",   NOT),
    ("live",        "person", "TFU", "-",   "in out",   HELD),
    ("sticky",      "nobody", "T",   "-",   "in",       HELD),
    ("sticky",      "nobody", "T",   "-",   "out",      NOT),
    ("sticky",      "nobody", "FU",  "-",   "in out",   NOT),
    ("sticky",      "rule",   "TFU", "-",   "in out",   HELD),
    ("sticky",      "person", "TFU", "-",   "in out",   HELD),
    ("hysteresis",  "nobody", "T",   "FU",  "in",       HELD),
    ("hysteresis",  "nobody", "T",   "FU",  "out",      NOT),
    ("hysteresis",  "nobody", "T",   "T",   "in out",   NOT),
    ("hysteresis",  "nobody", "FU",  "TFU", "in out",   NOT),
    ("hysteresis",  "rule",   "TFU", "FU",  "in out",   HELD),
    ("hysteresis",  "rule",   "TFU", "T",   "in out",   NOT),
    ("hysteresis",  "person", "TFU", "FU",  "in out",   HELD),
    ("hysteresis",  "person", "TFU", "T",   "in out",   NOT),
    ("only people", "nobody", "TFU", "-",   "in out",   NOT),
    ("only people", "person", "TFU", "-",   "in out",   HELD),
    ("only people, until", "nobody", "TFU", "TFU", "in out", NOT),
    ("only people, until", "person", "TFU", "FU",  "in out", HELD),
    ("only people, until", "person", "TFU", "T",   "in out", NOT),
]  # fmt: skip
ROWS = [
    (kind, by, when, until, stage, held)
    for kind, by, whens, untils, stages, held in TABLE
    for when, until, stage in product(whens, untils, stages.split())
]
KINDS = {
    "live": {"when": TRAITS.when},
    "sticky": {"when": TRAITS.when, "until": NEVER},
    "hysteresis": {"when": TRAITS.when, "until": TRAITS.until},
    "only people": {},
    "only people, until": {"until": TRAITS.until},
}


def grant(granted=True, *, automatic=False, days=1, number=1):
    """
    What was recorded about MQL so many days ago.
    """
    return Grant(
        qualification="MQL",
        at=NOW - days * DAY,
        by="somebody",
        granted=granted,
        automatic=automatic,
        number=number,
    )


HOLDERS = {
    "rule": [[grant(automatic=True)]],
    "person": [
        [grant()],
        # What was recorded last counts: a person took it over.
        [grant(automatic=True, days=2), grant()],
    ],
    "nobody": [
        [],
        [grant(days=2), grant(False)],
        [grant(automatic=True, days=2), grant(False, automatic=True)],
        [grant(days=-1)],  # not yet
        [Grant(qualification="SQL", at=NOW - DAY, by="somebody")],
    ],
}


def asked(row, grants):
    """
    A qualification and a lead as a row of the table has them.
    """
    kind, _, when, until, stage, _ = row
    answers = {"T": True, "F": False, "U": None, "-": None}
    lead = Lead(
        id="L-1",
        stage="lead" if stage == "in" else "customer",
        grants=grants,
        traits={"when": answers[when], "until": answers[until]},
    )
    return Qualification("MQL", **KINDS[kind], applies_to=["lead", "nurtured"]), lead


class TestDecisionTable:
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(map(str, row)))
    def test_held(self, row):
        """
        Whether it is held follows from who held it, its rules, and the stage.
        """
        for grants in HOLDERS[row[1]]:
            qualification, lead = asked(row, grants)
            verdict = qualification.judge(lead, as_of=NOW)

            assert row[-1] is verdict.held
            assert (row[1] != "nobody") is verdict.recorded
            assert (row[1] == "person") is verdict.by_person

    def test_is_complete(self):
        """
        The table says something once about everything that can be.
        """
        every = set()
        for kind, by, when, stage in product(
            KINDS, ["nobody", "rule", "person"], "TFU", ["in", "out"]
        ):
            if kind.startswith("only people") and by == "rule":
                continue
            untils = "TFU" if kind in {"hysteresis", "only people, until"} else "-"
            every |= {(kind, by, when, until, stage) for until in untils}

        assert every == {row[:-1] for row in ROWS}
        assert len(every) == len(ROWS)

    @pytest.mark.parametrize("kind", KINDS)
    def test_without_applies_to_every_stage_is_in(self, kind):
        """
        A qualification that applies everywhere is judged as inside.
        """
        for row in ROWS:
            if row[0] == kind and row[4] == "in":
                for grants in HOLDERS[row[1]]:
                    qualification, lead = asked(row, grants)
                    anywhere = attrs.evolve(qualification, applies_to=None)
                    moved = attrs.evolve(lead, stage="customer")

                    assert row[-1] is anywhere.judge(moved, as_of=NOW).held

    def test_applies_to_asks_where_the_lead_stood(self):
        """
        The stage of the instant counts, not the one the lead has reached since.
        """
        qualification = Qualification("MQL", when=ALWAYS, applies_to=Stage.LEAD)
        lead = Lead(
            id="L-1",
            moves=[Move(trigger="go", source="lead", target="nurtured", at=NOW)],
        )

        assert qualification.judge(lead, as_of=NOW - DAY).held is True
        assert qualification.judge(lead, as_of=NOW).held is False


# Laws --------------------------------------------------------------------------------

ENGAGEMENT = Scorecard("engagement", [Points(1, per=TRAITS.seats)])


class TestHysteresis:
    @given(
        st.integers(0, 20),
        st.integers(0, 10),
        st.lists(st.integers(0, 35), max_size=20),
        st.booleans(),
    )
    def test_never_flips_inside_the_band(self, leaves, width, totals, held):
        """
        Only a total at or above the upper end grants, only one below the lower revokes.
        """
        enters = leaves + width
        mql = Qualification("MQL", when=ENGAGEMENT >= enters, until=ENGAGEMENT < leaves)
        lead = Lead(id="L-1", grants=[grant(automatic=True)] if held else [])
        for day, total in enumerate(totals):
            at = NOW + day * DAY
            lead = attrs.evolve(lead, traits={"seats": total})
            before, held = held, mql.judge(lead, as_of=at).held
            if held != before:
                change = lead.grant if held else lead.revoke
                lead = change("MQL", at=at, by="rule", automatic=True)

            assert held == (total >= enters if not before else total >= leaves)
            assert held == before or not leaves <= total < enters

    @given(hosts(), instants(), rules(), rules())
    def test_judging_the_recorded_verdict_again_changes_nothing(
        self, lead, as_of, when, until
    ):
        """
        What was recorded as judged is judged the same again by rules without grants.
        """
        for ending in (None, NEVER, until):
            mql = Qualification("MQL", when=when, until=ending)
            verdict = mql.judge(lead, as_of=as_of)
            after = lead
            if verdict.held != verdict.recorded:
                change = lead.grant if verdict.held else lead.revoke
                after = change("MQL", at=as_of, by="rule", automatic=True)
            again = mql.judge(after, as_of=as_of)

            assert verdict.held is again.recorded
            if not attrs.evolve(mql, name="X").requires.qualifications - {"X"}:
                assert verdict.held is again.held


# Verdicts ----------------------------------------------------------------------------

SECRET = "Head of Secrets"
BIG = F.employees >= 50
HEAD = F.title.contains("Head")
FIT = Scorecard("fit", [Points(20, when=BIG), Points(15, when=HEAD)])
MQL = Qualification(
    "MQL",
    when=(FIT >= 20) & HEAD & reachable("marketing"),
    until=FIT < 10,
    applies_to=["lead", "nurtured"],
)


def bare(**values):
    """
    A host's lead about whom nothing is known but this.
    """
    histories = ("contacts", "consents", "touches", "activities", "moves", "grants")
    return host({"id": "L-1", **dict.fromkeys(histories, ()), **values})


class TestVerdict:
    def test_sorts_the_parts_of_its_rule(self):
        """
        Each part of the rule is met, unmet or unknown, the stages among them.
        """
        verdict = MQL.judge(bare(employees=120), as_of=NOW)

        assert ["in stage 'lead' or 'nurtured'", "fit >= 20"] == [
            str(part.rule) for part in verdict.met
        ]
        assert ["reachable 'marketing'"] == [str(part.rule) for part in verdict.unmet]
        assert ["title contains 'Head'"] == [str(part.rule) for part in verdict.unknown]
        assert verdict.ended is None

    @given(hosts(), instants(), rules())
    def test_every_part_is_sorted_by_its_answer(self, lead, as_of, when):
        """
        The parts' answers are those of their rules, and make the whole rule's answer.
        """
        verdict = Qualification("MQL", when=when).judge(lead, as_of=as_of)
        parts = (*verdict.met, *verdict.unmet, *verdict.unknown)

        assert {True} >= {part.rule.test(lead, as_of=as_of) for part in verdict.met}
        assert {False} >= {part.rule.test(lead, as_of=as_of) for part in verdict.unmet}
        assert {None} >= {part.rule.test(lead, as_of=as_of) for part in verdict.unknown}
        assert when.test(lead, as_of=as_of) is all_of(part.rule for part in parts).test(
            lead, as_of=as_of
        )

    @given(hosts(), instants(), rules())
    def test_its_answer_is_that_of_the_rule_for_who_never_held_it(
        self, lead, as_of, when
    ):
        """
        Without a grant and a stage in between, the answer is yes, no or unknown as the
        rule is.
        """
        free = attrs.evolve(lead, grants=())

        assert (
            when.test(free, as_of=as_of)
            is Qualification("MQL", when=when).judge(free, as_of=as_of).answer
        )

    def test_names_what_is_missing_inside_cards(self):
        """
        A card's total is never missing, but the fields that it lacked are named.
        """
        verdict = MQL.judge(bare(), as_of=NOW)

        assert ("employees", "title") == verdict.missing
        assert verdict.answer is False

    def test_what_is_met_lacks_nothing(self):
        """
        Fields that a met part could do without are not named.
        """
        verdict = Qualification("MQL", when=BIG | HEAD).judge(
            bare(employees=50), as_of=NOW
        )

        assert () == verdict.missing

    def test_unknown_only_for_want_of_data(self):
        """
        The answer is unknown where nothing stands in the way but something missing.
        """
        wanting = Qualification("MQL", when=BIG & HEAD)

        assert wanting.judge(bare(employees=120), as_of=NOW).answer is None
        assert wanting.judge(bare(employees=12), as_of=NOW).answer is False
        assert (
            wanting.judge(bare(employees=120, title="Head"), as_of=NOW).answer is True
        )
        assert (
            attrs.evolve(wanting, until=ALWAYS)
            .judge(bare(employees=120), as_of=NOW)
            .answer
            is False
        )

    def test_shows_what_ended_it(self):
        """
        An until that holds is told with the values seen.
        """
        held = bare(grants=[attrs.asdict(grant())], employees=12, title="Clerk")
        verdict = MQL.judge(held, as_of=NOW)

        assert "fit < 10" == str(verdict.ended.rule)
        assert verdict.held is False
        assert "ended: fit < 10 (is 0)" in str(verdict)

    @pytest.mark.parametrize(
        ("qualification", "values", "text"),
        [
            (Qualification("MQL", when=BIG), {"employees": 60}, "MQL: yes"),
            (
                Qualification("MQL", when=BIG),
                {"employees": 12},
                "MQL: no; unmet: employees >= 50 (is 12)",
            ),
            (
                Qualification("MQL", when=BIG),
                {},
                (
                    "MQL: unknown; unknown: employees >= 50 (is missing); "
                    "missing: employees"
                ),
            ),
            (Qualification("SAL"), {}, "SAL: no; only a person can grant it"),
            (
                Qualification("MQL", when=BIG),
                {"grants": [attrs.asdict(grant())]},
                "MQL: yes; granted by a person",
            ),
        ],
    )
    def test_reads_as_an_explanation(self, qualification, values, text):
        """
        Its text says the answer, and why it isn't yes.
        """
        assert text == str(qualification.judge(bare(**values), as_of=NOW))

    def test_its_repr_hides_texts(self):
        """
        An explanation that is asked for shows the values seen, a repr never does.
        """
        verdict = Qualification("MQL", when=F.title == "Head").judge(
            bare(title=SECRET), as_of=NOW
        )

        assert SECRET in str(verdict)
        assert SECRET not in repr(verdict)

    def test_says_what_was_asked(self):
        """
        A verdict carries its qualification and the instant in UTC.
        """
        tehran = datetime.fromisoformat("2026-05-01T15:30:00+03:30")
        verdict = MQL.judge(bare(), as_of=tehran)

        assert ("MQL", NOW) == (verdict.qualification, verdict.as_of)
        assert verdict.as_of.tzinfo is UTC
        assert (False, False) == (verdict.by_person, verdict.person_only)
        assert Qualification("SAL").judge(bare(), as_of=NOW).person_only is True

    def test_copies_are_equal(self):
        """
        A verdict and its qualification come back from a pickle as they were.
        """
        verdict = MQL.judge(bare(employees=3), as_of=NOW)

        assert (MQL, verdict) == pickle.loads(pickle.dumps((MQL, verdict)))
        assert verdict == copy.deepcopy(verdict)
        assert hash(MQL) == hash(copy.deepcopy(MQL))


class TestQualification:
    @pytest.mark.parametrize(
        ("write", "subject", "came"),
        [
            (lambda: Qualification(""), "a qualification's name", "a blank text"),
            (lambda: Qualification(None), "a qualification's name", "a missing value"),
            (
                lambda: Qualification(" MQL"),
                "a qualification's name",
                "a text that is padded or has control characters",
            ),
            (lambda: Qualification("MQL", when=True), "a qualification", "a bool"),
            (lambda: Qualification("MQL", until=FIT), "a qualification", "a Scorecard"),
            (
                lambda: Qualification("MQL", when=FIT.total),
                "a qualification",
                "a Number",
            ),
            (lambda: Qualification("MQL", applies_to=[]), "applies_to", "no stages"),
            (lambda: Qualification("MQL", applies_to=5), "applies_to", "an int"),
            (lambda: Qualification("MQL", applies_to=[5]), "applies_to", "an int"),
            (lambda: Qualification("MQL", applies_to=""), "applies_to", "a blank text"),
        ],
        ids=range(10),
    )
    def test_misuse_fails_when_it_is_written(self, write, subject, came):
        """
        A wrong qualification says what it is and what came.
        """
        with pytest.raises(RuleError) as caught:
            write()

        assert (subject, came) == (caught.value.subject, caught.value.came)

    def test_takes_flags_enumerations_and_single_stages(self):
        """
        A field is a rule, a member of an enumeration a code, one stage a stage.
        """
        one = Qualification("MQL", when=TRAITS.when, applies_to=Stage.LEAD)

        assert "when" == str(one.when)
        assert (
            ("lead",)
            == one.applies_to
            == Qualification("X", applies_to="lead").applies_to
        )
        assert ("lead", "lost") == (
            Qualification("X", applies_to=["lead", "lost", "lead"]).applies_to
        )

    def test_needs_what_its_rules_read_and_its_own_grants(self):
        """
        A host loads the grants, and the moves if the stage matters.
        """
        plain = Qualification("MQL", when=HEAD, until=holds("SQL")).requires
        staged = attrs.evolve(MQL, when=activity("page_viewed").count() >= 1).requires

        assert ({"MQL", "SQL"}, {"title"}) == (plain.qualifications, plain.fields)
        assert {"grants"} == plain.histories
        assert {"grants", "moves"} == staged.histories
        assert {"stage", "employees", "title"} == staged.fields
        assert ({"fit"}, {"page_viewed"}) == (staged.cards, staged.activities)

    def test_knows_its_rules(self):
        """
        Its rules are those that were written, and none where nothing was.
        """
        assert (BIG, NEVER) == Qualification("MQL", when=BIG, until=NEVER).rules
        assert () == Qualification("SAL").rules

    def test_wants_a_lead_and_an_instant(self):
        """
        Something else than a lead isn't shown, an instant without a zone is refused.
        """
        with pytest.raises(LeadError, match="got a str, expected a Lead") as caught:
            MQL.judge("sara@example.com", as_of=NOW)
        with pytest.raises(InstantError):
            MQL.judge(bare(), as_of=NOW.replace(tzinfo=None))

        assert "qualification 'MQL'" == caught.value.subject

    def test_people_decide_as_of_their_instant(self):
        """
        A grant that a person makes later leaves the past as it was.
        """
        sal = Qualification("SAL")
        lead = bare().grant("SAL", at=NOW, by="Reza", evidence="call")

        assert sal.judge(lead, as_of=NOW - DAY).held is False
        assert sal.judge(lead, as_of=NOW).held is True
        assert (
            sal.judge(lead.revoke("SAL", at=NOW + DAY, by="Reza"), as_of=NOW + DAY).held
            is False
        )
