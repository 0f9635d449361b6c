"""
The demo's year: what happens in it, and that it is lived as a host would live it.
"""

from collections import Counter
from datetime import timedelta
from itertools import chain, islice

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import (
    Activity,
    Channel,
    Consent,
    Medium,
    MoveRefused,
    Stage,
    Touch,
    any_of,
    contacted,
    erase,
    is_lead,
    reachable,
    standard,
)
from leadkit.cli.demo.living import live, waiting
from leadkit.cli.demo.mailings import MOST
from leadkit.cli.demo.persons import found_at, live_together, together
from leadkit.cli.demo.seasons import BEGIN, END
from leadkit.cli.demo.steps import Asked, Forgotten, Learned, Left, Took
from leadkit.cli.demo.stories import stories
from leadkit.codes import ActivityType
from leadkit.history import stage_at

COUNT = 2000
DAY = timedelta(days=1)
PLAYBOOK = standard.playbook()
LIFECYCLE = PLAYBOOK.lifecycle
SOME = list(stories(400))
DATED = (Activity, Consent, Touch)
FIRST = [
    ("Caspian Gardens", "21 Aug 2025 14:30:05"),
    ("Alice Dubois", "23 Jan 2026 20:45:43"),
    ("Jonas Walsh", "29 Mar 2026 14:45:08"),
]
instants = st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=END.tzinfo)
)


@pytest.fixture(name="leads", scope="module")
def _leads():
    return [lead for stories_ in together(stories(COUNT)) for lead in lived(stories_)]


def lived(stories_):
    """
    The leads that came of the stories about one person.
    """
    return [one.lead for one in live_together(stories_, PLAYBOOK)]


def triggers(lead):
    """
    The moves that a lead made.
    """
    return [move.trigger for move in lead.moves]


# What a year must have --------------------------------------------------------------


def rests(lead):
    """
    It was to be left alone for a while.
    """
    return any(move.resume_at for move in lead.moves)


def gives_again(lead):
    """
    It took its consent back, and gave it again.
    """
    said = [
        one.granted for one in reversed(lead.consents) if one.purpose == "marketing"
    ]
    return [True, False, True] == said[:3]


def is_scanned(lead):
    """
    A mail scanner clicked before it did.
    """
    return any(
        one.actor == "machine" and one.type == "email_clicked"
        for one in lead.activities
    )


def is_lost_by_time(lead):
    """
    It was lost since nobody talked with it for long.
    """
    return any(one.trigger == "lose" and one.by == "standard" for one in lead.moves)


def loses_mql(lead):
    """
    It was marketing-qualified once, and cooled down.
    """
    mql = [one.granted for one in reversed(lead.grants) if one.qualification == "MQL"]
    return [True, False] == mql[:2] and lead.stage == "nurtured"


def is_listed(lead):
    """
    A list from a fair says that it agreed, and that counts.
    """
    answer = lead.may_contact("marketing", "email", END)
    return answer.allowed and answer.record.imported


def is_listed_in_vain(lead):
    """
    A list says that it agreed, after it had taken that back.
    """
    answer = lead.may_contact("marketing", "email", END)
    return answer.code == "withdrawn" and any(one.imported for one in lead.consents)


def is_told(code):
    """
    Whether the answer to whether we may mail it has a code.
    """
    return lambda lead: lead.may_contact("marketing", "email", END).code == code


KINDS = {
    "is a company": lambda lead: lead.kind == "company",
    "is silent": lambda lead: (
        not any(
            one.direction == "inbound" and one.at > lead.created_at
            for one in lead.activities
        )
    ),
    "is scanned": is_scanned,
    "bounces": lambda lead: any(a.type == "email_bounced" for a in lead.activities),
    "withdraws": lambda lead: any(not one.granted for one in lead.consents),
    "agrees again": gives_again,
    "agrees for sales": lambda lead: any(c.purpose == "sales" for c in lead.consents),
    "agrees for service": lambda lead: any(
        c.purpose == "service" for c in lead.consents
    ),
    "is disqualified": lambda lead: lead.stage == "disqualified",
    "is reopened": lambda lead: "reopen" in triggers(lead),
    "is recycled to rest": lambda lead: "recycle" in triggers(lead) and rests(lead),
    "rests at the end": lambda lead: bool(
        LIFECYCLE.timeline(lead, as_of=END).resume_at
    ),
    "is lost": lambda lead: lead.stage == "lost",
    "is lost by time": is_lost_by_time,
    "loses its MQL": loses_mql,
    "buys at once": lambda lead: triggers(lead)[:2] == ["nurture", "convert"],
    "churns": lambda lead: lead.stage == "churned",
    "is won back": lambda lead: "win_back" in triggers(lead),
    "buys twice": lambda lead: triggers(lead).count("convert") == 2,
    "becomes an advocate": lambda lead: lead.stage == "advocate",
    "is won the hard way": lambda lead: (
        lead.stage == "advocate" and {"recycle", "reopen"} & set(triggers(lead))
    ),
    "is accepted by sales": lambda lead: lead.holds("SAL"),
    "wants more": lambda lead: lead.holds("SVCQL"),
    "is overdue": lambda lead: LIFECYCLE.overdue(lead, as_of=END),
    "is stale": lambda lead: LIFECYCLE.stale(lead, as_of=END),
    "has several touches": lambda lead: len(lead.touches) >= 3,
    "has several addresses": lambda lead: len(lead.contacts) >= 2,
    "said no when asked": is_told("denied"),
    "agreed for a while": is_told("expired"),
    "never agreed by itself": is_told("machine"),
    "is on a list": is_listed,
    "is on a list in vain": is_listed_in_vain,
    "is served by contract": lambda lead: any(
        one.basis == "contract" for one in lead.consents
    ),
    "came twice": lambda lead: lead.merged,
    "refused in one of two records": lambda lead: (
        {"granted", "withdrawn"}
        == {part.may_contact("marketing", "email", END).code for part in lead.merged}
    ),
    "was forgotten": lambda lead: lead.erased_at,
    "has colleagues": lambda lead: "account" in lead.traits,
    "takes part in an experiment": lambda lead: any(a.variant for a in lead.activities),
}


class TestYear:
    @pytest.mark.parametrize("kind", KINDS)
    def test_has_all_kinds_of_stories(self, leads, kind):
        """
        Of each kind of story there are some, and it isn't that of everybody.
        """
        number = sum(bool(KINDS[kind](lead)) for lead in leads)

        assert 1 <= number <= COUNT // 2 + COUNT // 4

    def test_is_believable(self, leads):
        """
        From stage to stage there are fewer leads, in shares that a small firm has.
        """
        ever = Counter(
            stage
            for lead in leads
            for stage in dict.fromkeys(["lead", *(move.target for move in lead.moves)])
        )
        shares = [ever[stage] / len(leads) for stage in list(Stage)[:5]]

        assert 1 == shares[0]
        assert [0.65, 0.155, 0.063, 0.018] == pytest.approx(shares[1:], rel=0.15)

    def test_comes_by_all_channels(self, leads):
        """
        Each channel brings some leads, and by each medium some may be reached.
        """
        assert set(Channel) == {lead.channel for lead in leads}
        assert set(Medium) == {one.medium for lead in leads for one in lead.contacts}

    def test_has_all_types_of_activities(self, leads):
        """
        Whatever type of activity there is, somebody did it.
        """
        assert set(ActivityType) == {
            one.type for lead in leads for one in lead.activities
        }

    def test_has_seasons_and_grows(self, leads):
        """
        There is a lull in summer and at the end of the year, and more leads come in
        spring than in the autumn before.
        """
        months = Counter((one.created_at.year, one.created_at.month) for one in leads)
        counts = [months[key] for key in sorted(months)]
        june, _, august, september, *_ = counts

        assert 12 == len(counts)
        assert august < min(june, september)
        assert counts[6] < min(counts[5], counts[7])
        assert sum(counts[3:6]) < sum(counts[9:])

    def test_is_over_at_its_end(self, leads):
        """
        Nothing happens before a lead is captured, or after the year.
        """
        for lead in leads:
            records = chain(
                lead.activities, lead.consents, lead.touches, lead.grants, lead.moves
            )
            assert all(lead.created_at <= one.at <= END for one in records)

    def test_who_is_to_be_left_alone_is(self, leads):
        """
        Nothing is sent to a lead between its move to rest and the end of that.
        """
        spans = [
            (lead, move.at, move.resume_at)
            for lead in leads
            for move in lead.moves
            if move.resume_at
        ]

        assert spans
        for lead, since, until in spans:
            assert [] == [
                one.type
                for one in lead.activities
                if one.type in {"email_sent", "sms_sent"} and since < one.at < until
            ]

    @pytest.mark.parametrize(
        ("medium", "purposes"),
        [("email", ["marketing"]), ("sms", ["marketing", "service", "sales"])],
    )
    def test_who_is_written_to_has_agreed(self, leads, medium, purposes):
        """
        Nothing is sent to a lead that can't be reached that way by its own will.
        """
        rule = any_of(*(reachable(purpose, medium) for purpose in purposes))
        sent = [
            (record, one.at)
            for lead in [*leads[::4], *(lead for lead in leads if lead.merged)]
            for record, one in sendings(lead, medium)
        ]

        assert len(sent) > 20
        for record, at in sent:
            assert rule.test(record, as_of=at), record.id

    def test_nobody_is_written_to_too_often(self, leads):
        """
        Before each mailing there were fewer than the most in seven days; some came as
        near to that as they may.
        """
        weekly = contacted("marketing").within(days=7).count()
        most = max(
            weekly.value(lead, as_of=one.at)
            for lead in leads
            for one in lead.activities
            if one.purpose == "marketing"
        )

        assert MOST == most

    def test_each_consent_has_its_proof(self, leads):
        """
        Who is no record of somebody forgotten has with each entry where it was said,
        what was shown, under whose law, and where the proof is.
        """
        for lead in leads:
            for one in lead.consents if lead.erased_at is None else ():
                assert one.source
                assert one.evidence_ref
                assert one.notice_version in {"2025-03", "2026-01"}
                assert one.jurisdiction in {"DE", "GB", "NL", "IT"}

    def test_no_two_activities_have_one_id(self, leads):
        """
        Not even those of two leads, since they might be merged.
        """
        ids = [one.id for lead in leads for one in lead.activities]

        assert len(ids) == len(set(ids))

    def test_everybody_is_a_lead_at_first(self):
        """
        Whoever is captured is a lead: reachable, with consent, and no customer.
        """
        for story in SOME:
            assert is_lead().test(story.lead, as_of=story.lead.created_at)

    def test_all_moves_are_declared(self, leads):
        """
        The moves of each lead can be replayed from its beginning.
        """
        for lead in leads:
            bare = attrs.evolve(lead, moves=[], stage="lead")

            assert lead.stage == LIFECYCLE.replay(bare, lead.moves).stage

    def test_everything_is_judged_at_the_end(self, leads):
        """
        In the end nothing is left to be judged or to be moved.
        """
        for lead in leads[::7]:
            assert not PLAYBOOK.run(lead, until=END).events

    def test_made_again_is_the_same(self, leads):
        """
        A second time the same leads live the same lives.
        """
        groups = islice(together(stories(COUNT)), 100)
        again = [lead for stories_ in groups for lead in lived(stories_)]

        assert leads[: len(again)] == again
        assert any(lead.merged for lead in again)

    def test_is_the_same_on_all_pythons(self):
        """
        Who comes when follows from the numbers alone, to the second.
        """
        first = [
            (story.lead.name, f"{story.lead.created_at:%d %b %Y %H:%M:%S}")
            for story in stories(3)
        ]

        assert FIRST == first


def sendings(lead, medium):
    """
    What was sent to a lead by a medium, each with the record that was known then.
    """
    found = max(map(found_at, lead.merged), default=BEGIN)
    for one in lead.activities:
        if one.type == f"{medium}_sent":
            parts = [part for part in lead.merged if one in part.activities]
            yield (parts[0] if parts and one.at <= found else lead), one


# Living -----------------------------------------------------------------------------


def as_it_happens(story):
    """
    Live through a story, and let nobody know of anything before it happens.
    """
    lead, since = story.lead, None
    for step in waiting(story):
        if isinstance(step, DATED):
            lead = lead.record(step)
        else:
            lead = PLAYBOOK.run(lead, until=step.at, since=since).lead
            lead, since = tried(step, lead), step.at
    return PLAYBOOK.run(lead, until=END, since=since).lead


def naively(story):
    """
    Live through a story, judging each day, and whenever anything happens.
    """
    steps = list(waiting(story))
    lead = story.lead.record(*(step for step in steps if isinstance(step, DATED)))
    others = [step for step in steps if not isinstance(step, DATED)]
    days = {BEGIN + number * DAY for number in range(366)}
    for at in sorted(days | {step.at for step in story.steps} | {lead.created_at}):
        if at < lead.created_at:
            continue
        lead = settled(lead, at)
        while others and others[0].at == at:
            lead = tried(others.pop(0), lead)
        lead = settled(lead, at)
    return lead


def settled(lead, at):
    """
    Judge a lead and make its moves, until there is nothing left to do.
    """
    while True:
        lead = PLAYBOOK.update(lead, at=at).lead
        due = (*LIFECYCLE.due(lead, as_of=at), *LIFECYCLE.automatic(lead, as_of=at))
        if not due:
            return lead
        lead = LIFECYCLE.advance(
            lead, due[0].trigger, at=due[0].deadline, by="standard", reason="due"
        )


def tried(step, lead):
    """
    Take a step as a person would; what is refused changes nothing.
    """
    try:
        return taken(step, lead)
    except MoveRefused:
        return lead


def taken(step, lead):
    """
    Take a step.
    """
    match step:
        case Learned():
            return attrs.evolve(lead, traits={**lead.traits, step.trait: step.value})
        case Left():
            return attrs.evolve(lead, contacts=[*lead.contacts, step.contact])
        case Took():
            codes = [code for code in ("MQL", "SQL", "PQL") if lead.holds(code)]
            takes = lead.stage in {"nurtured", "prospect"} and not lead.holds("SAL")
            if not codes or not takes:
                return lead
            why = f"handed over as {codes[0]}"
            return lead.grant("SAL", at=step.at, by=step.by, evidence=why)
        case Forgotten():
            return erase(lead, step.at, keep=("campaign", "variant"))
    rest = None if step.rest is None else step.at + step.rest
    return LIFECYCLE.advance(
        lead, step.trigger, at=step.at, by=step.by, reason=step.reason, resume_at=rest
    )


eventful = [story for story in SOME if any(isinstance(s, Asked) for s in story.steps)]


class TestLive:
    @given(st.sampled_from(SOME), st.lists(instants, max_size=5))
    @settings(max_examples=60, deadline=None)
    def test_stopping_anywhere_changes_nothing(self, story, stops):
        """
        Lived in one run, or in as many as one likes, the lead is the same.
        """
        pauses = [Asked(at, "nothing") for at in stops if at >= story.lead.created_at]
        steps = sorted([*story.steps, *pauses], key=lambda step: step.at)
        paused = attrs.evolve(story, steps=tuple(steps))

        assert live(story, PLAYBOOK).lead == live(paused, PLAYBOOK).lead

    @given(st.sampled_from(SOME))
    @settings(max_examples=60, deadline=None)
    def test_nobody_knows_the_future(self, story):
        """
        Recording things when they happen, and not at once, gives the same lead.
        """
        lived, other = live(story, PLAYBOOK).lead, as_it_happens(story)

        assert lived == attrs.evolve(other, revision=lived.revision)

    @pytest.mark.parametrize("story", eventful[::6], ids=lambda story: story.lead.id)
    def test_looking_every_day_finds_the_same(self, story):
        """
        Judging each day, and whenever something happens, finds the same moves and
        grants, less than a day later.
        """
        lived, other = live(story, PLAYBOOK).lead, naively(story)
        moves = [(one.trigger, one.source, one.target, one.at) for one in lived.moves]
        assert moves == [(o.trigger, o.source, o.target, o.at) for o in other.moves]
        for code in PLAYBOOK.qualifications:
            once, twice = (
                [one for one in reversed(lead.grants) if one.qualification == code]
                for lead in (lived, other)
            )
            assert [one.granted for one in once] == [one.granted for one in twice]
            for one, late in zip(once, twice, strict=True):
                assert timedelta(0) <= late.at - one.at < DAY

    def test_refusals_leave_the_lead_as_it_is(self):
        """
        A story in which somebody is refused goes on, and tells of it.
        """
        lived = [live(story, PLAYBOOK) for story in SOME[:60]]
        refused = [one for one in lived if one.refused]
        assert refused
        for one in refused:
            for refusal in one.refused:
                assert one.lead.id == refusal.lead_id
                assert "guard" == refusal.code
                assert refusal.stage == stage_at(one.lead, refusal.at)
