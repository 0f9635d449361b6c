"""
The people of a company, rolled up: the highest, the sum, the engaged.
"""

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Activity,
    InputError,
    Lead,
    LeadError,
    MergeError,
    Points,
    RuleError,
    Scorecard,
    account_score,
    account_scores,
    activity,
    consented,
    erase,
    merge,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
CARD = Scorecard(
    "engagement",
    [
        Points(0.1, per=activity("page_viewed"), name="pages"),
        Points(30, per=activity("demo_requested"), name="demos"),
        Points(-5, per=activity("unsubscribed"), name="gone"),
    ],
)
TYPES = ("page_viewed", "demo_requested", "unsubscribed")


def person(number, *types):
    """
    A person who did these things.
    """
    did = [Activity(id=f"a{n}", type=one, at=NOW) for n, one in enumerate(types)]
    return Lead(id=f"L-{number}", activities=did)


@st.composite
def groups(draw):
    """
    The people of a company.
    """
    did = draw(st.lists(st.lists(st.sampled_from(TYPES), max_size=6), max_size=6))
    return [person(number, *types) for number, types in enumerate(did)]


class TestAccountScore:
    @given(groups(), st.none() | st.integers(0, 90), st.randoms())
    def test_rolls_up(self, people, ceiling, random):
        """
        It is the highest score, the sum up to the ceiling, and how many have points,
        whatever the order.
        """
        points = [round(100 * CARD.score(one, as_of=NOW).total) for one in people]
        whole = sum(points)
        if ceiling is not None:
            whole = min(whole, 100 * ceiling)
        random.shuffle(people)
        score = account_score(people, CARD, as_of=NOW, ceiling=ceiling)

        assert (max(points) / 100 if points else None) == score.highest
        assert whole / 100 == score.sum
        assert sum(one > 0 for one in points) == score.engaged

    @given(groups(), st.randoms())
    def test_says_who(self, people, random):
        """
        Everybody is listed with the own score, the highest first, then by id.
        """
        scores = {one.id: CARD.score(one, as_of=NOW).total for one in people}
        expected = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        random.shuffle(people)
        score = account_score(people, CARD, as_of=NOW)

        assert expected == [(one.lead_id, one.points) for one in score.people]

    def test_engaged(self):
        """
        A host says who counts as engaged; who isn't known to be, doesn't.
        """
        people = [person(1, "demo_requested"), person(2, "page_viewed"), person(3)]

        for rule, expected in [
            (None, 2),
            (CARD >= 30, 1),
            (CARD >= 0, 3),
            (consented("marketing", "email"), 0),
        ]:
            score = account_score(people, CARD, as_of=NOW, engaged=rule)

            assert expected == score.engaged

    def test_text(self):
        """
        As a text it is the three numbers, and a line for each person.
        """
        people = [person(1, "page_viewed"), person(2, "demo_requested"), person(3)]

        assert (
            "engagement: highest 30, sum 20 (ceiling 20), 2 of 3 engaged\n"
            "  L-2 30, engaged\n"
            "  L-1 0.1, engaged\n"
            "  L-3 0" == str(account_score(people, CARD, as_of=NOW, ceiling=20))
        )
        assert (
            "engagement: highest 30, sum 30.1, 2 of 3 engaged"
            == (str(account_score(people, CARD, as_of=NOW)).splitlines()[0])
        )

    def test_nobody(self):
        """
        Of nobody there is no highest score.
        """
        score = account_score([], CARD, as_of=NOW)

        assert (None, 0, 0) == (score.highest, score.sum, score.engaged)
        assert "engagement: nobody" == str(score)

    def test_each_person_once(self):
        """
        Who is there twice, or was merged into another one, counts once.
        """
        one, two = person(1, "demo_requested"), person(2, "demo_requested")
        merged = attrs.evolve(one, merged=[one, two])
        score = account_score([merged, two, merged], CARD, as_of=NOW)

        assert ["L-1"] == [one.lead_id for one in score.people]

    def test_merged_time_and_again(self):
        """
        Who was merged into one that was merged later counts once, too.
        """
        one, two, three = (person(number, "demo_requested") for number in (1, 2, 3))
        one, two, three = (
            attrs.evolve(
                lead,
                activities=[attrs.evolve(lead.activities[0], id=f"{lead.id}-a")],
            )
            for lead in (one, two, three)
        )
        later = Activity(id="later", type="demo_requested", at=NOW)
        merged = merge(merge(one, two).record(later), three)
        score = account_score([merged, two], CARD, as_of=NOW)

        assert 120 == score.sum

    def test_one_in_two(self):
        """
        A record that was merged into two of them is refused.
        """
        one, two, three = (person(number) for number in (1, 2, 3))
        with pytest.raises(MergeError, match="merged into both") as caught:
            account_score([merge(one, two), merge(three, two)], CARD, as_of=NOW)

        assert "same-id" == caught.value.code

    def test_erased(self):
        """
        Who was forgotten counts until then, and no longer.
        """
        other, lead = person(1), person(2, "demo_requested")
        gone = erase(lead, NOW)
        before = NOW - timedelta(microseconds=1)

        for as_of, expected in [(before, ["L-1", "L-2"]), (NOW, ["L-1"])]:
            score = account_score([other, gone], CARD, as_of=as_of)

            assert expected == [one.lead_id for one in score.people]

    def test_erased_with_what_it_was_made_of(self):
        """
        A merged person who was forgotten doesn't count as the record that was merged.
        """
        one, two = person(1), person(2)
        gone = erase(merge(one, two), NOW)

        assert () == account_score([gone, two], CARD, as_of=NOW).people

    def test_two_with_one_id(self):
        """
        Two different leads with one id are refused.
        """
        with pytest.raises(MergeError) as caught:
            account_score([person(1), person(1, "reviewed")], CARD, as_of=NOW)

        assert "same-id" == caught.value.code
        assert "two different leads with one id" == caught.value.came

    def test_a_company(self):
        """
        A company among its people is refused.
        """
        company = Lead(id="C-1", kind="company")
        with pytest.raises(LeadError, match="lead 'C-1' among the people") as caught:
            account_score([company], CARD, as_of=NOW)

        assert ("a company", "a person") == (caught.value.came, caught.value.expected)

    @pytest.mark.parametrize(
        ("people", "card", "more", "error"),
        [
            (["L-1"], CARD, {}, LeadError),
            (None, CARD, {}, LeadError),
            (person(1), CARD, {}, LeadError),
            ([], "engagement", {}, RuleError),
            ([], CARD, {"engaged": "yes"}, RuleError),
            ([], CARD, {"ceiling": 0.001}, RuleError),
            ([], CARD, {"ceiling": "100"}, RuleError),
            ([], CARD, {"as_of": None}, LeadError),
        ],
    )
    def test_refuses(self, people, card, more, error):
        """
        What are no people, no card, no rule, no points or no instant is refused.
        """
        with pytest.raises(error):
            account_score(people, card, **{"as_of": NOW, **more})


class TestAccountScores:
    @given(groups(), st.lists(st.sampled_from(["A", "B", None]), min_size=6))
    def test_is_each_by_itself(self, people, accounts):
        """
        Each account has the score that its people have by themselves.
        """
        home = {one.id: account for one, account in zip(people, accounts, strict=False)}
        scores = account_scores(
            people, CARD, by=lambda lead: home[lead.id], as_of=NOW, ceiling=50
        )

        assert {account for account in home.values() if account} == set(scores)
        for account, score in scores.items():
            own = [one for one in people if home[one.id] == account]

            assert account_score(own, CARD, as_of=NOW, ceiling=50) == score

    def test_companies(self):
        """
        The companies among the leads are passed over.
        """
        leads = [Lead(id="C-1", kind="company"), person(1)]
        scores = account_scores(leads, CARD, by=lambda _: "C-1", as_of=NOW)

        assert ["L-1"] == [one.lead_id for one in scores["C-1"].people]

    @pytest.mark.parametrize("by", ["company", None])
    def test_refuses_what_groups_nothing(self, by):
        """
        What is no function tells no account.
        """
        with pytest.raises(InputError, match=r"account_scores\(by=...\): got a"):
            account_scores([], CARD, by=by, as_of=NOW)

    def test_refuses(self):
        """
        What is no lead is refused.
        """
        with pytest.raises(LeadError, match="a person of an account: got a str"):
            account_scores(["L-1"], CARD, by=lambda _: "C-1", as_of=NOW)
