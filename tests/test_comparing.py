"""
Comparing two playbooks over a population: what `assess` and `update` say, side by side.
"""

import pickle
import weakref
from datetime import timedelta
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, host, hosts

import leadkit as lk
from leadkit import (
    ALWAYS,
    NEVER,
    Activity,
    Grades,
    InstantError,
    Lead,
    LeadError,
    Lifecycle,
    Playbook,
    Points,
    Qualification,
    RuleError,
    Scorecard,
    Temperature,
    Transition,
    activity,
    holds,
    in_stage,
)
from leadkit.differences import Comparison, Difference, Shifts, Turnover

DAY = timedelta(days=1)
VISITS = activity("page_viewed", "email_clicked")
BARE = {
    "id": "L-1",
    **dict.fromkeys(
        ("contacts", "consents", "touches", "activities", "moves", "grants"), ()
    ),
}

RULES = [
    F.employees >= 50,
    F.employees < 200,
    F.title.contains("Head"),
    F.budget.is_missing(),
    F.free_mail | (F.plan == "pro"),
    VISITS.within(days=30).count() >= 1,
    VISITS.days_since_last() <= 7,
    in_stage("lead", "prospect"),
    lk.reachable("marketing"),
    ALWAYS,
]
asked = st.sampled_from(RULES) | st.sampled_from(RULES).map(lambda rule: ~rule)


@st.composite
def scorecards(draw, name):
    """
    Draw a small card of this name.
    """
    points = st.builds(Points, st.sampled_from([10, -5, 2.5]), when=asked)
    entries = draw(st.lists(points, min_size=1, max_size=3))
    return Scorecard(name, entries, ceiling=draw(st.sampled_from([None, 10])))


@st.composite
def playbooks(draw):
    """
    Draw a playbook that has some of everything.
    """
    names = draw(st.sets(st.sampled_from(["fit", "interest"])))
    cards = {name: draw(scorecards(name)) for name in sorted(names)}
    gates = [asked, *(st.just(card >= 5) for card in cards.values())]
    qualifications = {}
    for code in draw(st.permutations(["MQL", "SQL"]))[: draw(st.integers(0, 2))]:
        when = draw(st.one_of(gates))
        if code == "SQL" and "MQL" in qualifications:
            when &= holds("MQL")
        until = draw(st.sampled_from([None, NEVER, F.employees < 50]))
        stages = draw(st.sampled_from([None, ("lead", "nurtured")]))
        qualifications[code] = Qualification(code, when, until, stages)
    lifecycle = Lifecycle(
        "sales",
        ["lead", "nurtured", "prospect", "lost"],
        "lead",
        [
            Transition("nurture", "lead", "nurtured", when=draw(asked)),
            Transition("qualify", "nurtured", "prospect", when=draw(asked)),
        ],
    )
    thresholds = draw(st.sampled_from([{"A": 10, "B": 5}, {"A": 2.5}]))
    return Playbook(
        "drawn",
        record=Host,
        scorecards=cards,
        qualifications=qualifications,
        lifecycle=draw(st.sampled_from([None, lifecycle])),
        grades=Grades("fit", thresholds) if "fit" in cards else None,
        temperature=draw(
            st.none() | st.builds(lambda a, b: Temperature(hot=a, warm=b), asked, asked)
        ),
    )


populations = st.lists(hosts(), max_size=2)


def lead_of(id_="L-1", visits=0, **values):
    """
    A host's lead with so many visits yesterday.
    """
    return host({**BARE, "id": id_, **values}).record(
        *(
            Activity(id=f"v{number}", type="page_viewed", at=NOW - DAY)
            for number in range(visits)
        )
    )


def held(playbook, lead):
    """
    The qualifications that a lead holds once it was updated.
    """
    after = playbook.update(lead, at=NOW).lead
    return {
        code
        for code in playbook.qualifications
        if holds(code).test(after, as_of=NOW) is True
    }


def totals(playbook, lead):
    """
    The totals of a lead by card.
    """
    seen = playbook.assess(lead, as_of=NOW)
    return {name: score.total for name, score in seen.scores.items()}


class Page(HTMLParser):
    """
    The texts of a page, and the elements that are open.
    """

    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attrs):
        """
        Open an element; another one than a word in a sentence begins a new text.
        """
        self.open.append(tag)
        self.found.append("" if tag == "bdi" else " ")

    def handle_endtag(self, tag):
        """
        Close the element that was opened last.
        """
        assert tag == self.open.pop()

    def handle_data(self, data):
        """
        Keep a text.
        """
        self.found.append(data)


FIT = Scorecard("fit", [Points(20, when=F.employees >= 50)])
INTEREST = Scorecard("interest", [Points(10, per=VISITS.within(days=30))])
MQL = Qualification("MQL", when=(INTEREST >= 20) & (FIT >= 20), until=INTEREST < 10)
BOOK = Playbook(
    "now",
    record=Host,
    scorecards=[FIT, INTEREST],
    qualifications=[MQL],
    grades=Grades("fit", {"A": 20, "B": 0}),
    temperature=Temperature(hot=INTEREST >= 30, warm=INTEREST >= 10),
    lifecycle=Lifecycle(
        "sales",
        ["lead", "prospect", "lost"],
        "lead",
        [
            Transition("qualify", "lead", "prospect", when=FIT >= 20),
            Transition("lose", "lead", "lost", kind="exit"),
        ],
    ),
)
STRICT = attrs.evolve(
    BOOK, name="strict", qualifications=[Qualification("MQL", when=INTEREST >= 80)]
)


class TestByHand:
    @given(playbooks(), playbooks(), populations)
    def test_qualifications(self, before, after, leads):
        """
        Gained and lost are what updates of each lead under each playbook would record.
        """
        seen = before.compare(after, leads, as_of=NOW)
        ours, theirs = (
            [(lead.id, held(book, lead)) for lead in leads] for book in (before, after)
        )

        assert {*before.qualifications, *after.qualifications} == {*seen.qualifications}
        for code, turnover in seen.qualifications.items():
            pairs = [
                (id_, code in old, code in new)
                for (id_, old), (_, new) in zip(ours, theirs, strict=True)
            ]
            gained = [id_ for id_, old, new in pairs if new and not old]
            lost = [id_ for id_, old, new in pairs if old and not new]

            assert gained == [one.lead_id for one in turnover.gained]
            assert lost == [one.lead_id for one in turnover.lost]

    @given(playbooks(), playbooks(), populations)
    def test_reasons(self, before, after, leads):
        """
        The verdicts of both sides are those of an assessment.
        """
        seen = before.compare(after, leads, as_of=NOW)
        verdicts = [
            (
                lead.id,
                before.assess(lead, as_of=NOW).verdicts,
                after.assess(lead, as_of=NOW).verdicts,
            )
            for lead in leads
        ]

        for code, turnover in seen.qualifications.items():
            expected = [
                Difference(id_, old.get(code), new.get(code))
                for id_, old, new in verdicts
            ]
            for one in (*turnover.gained, *turnover.lost):
                assert one in expected

    @given(playbooks(), playbooks(), populations)
    def test_scorecards(self, before, after, leads):
        """
        Shifts are the totals that differ; where a card isn't there, it counts as 0.
        """
        seen = before.compare(after, leads, as_of=NOW)
        pairs = [(lead.id, totals(before, lead), totals(after, lead)) for lead in leads]

        assert {*before.scorecards, *after.scorecards} == {*seen.scorecards}
        for name, card in seen.scorecards.items():
            expected = [
                Difference(id_, old.get(name), new.get(name))
                for id_, old, new in pairs
                if old.get(name, 0) != new.get(name, 0)
            ]
            shifts = [new.get(name, 0) - old.get(name, 0) for _, old, new in pairs]

            assert expected == list(card.shifts)
            assert sum(shift > 0 for shift in shifts) == card.up
            assert sum(shift < 0 for shift in shifts) == card.down
            assert sum(shifts) == pytest.approx(card.mean * len(leads))

    @given(playbooks(), playbooks(), populations)
    def test_grades_temperatures_and_moves(self, before, after, leads):
        """
        What else differs are the pairs of two assessments that do.
        """
        seen = before.compare(after, leads, as_of=NOW)
        pairs = [
            (before.assess(lead, as_of=NOW), after.assess(lead, as_of=NOW))
            for lead in leads
        ]

        for name, found in (
            ("grade", seen.grades),
            ("temperature", seen.temperatures),
            ("allowed", seen.allowed),
        ):
            expected = [
                Difference(old.lead_id, getattr(old, name), getattr(new, name))
                for old, new in pairs
                if getattr(old, name) != getattr(new, name)
            ]

            assert expected == list(found)

    @given(playbooks(), playbooks(), populations)
    def test_fresh(self, before, after, leads):
        """
        A fresh comparison is one of leads that have only what people granted.
        """
        given_by_people = [
            attrs.evolve(
                lead, grants=[grant for grant in lead.grants if not grant.automatic]
            )
            for lead in leads
        ]
        fresh = before.compare(after, leads, as_of=NOW, fresh=True)

        assert before.compare(after, given_by_people, as_of=NOW) == fresh


class TestCompare:
    @given(playbooks(), populations, st.booleans())
    def test_with_itself(self, playbook, leads, fresh):
        """
        Nothing changes where a playbook replaces itself.
        """
        seen = playbook.compare(playbook, leads, as_of=NOW, fresh=fresh)

        assert seen.is_empty
        assert len(leads) == seen.leads
        assert str(seen).endswith("nothing would change")

    @given(playbooks(), playbooks(), populations)
    def test_the_other_way_round(self, before, after, leads):
        """
        With the sides swapped, who gained has lost, and before is after.
        """
        one = before.compare(after, leads, as_of=NOW)
        two = after.compare(before, leads, as_of=NOW)

        def swapped(differences):
            return tuple(Difference(d.lead_id, d.after, d.before) for d in differences)

        assert one.versions == two.versions[::-1]
        assert one.qualifications == {
            code: Turnover(swapped(turnover.lost), swapped(turnover.gained))
            for code, turnover in two.qualifications.items()
        }
        assert one.scorecards == {
            name: Shifts(card.leads, swapped(card.shifts))
            for name, card in two.scorecards.items()
        }
        for name in ("grades", "temperatures", "allowed"):
            assert getattr(one, name) == swapped(getattr(two, name))
        for name, card in one.scorecards.items():
            other = two.scorecards[name]

            assert (card.up, card.down) == (other.down, other.up)
            assert card.mean == pytest.approx(-other.mean)

    @given(playbooks(), playbooks(), populations)
    def test_the_order_of_leads(self, before, after, leads):
        """
        Leads in another order give the same differences in that order.
        """
        one = before.compare(after, leads, as_of=NOW)
        two = before.compare(after, leads[::-1], as_of=NOW)

        assert {
            code: (turnover.gained[::-1], turnover.lost[::-1])
            for code, turnover in one.qualifications.items()
        } == {code: (t.gained, t.lost) for code, t in two.qualifications.items()}
        assert {name: card.shifts[::-1] for name, card in one.scorecards.items()} == {
            name: card.shifts for name, card in two.scorecards.items()
        }
        for name in ("grades", "temperatures", "allowed"):
            assert getattr(one, name)[::-1] == getattr(two, name)

    def test_what_is_held_is_what_an_update_would_record(self):
        """
        Who holds it by a rule and who would be granted it today both lose it.
        """
        granted = BOOK.update(lead_of("L-2", 2, employees=80), at=NOW - DAY / 2).lead
        leads = [lead_of("L-1", 2, employees=80), granted]
        seen = BOOK.compare(STRICT, leads, as_of=NOW)
        turnover = seen.qualifications["MQL"]

        assert [False, True] == [lead.holds("MQL") for lead in leads]
        assert ((), ["L-1", "L-2"]) == (
            turnover.gained,
            [one.lead_id for one in turnover.lost],
        )
        assert [(True, False), (True, True)] == [
            (one.before.held, one.before.recorded) for one in turnover.lost
        ]
        assert ["interest >= 80 (is 20)"] * 2 == [
            one.after.unmet[0].in_words() for one in turnover.lost
        ]

    def test_hysteresis_is_kept_and_left_out(self):
        """
        From the record a lead keeps what it was granted; fresh, it wouldn't get it.
        """
        lead = lead_of("L-1", 1, employees=80)
        lead = lead.grant("MQL", at=NOW - DAY, by="now", automatic=True)
        bare = attrs.evolve(BOOK, name="bare", qualifications=[])

        def lost(**options):
            seen = BOOK.compare(bare, [lead], as_of=NOW, **options)
            return [one.lead_id for one in seen.qualifications["MQL"].lost]

        assert ["L-1"] == lost()
        assert [] == lost(fresh=True)

    def test_what_a_person_granted_stays(self):
        """
        A person's grant counts on both sides, fresh or not.
        """
        lead = lead_of().grant("MQL", at=NOW - DAY, by="Mina")
        strict = attrs.evolve(STRICT, qualifications=[Qualification("MQL", NEVER)])
        book = attrs.evolve(BOOK, qualifications=[Qualification("MQL", ALWAYS)])

        for fresh in (True, False):
            assert book.compare(strict, [lead], as_of=NOW, fresh=fresh).is_empty

    def test_qualifications_that_read_each_other(self):
        """
        Who loses one loses those that rest on it.
        """
        sql = Qualification("SQL", when=holds("MQL"))
        before = attrs.evolve(BOOK, qualifications=[MQL, sql])
        after = attrs.evolve(
            STRICT, qualifications=[*STRICT.qualifications.values(), sql]
        )
        seen = before.compare(after, [lead_of("L-1", 2, employees=80)], as_of=NOW)

        assert {"MQL": 1, "SQL": 1} == {
            code: len(turnover.lost) for code, turnover in seen.qualifications.items()
        }

    def test_what_one_side_has(self):
        """
        All who hold what only one playbook has gain or lose it, with one verdict.
        """
        pql = Qualification("PQL", when=F.employees >= 50)
        more = attrs.evolve(
            BOOK,
            scorecards=[FIT, INTEREST, Scorecard("use", [Points(3, when=ALWAYS)])],
            qualifications=[MQL, pql],
        )
        leads = [lead_of("L-1", employees=80), lead_of("L-2", employees=3)]
        gained = BOOK.compare(more, leads, as_of=NOW)
        (one,) = gained.qualifications["PQL"].gained

        assert ("L-1", None, True) == (one.lead_id, one.before, one.after.held)
        assert [("L-1", None, 3), ("L-2", None, 3)] == [
            attrs.astuple(shift) for shift in gained.scorecards["use"].shifts
        ]
        assert ["MQL", "PQL"] == list(gained.qualifications)
        assert ["fit", "interest", "use"] == list(gained.scorecards)

        lost = more.compare(BOOK, leads, as_of=NOW)

        assert [one.lead_id] == [d.lead_id for d in lost.qualifications["PQL"].lost]
        assert (0, 2, -3) == (
            lost.scorecards["use"].up,
            lost.scorecards["use"].down,
            lost.scorecards["use"].mean,
        )

    def test_another_card(self):
        """
        Another card of the same name shifts totals, grades and moves that rest on it.
        """
        card = Scorecard("fit", [Points(12.5, when=F.employees >= 50)])
        leads = [lead_of("L-1", employees=80), lead_of("L-2", employees=3)]
        seen = BOOK.compare(BOOK.with_card(card), leads, as_of=NOW)
        fit = seen.scorecards["fit"]

        assert (Difference("L-1", 20, 12.5),) == fit.shifts
        assert (0, 1, -3.75) == (fit.up, fit.down, fit.mean)
        assert (Difference("L-1", "A", "B"),) == seen.grades
        assert (Difference("L-1", ("qualify", "lose"), ("lose",)),) == seen.allowed
        assert () == seen.temperatures

    @pytest.mark.parametrize("part", ["grades", "temperature", "lifecycle"])
    def test_without_a_part(self, part):
        """
        What the other playbook doesn't say at all is None, or no moves.
        """
        less = attrs.evolve(BOOK, **{part: None})
        seen = BOOK.compare(less, [lead_of("L-1", 1)], as_of=NOW)
        found = {"grades": "grades", "temperature": "temperatures"}.get(part, "allowed")
        (difference,) = getattr(seen, found)
        words = {"grades": "B", "temperature": "warm", "lifecycle": ("lose",)}

        assert words[part] == difference.before
        assert (() if part == "lifecycle" else None) == difference.after

    def test_other_moves_in_another_order(self):
        """
        The same moves in another order are no change.
        """
        turned = attrs.evolve(
            BOOK,
            lifecycle=attrs.evolve(
                BOOK.lifecycle, transitions=BOOK.lifecycle.transitions[::-1]
            ),
        )

        assert BOOK.compare(turned, [lead_of(employees=80)], as_of=NOW).is_empty

    def test_one_lead_twice(self):
        """
        Every lead is compared as it comes, also one with the id of another.
        """
        leads = [lead_of("L-1", 2, employees=80), lead_of("L-1", 3, employees=80)]
        seen = BOOK.compare(STRICT, leads, as_of=NOW)

        assert 2 == seen.leads
        assert ["L-1", "L-1"] == [d.lead_id for d in seen.qualifications["MQL"].lost]

    def test_an_iterator_is_gone_through_once_and_not_kept(self):
        """
        Of a generator, no more than two leads are alive at any time.
        """
        alive = weakref.WeakSet()
        most = []

        def leads():
            for number in range(20):
                lead = lead_of(f"L-{number}", 2, employees=80)
                alive.add(lead)
                most.append(len(alive))
                yield lead
                del lead

        seen = BOOK.compare(STRICT, leads(), as_of=NOW)

        assert 20 == seen.leads == len(seen.qualifications["MQL"].lost)
        assert 2 >= max(most)

    def test_the_past(self):
        """
        What happened after the instant of the question is invisible.
        """
        lead = lead_of("L-1", 2, employees=80)

        assert BOOK.compare(STRICT, [lead], as_of=NOW - 2 * DAY).is_empty

    def test_no_leads(self):
        """
        Of nobody, nothing changes, and the mean is 0.
        """
        seen = BOOK.compare(STRICT, [], as_of=NOW)

        assert seen.is_empty
        assert (0, 0) == (seen.leads, seen.scorecards["fit"].mean)


class TestRefusals:
    @pytest.mark.parametrize(
        ("other", "came"), [(None, "a missing value"), (FIT, "a Scorecard")]
    )
    def test_no_playbook(self, other, came):
        """
        Only a playbook can replace one.
        """
        with pytest.raises(RuleError) as info:
            BOOK.compare(other, [], as_of=NOW)

        assert str(info.value) == (
            f"compare() of playbook 'now': got {came}, expected a Playbook."
        )

    def test_no_leads_but_a_lead(self):
        """
        A single lead is no iterable of leads.
        """
        with pytest.raises(LeadError) as info:
            BOOK.compare(STRICT, lead_of(), as_of=NOW)

        assert str(info.value) == (
            "compare() of playbook 'now': got a Host, expected an iterable of leads."
        )

    @pytest.mark.parametrize("fresh", [True, False])
    @pytest.mark.parametrize(
        "lead", [Lead(id="L-1"), "L-1", None], ids=["a lead", "an id", "nothing"]
    )
    def test_another_class(self, lead, fresh):
        """
        What isn't a lead of the playbook's class is refused as by assess().
        """
        with pytest.raises(LeadError) as assessed:
            BOOK.assess(lead, as_of=NOW)
        with pytest.raises(LeadError) as compared:
            BOOK.compare(STRICT, [lead], as_of=NOW, fresh=fresh)

        assert str(assessed.value) == str(compared.value)

    def test_another_class_on_the_other_side(self):
        """
        Both playbooks have to take the leads; one of a wider class does.
        """
        wide = Playbook("wide", scorecards=[INTEREST])
        lead = lead_of("L-1", 1)
        plain = Lead(id="L-2")

        assert 1 == BOOK.compare(wide, [lead], as_of=NOW).leads
        with pytest.raises(LeadError, match="playbook 'now': got a Lead"):
            wide.compare(BOOK, [plain], as_of=NOW)

    @pytest.mark.parametrize("leads", [[], [lead_of()]], ids=["nobody", "somebody"])
    def test_an_instant_without_a_zone(self, leads):
        """
        The instant needs a time zone, even if there is nobody to ask about.
        """
        with pytest.raises(InstantError):
            BOOK.compare(STRICT, leads, as_of=NOW.replace(tzinfo=None))


class TestComparison:
    def test_in_words(self):
        """
        The summary counts, names the first few leads, and gives the reasons.
        """
        card = Scorecard("interest", [Points(40, per=VISITS.within(days=30))])
        other = attrs.evolve(
            BOOK.with_card(card),
            name="generous",
            qualifications=[Qualification("MQL", when=card >= 40)],
            lifecycle=None,
        )
        leads = [lead_of(f"L-{number}", 1) for number in range(5)]
        seen = BOOK.compare(other, leads, as_of=NOW)
        why = (
            "gained, was MQL: no; unmet: interest >= 20 (is 10); unmet: fit >= 20 "
            "(is 0); missing: employees"
        )

        assert str(seen) == "\n".join(
            [
                "now against generous, 5 leads (as of 2026-05-01T12:00:00+00:00)",
                "  MQL: 5 gained, 0 lost",
                f"    L-0: {why}",
                f"    L-1: {why}",
                f"    L-2: {why}",
                "    and 2 more",
                "  interest: 5 up, 0 down, mean +30.00",
                "    L-0: 10 to 40",
                "    L-1: 10 to 40",
                "    L-2: 10 to 40",
                "    and 2 more",
                "  temperature: 5 moved",
                "    L-0: warm to hot",
                "    L-1: warm to hot",
                "    L-2: warm to hot",
                "    and 2 more",
                "  moves: 5 changed",
                "    L-0: -lose",
                "    L-1: -lose",
                "    L-2: -lose",
                "    and 2 more",
            ]
        )

    def test_in_words_of_what_one_side_has(self):
        """
        What isn't there on a side is said so.
        """
        bare = Playbook("bare", record=Host)
        lead = lead_of("L-1", 2, employees=80)

        assert str(BOOK.compare(bare, [lead], as_of=NOW)).split("\n") == [
            "now against bare, 1 lead (as of 2026-05-01T12:00:00+00:00)",
            "  MQL: 0 gained, 1 lost",
            "    L-1: lost, would be not in the playbook",
            "  fit: 0 up, 1 down, mean -20.00",
            "    L-1: 20 to none",
            "  interest: 0 up, 1 down, mean -20.00",
            "    L-1: 20 to none",
            "  grade: 1 moved",
            "    L-1: A to none",
            "  temperature: 1 moved",
            "    L-1: warm to none",
            "  moves: 1 changed",
            "    L-1: -qualify, -lose",
        ]
        assert "+qualify, +lose" in str(bare.compare(BOOK, [lead], as_of=NOW))

    @given(playbooks(), playbooks(), populations)
    def test_in_a_notebook(self, before, after, leads):
        """
        As HTML it says what its text says, in the same order.
        """
        seen = before.compare(after, leads, as_of=NOW)
        page = Page()
        page.feed(seen._repr_html_())
        page.close()
        told = " ".join("".join(page.found).replace(":", " ").split())
        place = 0
        for row in str(seen).replace(",", " ").split("\n")[1:]:
            for word in row.replace(":", " ").split():
                place = told.replace(",", " ").index(word, place) + len(word)

        assert page.open == []

    def test_names_in_a_notebook(self):
        """
        What a name looks like in HTML, it is in a notebook.
        """
        book = attrs.evolve(BOOK, name="<b>&")
        page = book.compare(BOOK, [], as_of=NOW)._repr_html_()

        assert "&lt;b&gt;&amp;" in page
        assert "<b>&" not in page

    def test_its_repr_hides_texts(self):
        """
        Its repr counts, and shows no value of a lead.
        """
        book = Playbook(
            "named",
            record=Host,
            qualifications=[Qualification("MQL", when=F.title == "Sara Ahmadi")],
        )
        other = attrs.evolve(book, qualifications=[])
        seen = book.compare(other, [lead_of(title="Sara Ahmadi")], as_of=NOW)

        assert "Turnover(gained=<0>, lost=<1>)" in repr(seen)
        assert "Sara" not in repr(seen)

    @given(playbooks(), playbooks(), populations)
    def test_it_is_a_value(self, before, after, leads):
        """
        It is equal to another one of the same, hashes, and comes back from pickle.
        """
        seen = before.compare(after, leads, as_of=NOW)
        again = before.compare(after, iter(leads), as_of=NOW)

        assert (again, hash(again)) == (seen, hash(seen))
        assert seen == pickle.loads(pickle.dumps(seen))
        assert isinstance(seen, Comparison)

    @given(st.integers(-(10**11), 10**11))
    def test_a_shift_is_exact(self, whole):
        """
        Totals are whole hundredths, and so is their difference.
        """
        total = whole / 100
        shifts = Shifts(1, (Difference("L-1", None, total),))

        assert total == shifts.mean
        assert -total == Shifts(1, (Difference("L-1", total, None),)).mean
        assert 0 == Shifts(1, (Difference("L-1", total, total),)).mean

    def test_a_mean_counts_all_leads(self):
        """
        The mean shift is over all leads compared, in exact hundredths.
        """
        shifts = Shifts(4, (Difference("L-1", 0.1, 0.3), Difference("L-2", None, -0.1)))

        assert 0.025 == shifts.mean
        assert (1, 1) == (shifts.up, shifts.down)
