"""
The parts that the demo is made of: seasons, masks, cells, figures and a told story.
"""

import textwrap
from datetime import timedelta
from itertools import chain

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    Grant,
    Lead,
    Medium,
    Move,
    Stage,
    Touch,
    label,
    reachable,
    standard,
)
from leadkit.cli.cells import Cells
from leadkit.cli.demo import words
from leadkit.cli.demo.exporting import cell
from leadkit.cli.demo.living import Lived, live, why
from leadkit.cli.demo.masking import mask, masked
from leadkit.cli.demo.seasons import BEGIN, END, MONTHS, at_work, awake, captured, month
from leadkit.cli.demo.stories import stories
from leadkit.cli.demo.telling import story_of
from leadkit.cli.demo.year import BEST, Year, best, hard_won
from leadkit.codes import ActivityType
from leadkit.kinds import FieldType, ValueKind

DAY = timedelta(days=1)
PLAYBOOK = standard.playbook()
SOME = [live(story, PLAYBOOK) for story in stories(120)]
instants = st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=END.tzinfo)
)
shares = st.floats(0, 1)


class TestCaptured:
    @given(shares, shares)
    def test_more_need_more_time(self, one, other):
        """
        A greater share of the leads has come later, and all within the year.
        """
        less, more = sorted([one, other])

        assert BEGIN <= captured(less) <= captured(more) <= END

    @pytest.mark.parametrize("number", range(12))
    def test_each_month_has_its_share(self, number):
        """
        When a month begins, all those of the months before it have come.
        """
        share = sum(MONTHS[:number]) / sum(MONTHS)

        assert timedelta(0) <= month(number) - captured(share) <= timedelta(seconds=1)


class TestAwake:
    @given(instants)
    def test_nobody_does_anything_at_night(self, at):
        """
        It is between 7 and 22 o'clock, and at most a night later.
        """
        put = awake(at)

        assert 7 <= put.hour < 22
        assert timedelta(seconds=-1) < put - at <= timedelta(hours=9)


class TestAtWork:
    @given(instants)
    def test_offices_are_open_on_weekdays(self, at):
        """
        It is between 8 and 17 o'clock from Monday to Friday, on that day or the next.
        """
        put = at_work(at)

        assert 8 <= put.hour < 17
        assert put.weekday() < 5
        assert 0 <= (put.date() - at.date()).days <= 2


addresses = st.from_regex(r"[a-z]{1,20}@[a-z]{1,9}\.com", fullmatch=True)
phones = st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True)
contacts = (
    addresses.map(lambda value: ContactPoint("email", value))
    | st.builds(ContactPoint, st.sampled_from(["phone", "sms"]), phones)
    | st.builds(
        ContactPoint, st.sampled_from(["social", "post"]), st.text("abc", min_size=1)
    )
)
numbers = st.integers(0, 20_000)


class TestMask:
    @given(contacts, contacts, numbers)
    def test_nothing_is_left_of_the_address(self, one, other, number):
        """
        What a mask looks like follows from the medium and the number alone.
        """
        other = ContactPoint(one.medium, other.value) if fits(one, other) else one

        assert mask(one, number) == mask(other, number)
        assert one.medium == mask(one, number).medium
        assert one.value != mask(one, number).value

    @given(contacts, numbers, numbers)
    def test_masks_keep_leads_apart(self, contact, one, other):
        """
        Two leads have two masks.
        """
        assert (one == other) == (mask(contact, one) == mask(contact, other))

    @given(st.lists(contacts, max_size=3), st.sampled_from(list(Medium)))
    def test_whoever_was_reachable_still_is(self, given_, medium):
        """
        A masked lead may be reached by the same media as before.
        """
        consent = Consent(purpose="marketing", medium=medium, granted=True, at=BEGIN)
        lead = Lead(id="L-1", name="Sara Ahmadi", contacts=given_, consents=[consent])
        rule = reachable("marketing")
        hidden = masked(lead, 1)

        assert rule.test(lead, as_of=END) == rule.test(hidden, as_of=END)
        assert "S*** A***" == hidden.name

    def test_a_lead_without_a_name(self):
        """
        Where there is no name, there is none to mask.
        """
        assert masked(Lead(id="L-1"), 1).name is None


def fits(one, other):
    """
    Tell whether the value of the one would do for the medium of the other.
    """
    kinds = [{"email"}, {"phone", "sms"}, {"social", "post"}]
    return any({one.medium.value, other.medium.value} <= kind for kind in kinds)


class TestCell:
    @given(
        st.booleans().map(lambda value: (ValueKind.FLAG, bool, value))
        | st.integers(-(10**9), 10**9).map(lambda n: (ValueKind.NUMBER, int, n))
        | st.floats(-1e9, 1e9).map(lambda n: (ValueKind.NUMBER, float, n))
        | instants.map(lambda at: (ValueKind.INSTANT, None, at))
        | st.none().map(lambda none: (ValueKind.TEXT, str, none))
        | st.text("abc=+", min_size=1).map(lambda text: (ValueKind.TEXT, str, text))
    )
    def test_is_read_as_it_was(self, given_):
        """
        What a value is written as is read as that value.
        """
        kind, python, value = given_
        declared = FieldType(kind, python, optional=True)

        assert value == Cells().value(cell(value), declared)


class TestWords:
    def test_all_types_have_some(self):
        """
        Each type of activity is told by itself or counted, and none is both.
        """
        told, summed = set(words._TOLD), set(words._COUNTED)

        assert set(ActivityType) == told | summed
        assert not told & summed

    @pytest.mark.parametrize("kind", list(ActivityType))
    def test_make_a_sentence(self, kind):
        """
        Told once or summed up, it is a sentence.
        """
        one = Activity(id="a", type=kind, at=BEGIN, value=9)
        two = attrs.evolve(one, id="b")
        told = words.sentence(one) or words.summary([one, two])

        assert told[0].isupper() or told[0] == "2"
        assert told.endswith(".")
        assert "{" not in told

    def test_sum_up(self):
        """
        Minutes are added, scanners are told from people, and one is no number.
        """
        given_ = [
            Activity(id="1", type="session_ended", at=BEGIN, value=7),
            Activity(id="2", type="session_ended", at=BEGIN, value=5),
            Activity(id="3", type="email_clicked", at=BEGIN, actor="machine"),
            Activity(id="4", type="email_clicked", at=BEGIN),
            Activity(id="5", type="email_sent", at=BEGIN, actor="machine"),
        ]

        assert (
            "Spent 12 minutes on our site, a mail scanner clicked, clicked in a mail, "
            "got a mail."
        ) == words.summary(given_)


class TestWhy:
    def test_is_said_without_values(self):
        """
        Two leads that are refused for one reason are told in the same words.
        """
        refused = [refusal for one in SOME for refusal in one.refused]
        told = {(one.trigger, why(one)) for one in refused}

        assert ("qualify", "a two-way conversation has to have taken place") in told
        assert len(told) < 10 < len(refused)


class TestBest:
    def test_is_sorted_and_short(self):
        """
        They are those that no other open lead is better than, by grade and engagement.
        """
        seen = [PLAYBOOK.summarize(one.lead, as_of=END) for one in SOME]
        chosen = best(seen)
        others = [
            one
            for one in seen
            if one.stage in {"lead", "nurtured", "prospect"} and one not in chosen
        ]

        def worth(one):
            return -ord(one.grade), one.scores["engagement"].total

        assert BEST == len(chosen)
        assert min(map(worth, chosen)) >= max(map(worth, others))


class TestHardWon:
    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            (["convert", "promote"], ["nurture", "qualify", "convert"]),
            (
                ["lose", "reopen", "convert", "promote"],
                ["qualify", "convert", "promote"],
            ),
            (["convert"], ["nurture", "qualify", "lose", "reopen"]),
            (["nurture", "qualify"], ["nurture"]),
        ],
    )
    def test_whom_a_story_is_told_of(self, better, worse):
        """
        An advocate rather than a customer, and one that was given up before rather than
        one that wasn't; else one with more moves.
        """
        one, other = (Lived(moved(*triggers), ()) for triggers in (better, worse))

        assert one is hard_won([other, one])
        assert one is hard_won([one, other])


def moved(*triggers):
    """
    A lead that made these moves.
    """
    targets = {
        "nurture": "nurtured", "qualify": "prospect", "convert": "customer",
        "promote": "advocate", "lose": "lost", "reopen": "prospect",
    }  # fmt: skip
    moves, source = [], "lead"
    for number, trigger in enumerate(triggers):
        kind = {"lose": "exit", "reopen": "back"}.get(trigger, "forward")
        moves.append(
            Move(
                trigger=trigger, source=source, target=targets[trigger], kind=kind,
                at=BEGIN + number * DAY, reason="because",
            )
        )  # fmt: skip
        source = targets[trigger]
    return Lead(id="L-1", created_at=BEGIN, moves=moves)


TOLD = """\
1 Jun 2025: Found us by webinar or event (spring). Agreed to be contacted for
    marketing by e-mail. Became a nurtured lead.
3 to 4 Jun 2025: Viewed 2 pages.
11 Jun 2025: The move 'qualify' was refused: it has to be a marketing-qualified lead
    (MQL), a sales-qualified lead (SQL) or a product-qualified lead (PQL); and a
    two-way conversation has to have taken place.
20 Jun 2025: Became a marketing-qualified lead (MQL).
21 Jun 2025: Talked with us on the phone. Became a sales-accepted lead (SAL), by
    Mia: handed over.
22 Jun 2025: Became a prospect.
29 Jun to 6 Jul 2025: Viewed a page, opened a mail.
11 Jul 2025: Came back by paid clicks.
21 Jul 2025: Was given up as lost: no budget.
22 Jul 2025: Became a nurtured lead again: asks for time; to be left alone until 21
    Aug 2025.
31 Jul 2025: Is no sales-accepted lead (SAL) any more.
18 Dec 2025 to 7 Jan 2026: Opened 2 mails.
17 Jan 2026: No longer agrees to be contacted for marketing by e-mail.
1 Jun 2026: Stands as nurtured lead, grade D, cold, with an engagement of 0.01.
"""

BACK = """\
1 Jun 2025: Was disqualified: a rival.
2 Jun 2025: Is a lead again: a mistake. Became a product-qualified lead (PQL).
1 Jun 2026: Stands as lead, cold, with an engagement of 0.
"""


def wrapped(lines):
    """
    Lines as a text that isn't too wide to be read.
    """
    wrapped_ = (textwrap.wrap(line, 84, subsequent_indent="    ") for line in lines)
    return "\n".join(chain.from_iterable(wrapped_)) + "\n"


class TestStory:
    def test_tells_it_all(self):
        """
        Touches, consents, activities, grants, refusals, moves and rests are told day by
        day, and what is done all the time is summed up in between.
        """
        lead = Lead(
            id="L-1",
            created_at=BEGIN,
            touches=[
                Touch("webinar", at=BEGIN, campaign="spring"),
                Touch("ppc", at=BEGIN + 40 * DAY),
            ],
            consents=[
                Consent(purpose="marketing", medium="email", granted=True, at=BEGIN),
                Consent(
                    purpose="marketing",
                    medium="email",
                    granted=False,
                    at=BEGIN + 230 * DAY,
                ),
            ],
            activities=[
                Activity(id="1", type="page_viewed", at=BEGIN + 2 * DAY),
                Activity(id="2", type="page_viewed", at=BEGIN + 3 * DAY),
                Activity(id="3", type="call_held", at=BEGIN + 20 * DAY),
                Activity(id="4", type="page_viewed", at=BEGIN + 28 * DAY),
                Activity(id="5", type="email_opened", at=BEGIN + 35 * DAY),
                Activity(id="6", type="email_opened", at=BEGIN + 200 * DAY),
                Activity(id="7", type="email_opened", at=BEGIN + 220 * DAY),
            ],
            grants=[
                Grant(
                    qualification="MQL",
                    at=BEGIN + 19 * DAY,
                    by="standard",
                    automatic=True,
                ),
                Grant(
                    qualification="SAL",
                    at=BEGIN + 20 * DAY,
                    by="Mia",
                    evidence="handed over",
                ),
                Grant(
                    qualification="MQL",
                    at=BEGIN + 21 * DAY,
                    by="standard",
                    automatic=True,
                    granted=False,
                ),
                Grant(
                    qualification="SAL",
                    at=BEGIN + 60 * DAY,
                    by="Mia",
                    granted=False,
                    evidence="a mistake",
                ),
            ],
            moves=[
                Move(
                    trigger="nurture", source="lead", target="nurtured",
                    at=BEGIN, by="standard",
                ),
                Move(
                    trigger="qualify", source="nurtured", target="prospect",
                    at=BEGIN + 21 * DAY, by="sales",
                ),
                Move(
                    trigger="lose", source="prospect", target="lost", kind="exit",
                    at=BEGIN + 50 * DAY, by="sales", reason="no budget",
                ),
                Move(
                    trigger="recycle", source="lost", target="nurtured", kind="back",
                    at=BEGIN + 51 * DAY, by="sales", reason="asks for time",
                    resume_at=BEGIN + 81 * DAY,
                ),
            ],
        )  # fmt: skip
        early = attrs.evolve(lead, activities=[], grants=[], moves=lead.moves[:1])
        refusals = live_refused(early, BEGIN + 10 * DAY)
        seen = PLAYBOOK.summarize(lead, as_of=END)

        assert TOLD == wrapped(story_of(Lived(lead, refusals), seen))

    def test_back_where_it_was_before(self):
        """
        A lead that is reopened as a lead is one again, and what it is granted there is
        told after that.
        """
        at = BEGIN + DAY
        lead = Lead(
            id="L-1",
            created_at=BEGIN,
            grants=[Grant(qualification="PQL", at=at, by="standard", automatic=True)],
            moves=[
                Move(
                    trigger="disqualify", source="lead", target="disqualified",
                    kind="exit", at=BEGIN, reason="a rival",
                ),
                Move(
                    trigger="reopen", source="disqualified", target="lead",
                    kind="back", at=at, reason="a mistake",
                ),
            ],
        )  # fmt: skip
        ungraded = attrs.evolve(PLAYBOOK.summarize(lead, as_of=END), grade=None)

        assert BACK == wrapped(story_of(Lived(lead, ()), ungraded))

    @pytest.mark.parametrize("one", SOME[::5], ids=lambda one: one.lead.id)
    def test_each_lead_has_one(self, one):
        """
        Each move and grant, and each refusal, is told; and the days go forward.
        """
        told = " ".join(story_of(one, PLAYBOOK.summarize(one.lead, as_of=END)))

        assert "Found us by" in told
        assert len(one.refused) == told.count("was refused")
        for move in one.lead.moves:
            assert f"{move.at.day} {move.at:%b %Y}: " in told
        if one.lead.stage != Stage.LEAD:
            assert f"Stands as {label(one.lead.stage).lower()}" in told


def live_refused(lead, at):
    """
    What the move to a prospect is refused for.
    """
    lifecycle = PLAYBOOK.lifecycle
    with pytest.raises(Exception, match="qualify") as caught:
        lifecycle.advance(lead, "qualify", at=at)
    return (caught.value,)


class TestYear:
    def test_of_a_few(self):
        """
        It has a lead and an assessment of each, in one order, and a story of one.
        """
        year = Year.of(PLAYBOOK, SOME[:9])

        assert [one.lead for one in SOME[:9]] == year.leads
        assert [lead.id for lead in year.leads] == list(year.figures.seen)
        assert year.hero in SOME[:9]
        assert "Found us by" in year.story[0]
