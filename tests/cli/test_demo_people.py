"""
The people of the demo: who came twice, who was forgotten, whom we may write to, and the
firms that they work for.
"""

import math
from collections import Counter
from datetime import timedelta
from random import Random

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Consent,
    ContactPoint,
    Lead,
    Medium,
    Move,
    fold,
    merge,
    standard,
)
from leadkit.cli.demo.examples import examples, most_in_a_week
from leadkit.cli.demo.living import Life, Lived, live
from leadkit.cli.demo.mailings import MOST, mailing
from leadkit.cli.demo.people import firm, shouting, who
from leadkit.cli.demo.persons import found_at, live_together, together
from leadkit.cli.demo.seasons import BEGIN, END, monday
from leadkit.cli.demo.steps import Diary, Forgotten, Left, Story
from leadkit.cli.demo.stories import came_before, stories
from leadkit.cli.demo.telling import story_of
from leadkit.cli.demo.year import Year
from leadkit.cli.reporting import ANSWERS, Figures, counted

COUNT = 700
DAY = timedelta(days=1)
PLAYBOOK = standard.playbook()
STORIES = list(stories(COUNT))
GROUPS = list(together(STORIES))
PAIRS = [group for group in GROUPS if len(group) > 1]
YEAR = Year.of(
    PLAYBOOK, [one for group in GROUPS for one in live_together(group, PLAYBOOK)]
)
instants = st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=END.tzinfo)
)


def figures(*leads):
    """
    The figures of some leads.
    """
    return Figures.of(PLAYBOOK, leads, as_of=END, refused={})


def answer(lead):
    """
    The answer to whether we may mail a lead, found by hand.
    """
    if lead.erased_at:
        return "erased"
    about = [one for one in lead.consents if one.purpose == "marketing"]
    said = [one for one in reversed(about) if one.medium == "email"]
    own = [one for one in said if one.actor == "human" and not one.imported]
    if not said:
        return "unknown"
    if not own:
        return "granted" if any(one.imported for one in said) else "machine"
    if own[-1].status == "granted" and (own[-1].expires_at or END) < END:
        return "expired"
    return own[-1].status.value


class TestMonday:
    @given(instants)
    def test_is_the_next_one(self, at):
        """
        It is a Monday at nine, later, and no more than a week later.
        """
        next_ = monday(at)

        assert (0, 9, 0) == (next_.weekday(), next_.hour, next_.minute)
        assert timedelta(0) < next_ - at <= 7 * DAY


class TestWho:
    def test_no_two_have_one_address(self):
        """
        Of many thousand leads no two have an address in common, whatever the medium.
        """
        chance = Random("a")
        people = [who(number, chance) for number in range(1, 20_001, 7)]
        for medium in Medium:
            values = [one.contact(medium).value for one in people]

            assert len(values) == len(set(values))

    def test_numbers_are_of_films(self):
        """
        Phone numbers are of ranges that are given to nobody.
        """
        chance = Random("a")
        for number in (1, 999, 1000, 1100, 20_000):
            value = who(number, chance).contact("phone").value

            assert value.startswith("+447700900") or "55501" == value[5:10]


class TestShouting:
    @pytest.mark.parametrize("number", [1, 2, 3, 4, 11, 19, 54, 61])
    def test_is_the_same_person(self, number):
        """
        Whoever shouts has other letters and the same addresses, once they are folded.
        """
        chance = Random(f"{number}")
        one = who(number, chance)
        other = shouting(one, chance)
        for medium in Medium:
            first, second = (each.contact(medium).value for each in (one, other))

            assert fold(first) == fold(second)
        assert one.name != other.name
        assert fold(one.name) == fold(other.name)
        assert one.traits.get("account") == other.traits.get("account")


class TestCameBefore:
    @pytest.mark.parametrize("count", [1, 40, 60, 150, 1200, 2000, 20_000])
    def test_nobody_comes_three_times(self, count):
        """
        At most one of a hundred came before; whoever did, came once.
        """
        pairs = [(came_before(number, count), number) for number in range(1, count + 1)]
        found = [(first, second) for first, second in pairs if first is not None]

        assert len(found) <= math.ceil(count / 100)
        assert 2 * len(found) == len({one for pair in found for one in pair})
        assert all(0 < first < second for first, second in found)


class TestTogether:
    def test_puts_each_story_somewhere(self):
        """
        Each story is about one person, and those about one are in the order in which
        they came.
        """
        told = [story.lead.id for group in GROUPS for story in group]

        assert sorted(story.lead.id for story in STORIES) == sorted(told)
        for group in GROUPS:
            came = [story.lead.created_at for story in group]
            assert sorted(came) == came

    def test_finds_whoever_came_twice(self):
        """
        It finds those that were made up so, by their addresses, and nobody else.
        """
        wanted = [
            (f"D-{first:04}", f"D-{number:04}")
            for number in range(1, COUNT + 1)
            if (first := came_before(number, COUNT)) is not None
        ]

        assert wanted == [tuple(one.lead.id for one in group) for group in PAIRS]
        assert len(wanted) > 3

    def test_a_name_is_not_enough(self):
        """
        Many leads have a name in common, and aren't one for that.
        """
        names = Counter(fold(group[0].lead.name) for group in GROUPS)

        assert sum(number > 1 for number in names.values()) > 50


def story(number, *steps, at=BEGIN, **changes):
    """
    A story of a lead that left an address.
    """
    lead = Lead(
        id=f"S-{number}",
        name="Sara Ahmadi",
        contacts=[ContactPoint("email", "sara@example.com")],
        created_at=at,
        **changes,
    )
    return Story(lead, steps)


def said(at, status="granted"):
    """
    An entry about mailings.
    """
    return Consent(purpose="marketing", medium="email", status=status, at=at)


def together_of(*some):
    """
    What comes of the stories of one person.
    """
    return [one.lead for one in live_together(some, PLAYBOOK)]


class TestLiveTogether:
    @pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[1].lead.id)
    def test_merges_what_each_had_lived(self, pair):
        """
        The records that were merged are those of leads that lived apart until then.
        """
        at = found_at(pair[1].lead)
        lives = [Life.of(one, PLAYBOOK) for one in pair]
        for life in lives:
            life.until(at)
        (lead,) = together_of(*pair)

        assert {life.lead for life in lives} == set(lead.merged)
        again = merge(*lead.merged, policy={"name": "first"})
        assert set(again.activities) <= set(lead.activities)
        assert set(again.consents) <= set(lead.consents)

    @pytest.mark.parametrize("one", STORIES[::50], ids=lambda one: one.lead.id)
    def test_of_one_story(self, one):
        """
        A single story is lived as it is.
        """
        assert [live(one, PLAYBOOK).lead] == together_of(one)

    def test_keeps_the_name_that_came_first(self):
        """
        Whoever shouts in the second form isn't called so from then on.
        """
        for pair in PAIRS:
            (lead,) = together_of(*pair)
            assert pair[0].lead.name == lead.name or lead.erased_at

    def test_who_was_given_up_comes_back(self):
        """
        If the first record is out, the second one stays.
        """
        second = story(2, at=BEGIN + 30 * DAY)
        (lead,) = together_of(story(1, stage="disqualified"), second)

        assert "S-2" == lead.id
        assert "lead" == lead.stage
        assert BEGIN == lead.created_at

    def test_who_refused_in_one_is_written_to_in_none(self, monkeypatch):
        """
        A refusal in one record stops the mailings to the other, and nothing else.
        """
        later = BEGIN + 60 * DAY
        mail = Activity(
            id="m", type="email_sent", at=later, medium="email", purpose="marketing"
        )
        call = Activity(id="c", type="call_held", at=later)
        kinds = {}
        for status in ("granted", "withdrawn"):
            second = attrs.evolve(
                story(2).lead,
                created_at=BEGIN + DAY,
                consents=[said(BEGIN + DAY, status)],
            )
            lives = [
                Life(story(1).lead, (said(BEGIN + DAY), mail, call), PLAYBOOK),
                Life(second, (), PLAYBOOK),
            ]
            monkeypatch.setattr(Life, "of", lambda *_, left=lives: left.pop(0))
            (lead,) = together_of(story(1), Story(second, ()))
            kinds[status] = [one.type for one in lead.activities]

        assert {
            "granted": ["email_sent", "call_held"],
            "withdrawn": ["call_held"],
        } == kinds

    def test_who_was_forgotten_comes_as_a_stranger(self):
        """
        Nothing says that somebody forgotten was there before.
        """
        forgotten = story(1, Forgotten(BEGIN + DAY), consents=[said(BEGIN)])
        leads = together_of(forgotten, story(2, at=BEGIN + 30 * DAY))

        assert ["S-1", "S-2"] == [lead.id for lead in leads]
        assert [BEGIN + DAY, None] == [lead.erased_at for lead in leads]

    def test_who_came_in_the_last_days(self):
        """
        Whoever comes a second time in the last days isn't found within the year.
        """
        leads = together_of(story(1), story(2, at=END - DAY / 2))

        assert ["S-1", "S-2"] == [lead.id for lead in leads]


def shape(lead, until):
    """
    What a lead did, and what became of it, before an instant, without any text.
    """
    return (
        Counter((one.type, one.at, one.value) for one in lead.activities),
        [(one.trigger, one.target, one.at) for one in lead.moves if one.at < until],
        [(g.qualification, g.granted, g.at) for g in lead.grants if g.at < until],
        lead.channel,
        lead.created_at,
    )


class TestForgotten:
    def test_nothing_happens_any_more(self):
        """
        Whoever was forgotten did nothing, and said nothing, after that.
        """
        erased = [lead for lead in YEAR.leads if lead.erased_at]

        assert len(erased) > 2
        for lead in erased:
            for records in (lead.activities, lead.consents, lead.touches):
                assert all(one.at <= lead.erased_at for one in records)

    def test_its_history_keeps_its_shape(self):
        """
        Up to then it did, moved and was granted the same as if it weren't forgotten.
        """
        told = {one.lead.id: one for one in STORIES}
        for lead in (lead for lead in YEAR.leads if lead.erased_at):
            *steps, last = told[lead.id].steps
            assert Forgotten(lead.erased_at) == last
            life = Life.of(attrs.evolve(told[lead.id], steps=steps), PLAYBOOK)
            life.until(lead.erased_at)

            assert shape(life.lead, lead.erased_at) == shape(lead, lead.erased_at)

    def test_nothing_of_it_is_left(self):
        """
        No name and no address of it is anywhere in the lead.
        """
        told = {one.lead.id: one for one in STORIES}
        for lead in (lead for lead in YEAR.leads if lead.erased_at):
            was = told[lead.id]
            left = [one.contact for one in was.steps if isinstance(one, Left)]
            text = repr(lead.to_dict())
            for one in (was.lead.name, *(c.value for c in (*was.lead.contacts, *left))):
                assert one not in text

    def test_it_agrees_to_nothing_any_more(self):
        """
        All that it agreed to is taken back, and so nobody may contact it.
        """
        for lead in (lead for lead in YEAR.leads if lead.erased_at):
            assert not any(
                lead.may_contact(purpose, medium, END)
                for purpose in ("marketing", "sales", "service")
                for medium in Medium
            )


class TestMailing:
    @given(st.integers(1, 3000), st.integers(1, 20))
    @example(1, 1)
    @settings(max_examples=200, deadline=None)
    def test_nobody_gets_too_many(self, number, every):
        """
        Whatever the rhythm of the letters, there are never more than the most in seven
        days, and none before the Monday after the lead came.
        """
        chance = Random(f"{number}")
        diary = Diary(chance, who(number, chance), BEGIN, "D-1", chance, (BEGIN, END))
        mailing(diary, every=every, most=12, read=0)
        sent = sorted(one.at for one in diary.steps if one.type == "email_sent")

        assert monday(BEGIN) <= sent[0]
        assert all(
            sum(at - 7 * DAY < other <= at for other in sent) <= MOST for at in sent
        )


class TestFigures:
    @pytest.mark.parametrize("code", ANSWERS)
    def test_reach_is_counted_by_hand_too(self, code):
        """
        So many leads have each answer as are counted lead by lead; almost all answers
        are given.
        """
        found = sum(answer(lead) == code for lead in YEAR.leads)

        assert YEAR.figures.reach["email"][code] == found
        assert bool(found) is (code != "no-contact")

    @pytest.mark.parametrize("medium", list(Medium))
    def test_reach_is_of_everybody(self, medium):
        """
        Each lead has one answer for each medium, and there is a word for it.
        """
        reach = YEAR.figures.reach[medium]

        assert len(YEAR.leads) == reach.total()
        assert set(reach) <= set(ANSWERS)

    def test_without_an_address(self):
        """
        Who agreed and left no address can't be written to.
        """
        lead = Lead(id="L-1", consents=[said(BEGIN)])

        assert {"no-contact": 1} == figures(lead).reach["email"]

    def test_are_of_people(self):
        """
        Merged records are one lead; those that are gone are counted by themselves.
        """
        merged = [lead for lead in YEAR.leads if lead.merged]

        assert len(YEAR.leads) == len(YEAR.figures.seen)
        assert COUNT - len(YEAR.leads) == YEAR.figures.merged == len(merged)
        assert COUNT - len(PAIRS) == YEAR.figures.now.total()
        assert YEAR.figures.ever["lead"] == len(YEAR.leads)

    def test_forgotten_ones_stay(self):
        """
        Who was forgotten is counted, and is where it was.
        """
        erased = [lead for lead in YEAR.leads if lead.erased_at]

        assert len(erased) == YEAR.figures.erased
        assert all(lead.id in YEAR.figures.seen for lead in erased)

    def test_nobody_is_forgotten_before(self):
        """
        A lead that is erased later isn't erased yet.
        """
        lead = attrs.evolve(story(1).lead, erased_at=END)
        before = Figures.of(PLAYBOOK, [lead], as_of=END - DAY, refused={})

        assert (0, {"unknown": 1}) == (before.erased, before.reach["email"])
        assert (1, {"erased": 1}) == (figures(lead).erased, figures(lead).reach["post"])


MERGED = "about somebody who was known already, and merged into the other."
ERASED = (
    "asked to be forgotten: they are counted wherever they were before, and nothing "
    "says who they are."
)


class TestCounted:
    @pytest.mark.parametrize(
        ("merged", "erased", "told"),
        [
            (0, 0, "no record was merged into another. Nobody asked to be forgotten."),
            (1, 1, f"of 2 records, 1 was {MERGED} 1 has {ERASED}"),
            (1200, 2, f"of 1,201 records, 1,200 were {MERGED} 2 have {ERASED}"),
        ],
    )
    def test_says_how_many(self, merged, erased, told):
        """
        It says how many people and records there are, and how many were forgotten.
        """
        one = attrs.evolve(figures(story(1).lead), merged=merged, erased=erased)

        assert f"1 person or company: {told}" == counted(one)


class TestMostInAWeek:
    def test_of_nobody(self):
        """
        Where nothing was sent, it is nothing.
        """
        assert 0 == most_in_a_week([])


FEW = """\
Never too often
  Nobody is sent a mailing who got 3 in the last seven days.
  The most that anybody got in as many days is 0.
Two records, one lead: S-1 and S-2
  S-1 (S*** A***) came on 1 Jun 2025.
  S-2 (S*** A***) came on 1 Jul 2025.
  On 7 Jul 2025 they were found to share an e-mail address and a name.
  0 and 0 activities became 0, each counted once.
  Whoever looks for S-2 is led to S-1.
  By itself, lead 'S-1' may not be contacted for marketing by e-mail: consent was
      withdrawn on 2 June 2025, 00:00 UTC.
  By itself, lead 'S-2' may be contacted for marketing by e-mail: consent was
      granted on 1 July 2025, 00:00 UTC.
  Together, lead 'S-1' may not be contacted for marketing by e-mail: consent was
      withdrawn on 1 July 2025, 00:00 UTC.
  That is the one's refusal again, as of when the other agreed.
Forgotten: S-3
  S-3 asked for it on 2 Jun 2025.
  It has no name, no addresses, and nothing that was found out about it.
  What stays is 1 entry about consent and 1 move, with their instants but without
      any proof.
  So it is still counted as nurtured lead.
  And lead 'S-3' may not be contacted for marketing by e-mail: it was erased; no way
      to reach it by e-mail is known.
"""


class TestExamples:
    def test_one_of_each(self):
        """
        There is a lead that refused in one of its records, and one that was forgotten.
        """
        _, merged, erased = examples(YEAR.leads).items()
        by_id = {lead.id: lead for lead in YEAR.leads}
        first, second = merged[0].removeprefix("Two records, one lead: ").split(" and ")
        lead = by_id[first]

        assert [first, second] == [part.id for part in lead.merged]
        assert by_id[erased[0].removeprefix("Forgotten: ")].erased_at

    def test_name_nobody(self):
        """
        Nobody's name or address is in them.
        """
        told = " ".join(text for some in examples(YEAR.leads).values() for text in some)
        for lead in YEAR.leads:
            for secret in (lead.name, *(one.value for one in lead.contacts)):
                assert secret is None or secret.casefold() not in told.casefold()

    def test_of_a_few(self):
        """
        Each sentence says what is so.
        """
        first = story(1, said(BEGIN), said(BEGIN + DAY, "withdrawn"))
        second = story(2, said(BEGIN + 30 * DAY), at=BEGIN + 30 * DAY)
        (merged,) = together_of(first, second)
        (gone,) = together_of(story(3, Forgotten(BEGIN + DAY), consents=[said(BEGIN)]))

        told = [
            line
            for heading, sentences in examples([merged, gone]).items()
            for line in (heading, *(f"  {sentence}" for sentence in sentences))
        ]

        assert FEW.replace("\n      ", " ").splitlines() == told


def told_of(lead):
    """
    The story of a lead, without its last sentence, in one text.
    """
    seen = PLAYBOOK.summarize(lead, as_of=END)
    return " ".join(story_of(Lived(lead, ()), seen)[:-1])


class TestStory:
    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, "Agreed to be contacted for {}."),
            ({"expires_at": BEGIN + DAY}, "Agreed to be contacted for {}, until 2 Jun"),
            (
                {"imported": True, "source": "a list"},
                "Is said to have agreed (a list) to be contacted for {}.",
            ),
            (
                {"actor": "machine"},
                "A mail scanner agreed for it to be contacted for {}.",
            ),
            ({"basis": "contract"}, "May be contacted for {} (contract)."),
            ({"status": "denied"}, "Didn't agree to be contacted for {}."),
            ({"status": "withdrawn"}, "No longer agrees to be contacted for {}."),
            (
                {"status": "expired"},
                "No longer counts as having agreed to be contacted for {}.",
            ),
        ],
    )
    def test_of_consents(self, changes, told):
        """
        What was said about being contacted is told as it was said.
        """
        given_ = {"status": "granted"} | changes
        one = Consent(purpose="marketing", medium="email", at=BEGIN, **given_)
        wanted = told.format("marketing by e-mail")

        assert told_of(Lead(id="L-1", consents=[one])).startswith(
            f"1 Jun 2025: {wanted}"
        )

    def test_of_two_records(self):
        """
        It tells when two records turned out to be one.
        """
        (lead,) = together_of(story(1), story(2, at=BEGIN + 30 * DAY))

        assert (
            "7 Jul 2025: Turned out to be S-2, too; the two records were merged."
            == (told_of(lead))
        )

    def test_of_somebody_forgotten(self):
        """
        It ends with being forgotten, and tells no reason of a move.
        """
        moves = [
            Move(
                trigger="disqualify", source="lead", target="disqualified",
                kind="exit", at=BEGIN, reason="a rival",
            )
        ]  # fmt: skip
        (lead,) = together_of(story(1, Forgotten(BEGIN + DAY), moves=moves))

        assert (
            "1 Jun 2025: Was disqualified. 2 Jun 2025: Asked to be forgotten, and was."
        ) == told_of(lead)


class TestHero:
    def test_was_not_forgotten(self):
        """
        Nobody forgotten is shown among the best, or has its story told.
        """
        erased = [one for one in YEAR.lived if one.lead.erased_at]
        few = Year.of(PLAYBOOK, [*erased, YEAR.lived[0]])

        assert YEAR.lived[0] is few.hero
        assert {one.lead_id for one in few.best} <= {few.hero.lead.id}


class TestAccounts:
    def test_are_summed_by_hand_too(self):
        """
        The three firms whose people have the most points together, at most a hundred,
        are those that are found by adding up what each person was given.
        """
        points = {}
        for lead in YEAR.leads:
            code = lead.traits.get("account")
            if code and lead.kind == "person":
                engaged = YEAR.figures.seen[lead.id].scores["engagement"].total
                points.setdefault(code, []).append(engaged)
        sums = {code: min(100, sum(n)) for code, n in points.items() if len(n) > 1}
        best = sorted(sums, key=lambda code: (-sums[code], code))[:3]

        assert [f"{code} {firm(code)}" for code in best] == list(YEAR.accounts)
        for code, score in zip(best, YEAR.accounts.values(), strict=True):
            assert sums[code] == pytest.approx(score.sum)
            assert max(points[code]) == score.highest
            assert len(points[code]) == len(score.people)
            assert sum(number > 0 for number in points[code]) == score.engaged

    def test_are_small(self):
        """
        Two to four people work for each firm that is shown, and some are not alone.
        """
        found = Counter(lead.traits.get("account") for lead in YEAR.leads)
        del found[None]

        assert set(found.values()) <= {1, 2, 3, 4}
        assert sum(number > 1 for number in found.values()) >= 5
