import sys
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from importlib.util import find_spec
from itertools import combinations, product
from typing import Literal

import attrs
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit as lk
from leadkit import standard
from leadkit.testing import LawBroken, sums
from leadkit.testing.sums import regions, solving

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@attrs.frozen(kw_only=True)
class Small(lk.Lead):
    """
    A lead of which there are few kinds.
    """

    seats: int | None = None
    rival: bool | None = None
    plan: Literal["free", "team", "pro"] = "free"


F = lk.fields(Small)
CLICKS = lk.activity("email_clicked")
RECENT = CLICKS.within(days=7)


def every_lead():
    """
    One lead of each kind that the rules below can tell apart.
    """
    seats = (None, *range(-1, 10))
    counts = range(4)
    for number, (size, rival, plan, new, old) in enumerate(
        product(seats, (None, False, True), ("free", "team", "pro"), counts, counts)
    ):
        happened = [NOW] * new + [NOW - WEEK] * old
        yield Small(
            id=f"L{number}",
            seats=size,
            rival=rival,
            plan=plan,
            activities=[
                lk.Activity(id=f"a{place}", type="email_clicked", at=at)
                for place, at in enumerate(happened)
            ],
        )


LEADS = tuple(every_lead())

ATOMS = st.one_of(
    st.sampled_from([0, 2, 4, 6, 8]).map(lambda number: F.seats >= number),
    st.sampled_from([2, 4, 6]).map(lambda number: F.seats < number),
    st.just(F.seats.is_missing()),
    st.just(lk.any_of(F.rival)),
    st.sampled_from(["free", "team", "pro"]).map(lambda plan: F.plan == plan),
    st.sampled_from([1, 2, 3]).map(lambda number: CLICKS.count() >= number),
    st.sampled_from([1, 2, 3]).map(lambda number: RECENT.count() >= number),
    st.just(CLICKS.days_since_last() >= 7),
)


def joined(parts):
    return st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lk.all_of),
        st.lists(parts, min_size=2, max_size=3).map(lk.any_of),
        st.lists(parts, min_size=3, max_size=3).map(lambda p: lk.at_least(2, p)),
        parts.map(lambda part: ~part),
    )


RULES = st.recursive(ATOMS, joined, max_leaves=4)
GIVEN = st.sampled_from([-10, -5, -2.5, 1, 3, 5, 10])
LIMITS = st.sampled_from([None, None, 0, 5])


@st.composite
def points(draw, rules=RULES):
    """
    Points for a rule, or for activities and units of which only the first two count.
    """
    given_, when = draw(GIVEN), draw(rules)
    name = f"p{draw(st.integers(0, 10**6))}"
    kind = draw(st.sampled_from(["when", "when", "activity", "number"]))
    if kind == "when":
        return lk.Points(given_, when=when, name=name)
    gate = draw(st.sampled_from([None, when]))
    if kind == "number":
        cap = draw(st.sampled_from([3, 5]))
        return lk.Points(given_, when=gate, per=F.seats, cap=cap, name=name)
    per = draw(st.sampled_from([CLICKS, RECENT]))
    return lk.Points(
        given_,
        when=gate,
        per=per,
        at_most=draw(st.sampled_from([1, 2])),
        cap=draw(st.sampled_from([None, None, 4])),
        name=name,
    )


@st.composite
def groups(draw, made=lk.Group, rules=RULES, depth=1):
    """
    Points and groups of points, perhaps limited.
    """
    entries = draw(st.lists(points(rules), max_size=4))
    if depth:
        entries += draw(st.lists(groups(rules=rules, depth=depth - 1), max_size=2))
    floor = draw(LIMITS)
    ceiling = draw(st.sampled_from([None, None, 5, 12]))
    name = f"g{draw(st.integers(0, 10**6))}"
    return made(name, entries, floor=floor, ceiling=ceiling)


@st.composite
def cards(draw):
    """
    A card, which may read another card.
    """
    inner = draw(groups(lk.Scorecard, depth=0))
    asked = st.sampled_from([0, 2, 5, 7.5, 12]).map(lambda number: inner >= number)
    rules = draw(st.sampled_from([RULES, RULES | asked]))
    return draw(groups(lk.Scorecard, rules=rules))


def totals(card):
    return {card.hundredths(lead, as_of=NOW) for lead in LEADS}


# What takes long is tried less often.
FEWER = settings(max_examples=max(settings().max_examples // 4, 1))
FEW = settings(max_examples=max(settings().max_examples // 10, 1))


@lk.rule
def lucky(lead, as_of):
    """
    A host's own function.
    """
    return lead.name == "example"


@lk.rule
def begins(lead, as_of):
    """
    Another one.
    """
    return lead.stage == "lead"


class TestExtremes:
    @FEWER
    @given(cards())
    def test_as_when_all_leads_are_scored(self, card):
        """
        The ends are those of the totals of all leads that the rules can tell apart.
        """
        found = sums.extremes(card, record=Small)
        seen = totals(card)

        assert (min(seen) / 100, max(seen) / 100) == (found.least, found.most)
        assert found.exact

    @settings(max_examples=max(settings().max_examples // 20, 1))
    @given(strategies.cards(), st.lists(strategies.hosts(), min_size=1, max_size=8))
    def test_no_lead_gets_beyond(self, card, leads):
        """
        Whatever a card is made of, no lead gets more than the most or less than the
        least, and the examples get what they are said to.
        """
        found = sums.extremes(card, record=strategies.Host, seconds=0.02)
        low, high = found.least, found.most
        given_ = card.score_many(leads, as_of=strategies.NOW)

        assert all(low is None or low <= total for total in given_)
        assert all(high is None or total <= high for total in given_)
        if found.exact:
            ends = [
                card.score(one.lead, as_of=one.as_of).total
                for one in (found.least_example, found.most_example)
            ]
            assert [low, high] == ends

    @pytest.mark.parametrize("name", ["fit", "engagement"])
    def test_standard(self, name):
        """
        The cards of the standard playbook reach both of their ends.
        """
        card = standard.playbook().scorecards[name]
        found = sums.extremes(card)

        assert ("proved", 0) == (found.kind, found.least)
        assert {"fit": 55, "engagement": 100}[name] == found.most

    def test_nothing(self):
        """
        An empty card gives 0.
        """
        found = sums.extremes(lk.Scorecard("empty", []))

        assert (True, 0, 0) == (found.exact, found.least, found.most)

    def test_without_end(self):
        """
        Points per activity have no end, and that is no proof.
        """
        card = lk.Scorecard("c", [lk.Points(1, per=CLICKS)])
        found = sums.extremes(card)

        assert ("undecided", 0, None) == (found.kind, found.least, found.most)
        assert "c' gives 0 to no known end" in str(found)
        assert "The most: no end is known." == found.how

    def test_without_beginning(self):
        """
        Nor have negative points.
        """
        card = lk.Scorecard("c", [lk.Points(-1, per=CLICKS, when=F.rival)], ceiling=-5)
        found = sums.extremes(card)

        assert (None, -5) == (found.least, found.most)

    def test_contradictory(self):
        """
        What can never be gives nothing.
        """
        never = (F.seats > 5) & (F.seats < 3)
        card = lk.Scorecard("c", [lk.Points(7, when=never), lk.Points(-3, when=~never)])

        assert "proved: card 'c' gives -3 to 0" in str(sums.extremes(card))

    def test_always(self):
        """
        What everybody gets is in both ends.
        """
        always = lk.Points(5, when=lk.ALWAYS, name="all")
        card = lk.Scorecard("c", [always, lk.Points(2, when=F.rival)])
        found = sums.extremes(card)

        assert (5, 7, True) == (found.least, found.most, found.exact)

    def test_too_hard(self):
        """
        Where z3 may do next to nothing, nothing is proved, and the ends still hold.
        """
        card = lk.Scorecard(
            "c",
            [
                lk.Points(1, when=(F.seats > size) | F.rival, cap=1)
                for size in range(40)
            ],
        )
        found = sums.extremes(card, seconds=1e-9)

        assert ("undecided", 0, 40) == (found.kind, found.least, found.most)
        assert "o answer came from z3 within the limits" in found.how

    def test_opaque(self):
        """
        A host's function may answer anything; an example is asked for real.
        """
        card = lk.Scorecard("c", [lk.Points(5, when=lucky), lk.Points(2, when=F.rival)])
        found = sums.extremes(card, record=Small)

        assert (0, 7) == (found.least, found.most)
        assert ("undecided", 2) == (
            found.kind,
            card.score(found.most_example.lead, as_of=found.most_example.as_of).total,
        )

    def test_large(self):
        """
        Hundreds of entries are no trouble.
        """
        entries = [lk.Points(1, when=F.seats >= number) for number in range(500)]
        found = sums.extremes(lk.Scorecard("c", entries), record=Small)

        assert (0, 500) == (found.least, found.most)

    def test_no_card(self):
        """
        What is no card is refused.
        """
        with pytest.raises(lk.RuleError, match="got a str, expected a Scorecard"):
            sums.extremes("fit")

    @pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), True, "1"])
    def test_seconds(self, seconds):
        """
        The work must be a positive number.
        """
        with pytest.raises(lk.RuleError, match="expected a positive number"):
            sums.extremes(lk.Scorecard("c", []), seconds=seconds)
        with pytest.raises(lk.RuleError, match=r"seconds of unreachable\(\)"):
            sums.unreachable(lk.Playbook("p"), seconds=seconds)


FIT = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.seats >= 6, name="large"),
        lk.Points(15, when=F.seats < 3, name="small"),
        lk.Points(-40, when=F.rival, name="rival"),
    ],
)
LIVELY = lk.Scorecard("lively", [lk.Points(3, per=CLICKS, cap=10, name="clicks")])


WORTH = lk.Scorecard(
    "worth",
    [
        lk.Points(5, when=CLICKS.total() >= 1000, name="much"),
        lk.Points(5, when=CLICKS.largest() >= 500, name="at once"),
    ],
)
BY_MAIL = CLICKS.where(medium="email")
H = lk.fields(strategies.Host)
NONE = CLICKS.where(value_at_least=5, value_at_most=3)


class TestPer:
    @pytest.mark.parametrize(
        ("per", "more"),
        [
            (FIT.total, {}),
            (F.seats.or_default(3), {"cap": 4}),
            (CLICKS.count(), {"cap": 3, "when": RECENT.distinct_days() < 1}),
            (CLICKS.count() * 2 - 1, {"cap": 3}),
            (CLICKS, {"at_most": 2, "per_day": 1}),
            (NONE, {}),
            (RECENT, {"halving": WEEK, "at_most": 2}),
            (RECENT, {"fading": 2 * WEEK, "at_most": 2, "when": RECENT.count() < 2}),
        ],
        ids=str,
    )
    def test_counted(self, per, more):
        """
        Whatever is counted is counted as the card does; no lead gets beyond.
        """
        card = lk.Scorecard("c", [lk.Points(2, per=per, **more)])
        found = sums.extremes(card, record=Small)
        seen = totals(card)

        assert found.least <= min(seen) / 100
        assert max(seen) / 100 == found.most

    @pytest.mark.parametrize(
        ("entries", "ends"),
        [
            (
                [
                    lk.Points(1, per=CLICKS, at_most=4, per_day=1),
                    lk.Points(1, per=BY_MAIL, at_most=2, per_day=1),
                ],
                (0, 6),
            ),
            ([lk.Points(1, per=lk.time_in_stage(), cap=5)], (0, 5)),
            (
                [
                    lk.Points(1, per=H.budget, cap=99),
                    lk.Points(-9, when=(H.budget > 2.2) & (H.budget < 30), name="b"),
                    lk.Points(50, when=(H.budget > 30.6) & (H.budget < 40), name="c"),
                ],
                (-7, 99),
            ),
            (
                [
                    lk.Points(-1, per=H.budget, cap=99),
                    lk.Points(50, when=(H.budget > 2.6) & (H.budget < 30), name="b"),
                    lk.Points(1, when=H.budget <= 2.6, name="c"),
                ],
                (-99, 48),
            ),
            (
                [
                    lk.Points(1, per=CLICKS.total(), cap=3),
                    lk.Points(1, when=CLICKS.total() < 2.2, name="b"),
                    lk.Points(1, when=CLICKS.total() > 0.5, name="c"),
                ],
                (1, 4),
            ),
            (
                [
                    lk.Points(1, when=CLICKS.within(days=n).count() >= 1, name=f"p{n}")
                    for n in range(1, 60)
                ],
                (0, 59),
            ),
            (
                [
                    lk.Group("g", [lk.Points(-1, per=CLICKS)], ceiling=-5),
                    lk.Points(2, when=H.free_mail),
                ],
                (None, -3),
            ),
        ],
        ids=[
            "days",
            "in a stage",
            "numbers",
            "more numbers",
            "sums",
            "windows",
            "a group",
        ],
    )
    def test_ends(self, entries, ends):
        """
        The ends are what leads get, whatever is counted, and however often.
        """
        found = sums.extremes(lk.Scorecard("c", entries), record=strategies.Host)

        assert ends == (found.least, found.most)
        assert (None not in ends) is found.exact

    def test_ages(self):
        """
        An instant and its age are missing together.
        """
        born = lk.fields(lk.Lead).created_at
        rule = born.is_missing() & (born.age() > 3)
        card = lk.Scorecard("c", [lk.Points(5, when=rule), lk.Points(2, when=~rule)])

        assert (0, 2) == (sums.extremes(card).least, sums.extremes(card).most)


LIVELY_ENOUGH = LIVELY >= 6
OTHER_FIT = lk.Scorecard("fit", [lk.Points(1, when=F.seats >= 1)])
SIZE = lk.fields(Small, traits={"size": float}).size


def run(text, **others):
    """
    Run a test that was written, which is to fail.
    """
    space = {**globals(), **others}
    ours = "from test_sums", "from testing.test_sums", "from tests.testing.test_sums"
    lines = [line for line in text.splitlines() if not line.startswith(ours)]
    exec(compile("\n".join(lines), "pasted", "exec", dont_inherit=True), space)
    (name,) = (line[4:].partition("(")[0] for line in lines if line.startswith("def "))
    with pytest.raises(AssertionError):
        space[name]()


SQUARE = H.employees * H.employees


@attrs.frozen(kw_only=True)
class Unseated(lk.Lead):
    """
    A class of leads that takes next to none.
    """

    seats: int | None = None

    def __attrs_post_init__(self):
        if self.seats is not None or self.activities:
            raise ValueError("it takes none of these")


class TestTogether:
    @FEWER
    @given(
        st.lists(
            RULES | st.sampled_from([FIT >= 15, FIT < 0, LIVELY >= 6]),
            min_size=1,
            max_size=3,
        )
    )
    def test_as_when_all_leads_are_asked(self, rules):
        """
        Rules go together if they are known true for one of all leads.
        """
        seen = any(all(rule.test(lead, as_of=NOW) for rule in rules) for lead in LEADS)
        found = sums.together(*rules, record=Small)

        assert seen is found.possible
        if seen:
            lead, as_of = found.example.lead, found.example.as_of
            assert all(rule.test(lead, as_of=as_of) for rule in rules)

    def test_totals_beside_each_other(self):
        """
        Two totals may be held against each other.
        """
        found = sums.together(FIT.total > LIVELY.total, LIVELY >= 10, record=Small)
        never = sums.together(FIT.total < LIVELY.total, FIT >= 12, record=Small)

        assert (True, False) == (found.possible, never.possible)

    def test_undecided(self):
        """
        What depends on a host's function may be undecided.
        """
        found = sums.together(lucky, ~lucky, record=Small)
        also = sums.together(lucky, F.name == "other", record=Small)

        assert ("refuted", "undecided") == (found.kind, also.kind)
        assert also.possible is None

    @pytest.mark.parametrize(
        "rules",
        [
            [CLICKS.total() * 0 >= 1],
            [SQUARE < 0, lk.any_of([SQUARE >= -number for number in range(1, 12)])],
            [
                H.created_at.after(datetime(2100, 1, 1, tzinfo=UTC)),
                H.created_at.age() > 3,
                H.trial_ends.before(datetime(2000, 1, 1, tzinfo=UTC)),
                H.trial_ends.age() < 3,
            ],
            [CLICKS.days_since_last() >= 10**6],
            [lk.time_in_stage() >= 900_000],
        ],
        ids=["times 0", "squares", "instants", "long ago", "long since"],
    )
    def test_no_lead_is_found(self, rules):
        """
        What z3 can't rule out, and no lead shows, is undecided.
        """
        found = sums.together(*rules, record=strategies.Host)

        assert "undecided" == found.kind
        assert (
            "On paper z3 found a way, but no lead was found that goes it." == found.how
        )

    def test_a_class_that_takes_no_lead(self):
        """
        Nor is a class of leads that takes no such lead any proof.
        """
        never = sums.together(lk.fields(Unseated).seats > 3, record=Unseated)
        unclicked = lk.Scorecard("c", [lk.Points(1, per=CLICKS, at_most=3)])
        found = sums.extremes(unclicked, record=Unseated)

        assert "undecided" == never.kind
        assert ("undecided", 0, 3) == (found.kind, found.least, found.most)

    def test_what_has_nothing_to_do_with_another(self):
        """
        Queries that mean some of the same activities may still find any of them.
        """
        both = lk.activity("email_clicked", "page_viewed")
        found = sums.together(CLICKS.count() >= 1, both.total() >= 1)

        assert "proved" == found.kind

    def test_an_example_that_is_hard_to_make_plain(self, monkeypatch):
        """
        Where z3 may do next to nothing to make an example plainer, it stays as it is.
        """
        monkeypatch.setattr(solving, "EFFORT", 1e-12)
        rules = [(F.seats > size) | F.rival for size in range(40)]
        found = sums.together(*rules, FIT < 20, record=Small)

        assert "proved" == found.kind

    def test_nothing(self):
        """
        No rules are refused.
        """
        with pytest.raises(lk.RuleError, match="got no rules"):
            sums.together()

    def test_unlike_fields(self):
        """
        A class of leads that lacks a field is refused.
        """
        with pytest.raises(lk.RuleError, match="a class without the number 'seats'"):
            sums.together(F.seats > 1, record=lk.Lead)

    def test_too_hard(self):
        """
        Where z3 may do next to nothing, it is undecided, and says so.
        """
        found = sums.together((F.seats > 3) | F.rival, FIT >= 21, seconds=1e-9)

        assert "undecided: some lead meets" in str(found)
        assert "No answer came from z3 within the limits." == found.how

    @pytest.mark.parametrize(
        ("rules", "seconds"),
        [
            ([(F.seats > 3) | F.rival, FIT >= 15], 1e-9),
            ([WORTH >= 1, WORTH <= 6], 10),
            ([BY_MAIL.count() >= 3, RECENT.count() >= 1, RECENT.count() < 2], 10),
            ([CLICKS.count() >= 4, RECENT.count() >= 1, RECENT.count() < 2], 10),
            ([2 * CLICKS.total() >= 7], 10),
        ],
        ids=["too hard", "two numbers", "some of others", "more of others", "twice"],
    )
    def test_by_regions(self, rules, seconds):
        """
        Where z3 leads to no lead, or only half the way, one is found all the same.
        """
        found = sums.together(*rules, record=Small, seconds=seconds)
        lead, as_of = found.example.lead, found.example.as_of

        assert "proved" == found.kind
        assert all(rule.test(lead, as_of=as_of) for rule in rules)

    def test_plain(self):
        """
        The example does no more than it has to.
        """
        found = sums.together(CLICKS.mean() >= 50, CLICKS.latest() >= 50)

        assert 1 == len(found.example.lead.activities)


class TestApart:
    def test_holds(self):
        """
        What z3 rules out holds.
        """
        found = sums.apart(FIT >= 10, F.rival, record=Small)

        assert "proved" == found.check(require="proved").kind
        assert "no lead meets <fit >= 10> and <rival>" == found.law

    def test_broken(self):
        """
        The witness tells of a lead, and its test fails with the same.
        """
        found = sums.apart(FIT >= 15, LIVELY >= 6, record=Small)

        assert (
            "As of 2026-01-01 12:00: It meets <fit >= 15> and <lively >= 6>."
            == (found.witness.story[-1])
        )
        with pytest.raises(LawBroken):
            found.check()
        run(found.witness.test)

    @pytest.mark.parametrize(
        ("rules", "named"),
        [
            ([LIVELY_ENOUGH, F.seats >= 6], "LIVELY_ENOUGH"),
            ([begins & (F.seats < 3)], "predicates=[begins]"),
            ([FIT.total > LIVELY.total], "scorecards=[FIT, LIVELY]"),
            ([lk.all_of([FIT >= 1, FIT <= 20, ~lk.any_of(F.rival)])], "# (fit >= 1)"),
            ([SIZE >= 50, FIT < 1], '{"size": 50}'),
            ([lk.in_stage("customer"), WORTH >= 10], "scorecards=[WORTH]"),
        ],
        ids=lambda one: one if isinstance(one, str) else "",
    )
    def test_pasted(self, rules, named):
        """
        A rule that is kept nowhere is written out, and the test fails as it is.
        """
        test = sums.apart(*rules, record=Small).witness.test

        assert named in test
        assert "fill in" not in test
        run(test)

    def test_mended(self):
        """
        The test passes once the card is mended.
        """
        fit = lk.Scorecard("fit", [lk.Points(15, when=F.seats < 3, name="any")])
        text = sums.apart(FIT >= 15, F.seats < 3, record=Small).witness.test
        mended = lk.Scorecard("fit", [lk.Points(15, when=F.seats >= 6, name="large")])

        run(text, FIT=fit)
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            run(text, FIT=mended)

    @pytest.mark.parametrize(
        ("rule", "line"),
        [
            (
                lk.rule(lambda lead, _: lead.stage == "lead", name="odd"),
                "PREDICATE_1_1",
            ),
            (lk.Scorecard("c", [lk.Points(1, when=F.rival)]) >= 1, "SCORECARD_1_1"),
            (lk.all_of([FIT >= 1, OTHER_FIT >= 1]), "RULE_1"),
        ],
        ids=["a function", "a card", "two cards of one name"],
    )
    def test_filled_in(self, rule, line):
        """
        What can't be found, or not be read again, is left to be filled in.
        """
        test = sums.apart(rule, record=Small).witness.test

        assert f"\n{line} = ...  # fill in: " in test

    def test_undecided(self):
        """
        What is undecided is not fine.
        """
        found = sums.apart(lucky, F.seats > 1, record=Small)

        assert "undecided" == found.kind
        with pytest.raises(LawBroken):
            found.check()


class TestThresholds:
    def test_standard(self):
        """
        Whatever the standard playbook asks of totals, some lead has.
        """
        found = sums.thresholds(standard.playbook())

        assert {"proved"} == {one.kind for one in found}
        assert "some lead meets <engagement >= 30> (qualification 'MQL', when)" == (
            found[0].law
        )

    def test_places(self):
        """
        All places are looked at: cards, qualifications, guards, grades, temperature.
        """
        reads = lk.Scorecard("reads", [lk.Points(1, when=FIT >= 21, name="top")])
        playbook = lk.Playbook(
            "p",
            record=Small,
            scorecards=[FIT, reads],
            qualifications=[
                lk.Qualification(
                    "MQL", when=(FIT >= 20) & F.rival, until=FIT < 0, applies_to="lead"
                ),
                lk.Qualification("SQL", when=FIT < 0),
            ],
            lifecycle=lk.Lifecycle(
                "l",
                stages=["lead", "customer"],
                initial="lead",
                transitions=[
                    lk.Transition(
                        "buy", "lead", "customer", when=FIT.total > reads.total
                    ),
                    lk.Transition("win", "lead", "customer", when=F.rival),
                ],
            ),
            grades=lk.Grades("fit", {"A": 25, "B": 10}),
            temperature=lk.Temperature(hot=FIT.total.between(16, 19), warm=lucky),
        )
        found = {one.law: one.kind for one in sums.thresholds(playbook)}

        assert {
            "some lead meets <fit >= 21> (card 'reads', points 'top')": "refuted",
            "some lead meets <fit >= 20> (qualification 'MQL', when)": "proved",
            "some lead meets <(fit >= 20) & rival> (qualification 'MQL', when)": (
                "refuted"
            ),
            "some lead meets <fit < 0> (qualification 'MQL', until)": "proved",
            "some lead meets <fit < 0> (qualification 'SQL', when)": "proved",
            "some lead meets <fit > reads> (transition 'buy' from 'lead' to "
            "'customer')": "proved",
            "some lead meets <fit >= 25> (grade 'A')": "refuted",
            "some lead meets <fit >= 10> (grade 'B')": "proved",
            "some lead meets <fit between 16 and 19> (temperature 'hot')": "refuted",
        } == found

    def test_undecided(self):
        """
        What hangs on a host's function is listed as undecided.
        """
        card = lk.Scorecard("c", [lk.Points(5, when=lucky)])
        playbook = lk.Playbook(
            "p",
            scorecards=[card],
            qualifications=[lk.Qualification("MQL", when=card >= 5)],
        )
        (found,) = sums.unreachable(playbook)

        assert "undecided" == found.kind

    def test_none(self):
        """
        What is no playbook is refused.
        """
        with pytest.raises(lk.RuleError, match="expected a Playbook"):
            sums.thresholds(FIT)


class TestUnreachable:
    def test_endless(self):
        """
        The witness says what the card gives, as far as that is known.
        """
        clicks = lk.Scorecard("clicks", [lk.Points(2, per=CLICKS)])
        playbook = lk.Playbook(
            "p",
            record=Small,
            scorecards=[FIT, clicks],
            qualifications=[
                lk.Qualification("MQL", when=clicks < 0),
                lk.Qualification("SQL", when=FIT > 20),
                lk.Qualification("PQL", when=FIT.total + clicks.total < -1000),
            ],
        )
        first, second, *_ = sums.unreachable(playbook)

        assert ("No lead meets it.",) == first.witness.story
        assert ("Card 'fit' gives -40 to 20.",) == second.witness.story
        assert "assert sums.unreachable(PLAYBOOK) == ()" in second.witness.test


class TestGrades:
    @given(
        cards(),
        st.lists(
            st.sampled_from([-10, -2.5, 0, 3, 5, 8]),
            min_size=2,
            max_size=4,
            unique=True,
        ),
    )
    @FEW
    def test_as_when_all_leads_are_graded(self, card, needs):
        """
        A grade is given if one of all leads gets it, and somebody is left out if one
        gets none.
        """
        letters = dict(zip("ABCD", sorted(needs, reverse=True), strict=False))
        given_ = lk.Grades(card.name, letters)
        *each, all_ = sums.grades(given_, card, record=Small)
        got = {given_.grade(total) for total in totals(card)}

        assert [letter in got for letter in letters] == [one.holds for one in each]
        assert (None not in got) is all_.holds

    @given(
        cards(),
        st.dictionaries(
            st.sampled_from("ABC"),
            st.tuples(
                st.sampled_from([None, -5, 0, 2.5, 4]),
                st.sampled_from([None, 4, 5, 6, 7.5]),
            ),
            min_size=1,
        ),
    )
    @FEW
    def test_bands(self, card, bands):
        """
        Bands overlap if a lead lies in two, and leave a gap if one lies in none.
        """
        found = {one.law: one.holds for one in sums.grades(bands, card, record=Small)}
        of = f"of card {card.name!r}"
        lies = [
            {
                name
                for name, (low, high) in bands.items()
                if (low is None or low * 100 <= total)
                and (high is None or total <= high * 100)
            }
            for total in totals(card)
        ]

        for name in bands:
            assert (
                any(name in one for one in lies)
                is found[f"some lead gets {name!r} {of}"]
            )
        for one, other in combinations(bands, 2):
            law = f"no lead gets both {one!r} and {other!r} {of}"
            both = any({one, other} <= here for here in lies)
            assert both is not found.get(law, True)
        (left,) = (one for law, one in found.items() if law.startswith("every lead"))
        assert all(lies) is left

    def test_nobody(self):
        """
        Of a band that nobody gets, the witness says how it lies.
        """
        card = lk.Scorecard("c", [])
        bands = {"A": (1, None), "B": (None, -1), "C": (None, None), "D": (2, 2)}
        told = [
            one.witness.story
            for one in sums.grades(bands, card)
            if one.kind == "refuted"
        ]

        assert [
            ("No lead gets at least 1.",),
            ("No lead gets at most -1.",),
            ("No lead gets just 2.",),
        ] == told

    def test_nobody_of_a_class(self):
        """
        The test asks about the same class of leads, and fails.
        """
        first, *_ = sums.grades({"A": (21, None)}, FIT, record=Small)

        assert 'sums.grades({"A": (21.0, None)}, FIT, record=Small)' in (
            first.witness.test
        )
        run(first.witness.test)

    def test_witnesses(self):
        """
        The tests of what is refuted fail.
        """
        bands = {"A": (15, 20), "B": (10, 15), "C": (11, 11), "D": (None, 9)}
        found = [one for one in sums.grades(bands, FIT, record=Small) if not one.holds]

        assert ["refuted"] * 2 == [one.kind for one in found]
        for one in found:
            assert one.witness.story
            run(one.witness.test)

    def test_undecided(self):
        """
        What hangs on a host's function is undecided.
        """
        card = lk.Scorecard("c", [lk.Points(5, when=lucky)])
        found = sums.grades({"A": (5, 6), "B": (0, 4)}, card)

        left = sums.grades({"B": (0, 4)}, card)

        assert ["undecided", "proved", "proved"] == [one.kind for one in found]
        assert ["proved", "undecided"] == [one.kind for one in left]

    @pytest.mark.parametrize(
        ("given_", "expected"),
        [
            ({}, "got no bands"),
            (3, "got an int"),
            ({1: (0, 1)}, "got an int as a name"),
            ({"A": 5}, "expected the least and the most points"),
            ({"A": (5, 3)}, "got 5 to 3"),
            ({"A": ("x", 3)}, "got a str"),
            (lk.Grades("other", {"A": 5}), "got grades of card 'other'"),
        ],
    )
    def test_refused(self, given_, expected):
        """
        What are no grades is refused.
        """
        with pytest.raises(lk.RuleError, match=expected):
            sums.grades(given_, FIT)

    def test_no_card(self):
        """
        What is no card is refused.
        """
        with pytest.raises(lk.RuleError, match="expected a Scorecard"):
            sums.grades({"A": (0, 1)}, "fit")


class TestRegions:
    def test_what_lies_between(self):
        """
        A number of which there is none lies in no region.
        """
        few = regions.Regions([(F.seats > 3).node], Small)
        (domain,) = few.domains.values()
        places = [regions._index(domain, place) for place in (3, Fraction(7, 2), 4)]

        assert [2, None, 3] == places


class TestNames:
    @pytest.mark.parametrize("name", sums.__all__)
    def test_none_is_a_module_too(self, name):
        """
        What is imported by a name is what is meant, and no module of the same name.
        """
        assert find_spec(f"leadkit.testing.sums.{name}") is None


class TestWithoutZ3:
    @pytest.mark.parametrize(
        ("name", "ask"),
        [
            ("extremes", lambda: sums.extremes(FIT)),
            ("grades", lambda: sums.grades({"A": (0, 1)}, FIT)),
            ("together", lambda: sums.together(FIT >= 1)),
            ("apart", lambda: sums.apart(FIT >= 1)),
            ("thresholds", lambda: sums.thresholds(standard.playbook())),
            ("unreachable", lambda: sums.unreachable(standard.playbook())),
        ],
    )
    def test_says_what_to_install(self, name, ask, monkeypatch):
        """
        Each function names itself, z3, and the command that installs it.
        """
        monkeypatch.setitem(sys.modules, "z3", None)
        with pytest.raises(lk.MissingExtraError) as caught:
            ask()

        assert str(caught.value) == (
            f"sums.{name}(): z3-solver isn't installed. "
            'Write pip install -e ".[prove]" in your clone of leadkit.'
        )
