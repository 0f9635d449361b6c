"""
One lead's whole life, told through the public names only.

A company leases cargo bikes. Mina runs a bakery, downloads a guide, asks for a price,
talks with sales, buys, and recommends the company to a friend. Her neighbour doesn't.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

import leadkit as lk

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def day(number, **span):
    """
    An instant so many days after the Monday on which the story begins.
    """
    return MONDAY + timedelta(days=number, **span)


@attrs.frozen(kw_only=True)
class Shop(lk.Lead):
    """
    What the company wants to know of those who may lease bikes.
    """

    bikes_wanted: int | None = None
    trade: str | None = None
    leases_cars: bool = False


ASK = lk.fields(Shop)
MANY = ASK.bikes_wanted >= 3
FOOD = ASK.trade.is_in("bakery", "grocer", "caterer")

FIT = lk.Scorecard(
    "fit",
    [
        lk.Points(25, when=MANY, name="three bikes or more"),
        lk.Points(10.5, when=FOOD, name="food trade"),
        lk.Points(-15, when=ASK.leases_cars, name="has cars"),
    ],
)
INTEREST = lk.Scorecard(
    "interest",
    [
        lk.Points(
            8,
            per=lk.activity("content_downloaded"),
            halving=timedelta(days=14),
            name="downloads",
        ),
        lk.Group(
            "mail",
            [
                lk.Points(
                    3, per=lk.activity("email_clicked"), per_day=1, name="clicks"
                ),
                lk.Points(1, per=lk.activity("email_opened"), name="opens"),
            ],
            ceiling=10,
        ),
        lk.Points(
            40,
            per=lk.activity("price_requested"),
            fading=timedelta(days=20),
            at_most=1,
            name="price",
        ),
    ],
    floor=0,
)
MQL = lk.Qualification(
    "MQL",
    when=(INTEREST >= 30) & (FIT > 20) & lk.reachable("marketing"),
    until=INTEREST < 8,
    applies_to=[lk.Stage.LEAD, lk.Stage.NURTURED],
)
LEASING = lk.Lifecycle(
    "leasing",
    stages=lk.Stage,
    initial=lk.Stage.LEAD,
    transitions=[
        lk.Transition("nurture", "lead", "nurtured", when=lk.reachable("marketing")),
        lk.Transition(
            "qualify",
            ["lead", "nurtured"],
            "prospect",
            when=lk.holds("MQL") & lk.conversed(),
        ),
        lk.Transition(
            "convert",
            "prospect",
            "customer",
            when=lk.activity("purchased").since("prospect").count() >= 1,
        ),
        lk.Transition(
            "promote", "customer", "advocate", when=lk.activity("referred").count() >= 1
        ),
        lk.Transition("lose", "prospect", "lost", kind="exit"),
        lk.Transition(
            "give up",
            "nurtured",
            "disqualified",
            kind="exit",
            after=timedelta(days=180),
        ),
        lk.Transition("reopen", ["lost", "disqualified"], lk.PREVIOUS, kind="back"),
    ],
)
PLAYBOOK = lk.Playbook(
    "cargo bikes",
    record=Shop,
    scorecards=[FIT, INTEREST],
    qualifications=[MQL],
    lifecycle=LEASING,
    grades=lk.Grades("fit", {"A": 35, "B": 20, "C": 0}),
    temperature=lk.Temperature(hot=INTEREST >= 40, warm=INTEREST >= 8),
)


def mina():
    """
    Mina as she came into being, on the Monday.
    """
    return Shop.capture(
        id="S-17",
        name="Mina Karimi",
        contact=lk.ContactPoint("email", "mina@example.com"),
        consent=lk.Consent(
            purpose="marketing",
            medium="email",
            granted=True,
            at=MONDAY,
            source="guide v2",
        ),
        touch=lk.Touch("content", at=MONDAY, campaign="spring"),
        at=MONDAY,
        bikes_wanted=4,
        trade="bakery",
        activities=[lk.Activity(id="d1", type="content_downloaded", at=MONDAY)],
    )


def did(number, kind, name, **values):
    """
    Something that happened on a day.
    """
    return lk.Activity(id=name, type=kind, at=day(number), **values)


@pytest.fixture(name="interested")
def _interested():
    """
    Mina after two weeks of mails, and a question about the price.
    """
    return mina().record(
        did(3, "email_opened", "o1"),
        did(3, "email_clicked", "c1"),
        did(3, "email_clicked", "c2"),
        did(5, "email_clicked", "c3", actor="machine"),
        did(14, "price_requested", "p1"),
    )


@pytest.fixture(name="qualified")
def _qualified(interested):
    """
    Mina on the day of her question, nurtured and marketing-qualified.
    """
    nurtured = LEASING.advance(interested, "nurture", at=day(14), by="newsletter")
    return PLAYBOOK.update(nurtured, at=day(14)).lead


class TestComingIntoBeing:
    def test_shows_interest_and_leaves_a_channel(self):
        """
        Who downloads a guide and leaves an address with consent is a lead.
        """
        lead = mina()

        assert ("lead", "content", MONDAY) == (
            lead.stage,
            lead.channel,
            lead.created_at,
        )
        assert lk.is_lead().test(lead, as_of=MONDAY) is True
        assert "mina@example.com" not in repr(lead)
        assert "Mina" not in repr(lead)

    def test_is_refused_without_consent(self):
        """
        An address that somebody else passed on makes no lead.
        """
        with pytest.raises(lk.LeadError, match="consent"):
            Shop.capture(
                id="S-18",
                contact=lk.ContactPoint("email", "neighbour@example.com"),
                consent=None,
                touch=lk.Touch("referral", at=MONDAY),
                at=MONDAY,
            )


class TestAsking:
    def test_unknown_is_not_no(self):
        """
        A shop of which we don't know how many bikes it wants isn't one that wants few.
        """
        unsure = attrs.evolve(mina(), bikes_wanted=None)

        assert MANY.test(mina(), as_of=MONDAY) is True
        assert MANY.test(unsure, as_of=MONDAY) is None
        assert (~MANY).test(unsure, as_of=MONDAY) is None
        assert ((~MANY) | FOOD).test(unsure, as_of=MONDAY) is True

    def test_a_rule_reads_as_it_was_written(self):
        """
        Its text leaves no doubt about what belongs together.
        """
        assert (
            "(bikes_wanted >= 3) & ~(trade is in ('bakery', 'caterer', 'grocer'))"
        ) == str(MANY & ~FOOD)

    @pytest.mark.parametrize(
        ("wrong", "cure"),
        [
            (lambda: ASK.bike_wanted >= 3, "Did you mean 'bikes_wanted'?"),
            (lambda: MANY and FOOD, "&, | and ~"),
            (lambda: 1 <= ASK.bikes_wanted <= 9, ".between(a, b)"),
            (lambda: ASK.trade == None, ".is_missing()"),  # noqa: E711
            (lambda: ASK.trade >= "bakery", "Texts"),
        ],
        ids=["misspelt", "and", "chained", "None", "order"],
    )
    def test_a_slip_says_how_to_do_it(self, wrong, cure):
        """
        A wrong rule fails where it is written, and the error has the cure.
        """
        with pytest.raises(lk.RuleError) as caught:
            wrong()

        assert cure in str(caught.value)


class TestScoring:
    def test_adds_up_line_by_line(self, interested):
        """
        One halving of the download, one click of the day, no machine, a fresh question.
        """
        score = INTEREST.score(interested, as_of=day(14))

        assert [
            ("downloads", 4.0),
            ("clicks", 3.0),
            ("opens", 1.0),
            ("price", 40.0),
        ] == [(line.name, line.points) for line in score.lines]
        assert ("c2",) == score.lines[1].activities
        assert 48 == score.total
        assert 35.5 == FIT.score(interested, as_of=day(14)).total

    def test_fades_by_itself(self, interested):
        """
        A question about a price is worth half after ten days, and nothing after twenty;
        the card knows when it has to be asked again.
        """
        assert 20 + 8 == INTEREST.score(interested, as_of=day(24)).total
        # 40 points lose a hundredth in 432 seconds; the first half of it is rounded up.
        assert day(14, seconds=216, microseconds=1) == INTEREST.next_change(
            interested, as_of=day(14)
        )
        # What is left are the mails; of the download nothing is after so many halvings.
        assert 4 == INTEREST.score(interested, as_of=day(400)).total
        assert INTEREST.next_change(interested, as_of=day(400)) is None

    def test_tells_what_a_host_must_load(self):
        """
        Four activity types without end, and three fields.
        """
        assert {
            "content_downloaded",
            "email_clicked",
            "email_opened",
            "price_requested",
        } == (INTEREST.requires.activities)
        assert INTEREST.requires.lookback is None
        assert {"bikes_wanted", "trade", "leases_cars"} == FIT.requires.fields
        assert ((-15, 35.5), (0, None)) == (FIT.bounds, INTEREST.bounds)


class TestQualifying:
    def test_is_granted_kept_and_revoked(self, interested):
        """
        Granted at thirty points, kept above eight, gone below.
        """
        first = PLAYBOOK.update(interested, at=day(14))
        kept = PLAYBOOK.update(first.lead, at=day(30))
        gone = PLAYBOOK.update(kept.lead, at=day(60))

        assert [lk.Granted] == list(map(type, first.events))
        assert [48, 14, 4.5] == [
            INTEREST.score(interested, as_of=day(number)).total
            for number in (14, 30, 60)
        ]
        assert (True, ()) == (kept.lead.holds("MQL"), kept.events)
        assert [lk.Revoked] == list(map(type, gone.events))
        assert not gone.lead.holds("MQL")

    def test_says_what_is_missing(self, interested):
        """
        A verdict names the fields that stand in the way, those inside cards too.
        """
        unsure = attrs.evolve(interested, bikes_wanted=None)
        verdict = MQL.judge(unsure, as_of=day(14))

        assert (False, ("bikes_wanted",)) == (verdict.held, verdict.missing)
        assert "fit > 20 (is 10.5)" in str(verdict)

    def test_a_person_may_overrule(self):
        """
        What somebody grants is kept until a rule that says so, or somebody, ends it.
        """
        favoured = mina().grant("MQL", at=day(1), by="Reza", evidence="met at a fair")

        assert MQL.judge(favoured, as_of=day(2)).held is True
        assert MQL.judge(favoured, as_of=day(15)).ended is not None


class TestMoving:
    def test_from_lead_to_advocate(self, qualified):
        """
        Each step is taken when its rule holds, and recorded.
        """
        talked = qualified.record(did(15, "call_held", "t1"))
        lead = LEASING.advance(talked, "qualify", at=day(15), by="Reza")
        lead = lead.record(did(21, "purchased", "b1", value=1200))
        lead = LEASING.advance(lead, "convert", at=day(21), by="shop")
        lead = lead.record(did(80, "referred", "r1"))
        lead = LEASING.advance(lead, "promote", at=day(80), by="Reza")

        assert "advocate" == lead.stage
        assert ["nurture", "qualify", "convert", "promote"] == [
            move.trigger for move in lead.moves
        ]
        assert [day(14), day(15), day(21), day(80)] == [move.at for move in lead.moves]
        assert lead.moves == LEASING.replay(mina(), lead.moves).moves
        assert lk.is_lead().test(lead, as_of=day(20)) is True
        assert lk.is_lead().test(lead, as_of=day(21)) is False

    def test_is_refused_with_all_reasons(self):
        """
        Who isn't qualified and hasn't talked with us hears both.
        """
        with pytest.raises(lk.MoveRefused) as caught:
            LEASING.advance(mina(), "qualify", at=day(1))

        assert "guard" == caught.value.code
        assert ["holds 'MQL'", "conversed"] == [
            str(part.rule) for part in caught.value.unmet
        ]
        assert ("nurture",) == caught.value.allowed

    def test_a_loss_wants_a_reason_and_is_no_dead_end(self, qualified):
        """
        A prospect is lost for a reason, and comes back to where it was.
        """
        prospect = LEASING.advance(
            qualified.record(did(15, "call_held", "t1")), "qualify", at=day(15)
        )
        with pytest.raises(lk.MoveRefused) as caught:
            LEASING.advance(prospect, "lose", at=day(16))
        lost = LEASING.advance(prospect, "lose", at=day(16), reason="no garage")
        back = LEASING.advance(lost, "reopen", at=day(90), reason="found a garage")

        assert "reason" == caught.value.code
        assert "prospect" == prospect.stage == back.stage
        assert ["exit", "back"] == [move.kind for move in back.moves[-2:]]

    def test_who_stays_silent_is_given_up(self):
        """
        After half a year the move is due, and is made as of its deadline.
        """
        silent = LEASING.advance(mina(), "nurture", at=day(1))
        (due,) = LEASING.due(silent, as_of=day(300))
        gone = LEASING.advance(
            silent, due.trigger, at=due.deadline, by="nightly job", reason="silent"
        )

        assert () == LEASING.due(silent, as_of=day(180))
        assert lk.Due(day(181), "give up") == due
        assert ("disqualified", day(181)) == (gone.stage, gone.moves[-1].at)

    def test_can_be_drawn(self):
        """
        The lifecycle lists the stages that lead nowhere, and has a picture.
        """
        assert {("unreachable", "churned"), ("no-way-out", "advocate")} <= {
            (problem.kind, problem.stage) for problem in LEASING.problems()
        }
        assert "    [*] --> lead\n" in LEASING.mermaid()


class TestPlaybook:
    def test_asks_everything_at_once(self, qualified):
        """
        One call tells scores, grade, temperature, verdicts and moves.
        """
        seen = PLAYBOOK.assess(qualified, as_of=day(14))

        assert (35.5, 48) == (seen.scores["fit"].total, seen.scores["interest"].total)
        assert ("A", "hot", "nurtured") == (seen.grade, seen.temperature, seen.stage)
        assert seen.verdicts["MQL"].held
        assert ("give up",) == seen.allowed
        assert PLAYBOOK.version == seen.version

    def test_looks_back_without_hindsight(self, qualified):
        """
        As of the first day, nothing of what came later is seen.
        """
        then = PLAYBOOK.assess(qualified, as_of=MONDAY)

        assert ("lead", 8, "warm") == (
            then.stage,
            then.scores["interest"].total,
            then.temperature,
        )
        assert not then.verdicts["MQL"].held

    def test_another_card_changes_it_everywhere(self, interested):
        """
        A stricter card takes the old one's place in the qualification too.
        """
        strict = attrs.evolve(
            FIT, entries=[lk.Points(25, when=ASK.bikes_wanted >= 10), *FIT.entries[1:]]
        )
        stricter = PLAYBOOK.with_card(strict)

        assert PLAYBOOK.update(interested, at=day(14)).events
        assert not stricter.update(interested, at=day(14)).events
        assert stricter.version != PLAYBOOK.version

    def test_is_stored_as_a_text(self, qualified):
        """
        As soon as all triggers are codes, the playbook is written, and read the same.
        """
        with pytest.raises(lk.RuleError, match="a text that is no code, 'give up'"):
            PLAYBOOK.to_json()
        moves = [
            attrs.evolve(one, trigger=one.trigger.replace(" ", "_"))
            for one in LEASING.transitions
        ]
        stored = attrs.evolve(
            PLAYBOOK, lifecycle=attrs.evolve(LEASING, transitions=moves)
        )
        again = lk.Playbook.from_json(stored.to_json(), record=Shop)

        assert (stored, stored.version) == (again, again.version)
        assert ("give_up",) == again.assess(qualified, as_of=day(14)).allowed

    def test_the_standard_one_is_ready_to_use(self, interested):
        """
        Without writing anything, a lead can be assessed by the field's definitions.
        """
        seen = lk.standard.playbook().assess(interested, as_of=day(14))

        assert {"MQL", "SAL", "SQL", "PQL", "SVCQL"} == set(seen.verdicts)
        assert seen.temperature in {"hot", "warm", "cold"}
        assert "nurture" in seen.allowed
