"""
Witnesses: stories in plain words, and as tests that fail while the fault is there.
"""

import re
import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import ModuleType
from typing import Literal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import Host, hosts, rules

import leadkit as lk
from leadkit import standard
from leadkit.errors import LeadError
from leadkit.records import types_of_record
from leadkit.rules.proof.drafts import Budget, record_for
from leadkit.testing.stories.living import live
from leadkit.testing.stories.occurrences import (
    Became,
    Qualified,
    Reached,
    Recorded,
    Withdrawn,
    between,
)
from leadkit.testing.stories.regression import (
    law_test,
    setting,
    story_test,
    text_of_test,
    witness_of,
)
from leadkit.testing.stories.sources import (
    Bare,
    Call,
    laid_out,
    lead_source,
    quoted,
    source_of,
    source_of_rule,
)
from leadkit.testing.stories.story import BEGINNING, Made, Step, Story, gone_through
from leadkit.testing.stories.telling import told

DAY = timedelta(days=1)
LAW = "no lead enters 'customer' unless <bought> is known true"


@attrs.frozen(kw_only=True)
class Shop(lk.Lead):
    size: int | None = None
    segment: str | None = None
    renewed: datetime | None = None


@attrs.frozen(kw_only=True)
class Pet(lk.Lead):
    race: str | None = None
    weight: float | None = None
    born: datetime | None = None
    size: Literal["big", "small"] | None = None
    tame: bool | None = None


F = lk.fields(Shop, traits={"seats": int})
BOUGHT = lk.activity("purchased").count() >= 1
AGREED = lk.reachable("marketing")


def shop(*transitions):
    return lk.Lifecycle("shop", ["lead", "nurtured", "customer"], "lead", transitions)


NURTURE = lk.Transition("nurture", "lead", "nurtured", AGREED & (F.size >= 3))
BROKEN = shop(NURTURE, lk.Transition("convert", "nurtured", "customer"))
FIXED = shop(NURTURE, lk.Transition("convert", "nurtured", "customer", BOUGHT))
PLAYBOOK = lk.Playbook(
    "shop",
    record=Shop,
    scorecards=[lk.Scorecard("fit", [lk.Points(5, F.size > 3)])],
    qualifications=[lk.Qualification("MQL", F.size > 3)],
    lifecycle=shop(NURTURE, lk.Transition("convert", "nurtured", "customer", BOUGHT)),
)
_HIDDEN = shop(NURTURE)


def story_of(*untrue, lifecycle=BROKEN):
    nurture, convert = lifecycle.transitions
    return live(
        lifecycle,
        [
            Step(nurture, "lead", "nurtured", (nurture.when.node,)),
            Step(convert, "nurtured", "customer", (), untrue),
        ],
        record=Shop,
    )


def run(text, **names):
    """
    Run the test in a text, as if it stood in a module.
    """
    scope = {}
    exec(compile(text, "<pasted>", "exec"), scope)
    tests = [name for name in scope if name.startswith("test_")]
    assert len(tests) == 1
    scope.update(names)
    scope[tests[0]]()
    return scope


@pytest.fixture
def module():
    """
    A module of a host that is loaded.
    """
    made = ModuleType("mycrm_sales")
    sys.modules["mycrm_sales"] = made
    yield made
    del sys.modules["mycrm_sales"]


class TestWitnessOf:
    def test_its_test_fails_while_the_fault_is_there(self, module):
        """
        The test fails on the broken lifecycle, and passes on the repaired one.
        """
        module.FUNNEL, module.Shop = BROKEN, Shop
        found = witness_of(story_of(BOUGHT.node), law=LAW, lifecycle=BROKEN)
        assert "from mycrm_sales import FUNNEL" in found.test
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            run(found.test)
        run(found.test, FUNNEL=FIXED)

    def test_its_story_has_a_sentence_for_each_thing_that_happens(self):
        """
        What happens is told in order, with what isn't known true at the last move.
        """
        found = witness_of(
            story_of(BOUGHT.node), law=LAW, lifecycle=BROKEN, though=BOUGHT.node
        )
        assert found.story == (
            "A lead begins at 'lead', with size 3, a contact point by email.",
            "2026-01-02 12:00: it agrees to 'marketing' by email.",
            "2026-01-02 12:00: 'nurture' takes it from 'lead' to 'nurtured'.",
            (
                "2026-01-03 12:00: 'convert' takes it from 'nurtured' to 'customer',"
                " though <count of purchased >= 1> isn't known true."
            ),
        )
        assert found.moves == ("nurture", "convert")
        assert found.lead.stage == "customer"

    def test_a_witness_may_have_another_test(self):
        """
        A test that is written otherwise is taken as it is.
        """
        found = witness_of(story_of(), law=LAW, lifecycle=BROKEN, test="its own")
        assert found.test == "its own"


class TestStoryTest:
    def test_where_no_move_is_allowed(self, module):
        """
        A lead that can't go on is a test that some move is allowed.
        """
        module.FUNNEL, module.Shop = FIXED, Shop
        story = live(
            FIXED,
            [Step(NURTURE, "lead", "nurtured", (NURTURE.when.node,))],
            record=Shop,
            then=(lk.ALWAYS.node,),
            then_untrue=(BOUGHT.node,),
        )
        text = story_test(story, law=LAW, lifecycle=FIXED, ending="allowed")
        with pytest.raises(AssertionError):
            run(text)
        run(text, FUNNEL=BROKEN)
        assert told(story, ending="allowed")[-1] == (
            "2026-01-03 12:00: no move from 'nurtured' is allowed."
        )

    def test_a_story_without_moves(self, module):
        """
        A lead that begins where none may be is a test of where leads begin.
        """
        module.FUNNEL = BROKEN
        story = live(BROKEN, [], record=Shop)
        text = story_test(story, law=LAW, lifecycle=BROKEN)
        with pytest.raises(AssertionError):
            run(text)
        other = lk.Lifecycle("x", ["a", "lead"], "a", [lk.Transition("t", "a", "lead")])
        run(text, FUNNEL=other)

    def test_a_lifecycle_that_is_nowhere(self):
        """
        Where a lifecycle is kept nowhere, a line is to be filled in.
        """
        lifecycle = attrs.evolve(BROKEN)
        text = story_test(story_of(), law=LAW, lifecycle=lifecycle)
        assert "LIFECYCLE = ...  # fill in: your Lifecycle 'shop'" in text
        assert "def test_no_lead_enters_customer_unless_bought_is_known_true():" in text

    def test_long_laws_make_short_names(self):
        """
        The name of a test ends after whole words.
        """
        text = law_test("word " * 50, "standard", PLAYBOOK)
        name = re.search(r"def (\w+)\(\)", text).group(1)
        assert len(name) <= 72
        assert name.endswith("_word")

    @given(rules(), rules())
    @settings(max_examples=15)
    def test_whatever_the_rules_are(self, first, second):
        """
        The test of any story is valid, and passes once the last move is refused.
        """
        one = lk.Transition("go", "lead", "a", first)
        other = lk.Transition("on", "a", "b", second)
        lifecycle = lk.Lifecycle("any", ["lead", "a", "b"], "lead", [one, other])
        steps = [
            Step(one, "lead", "a", (first.node,)),
            Step(other, "a", "b", (second.node,), (first.node,)),
        ]
        story = live(lifecycle, steps, record=Host, budget=Budget(100))
        if story is None:  # which says nothing
            return
        text = story_test(story, law="any", lifecycle=lifecycle)
        names = {"LIFECYCLE": lifecycle, "Record": Host}
        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            run(text, **names)
        closed = [one, attrs.evolve(other, when=lk.NEVER)]
        run(text, **{**names, "LIFECYCLE": attrs.evolve(lifecycle, transitions=closed)})


class TestSetting:
    def test_it_makes_the_lead_of_the_story(self):
        """
        The statements make the same lead, whatever happens to it between the moves.
        """
        lead = Shop(id="L-1", size=4, traits={"seats": 1})
        lead = lead.record(
            lk.Consent(purpose="p", medium="post", granted=True, at=BEGINNING)
        )
        contact = lk.ContactPoint("email", "lead@example.com")
        later = BEGINNING + 2 * DAY
        go = lk.Transition("go", "lead", "a")
        lifecycle = lk.Lifecycle("x", ["lead", "a"], "lead", [go])
        events = [
            Made.of(Step(go, "lead", "a"), BEGINNING + DAY),
            Recorded(lk.Activity(id="a1", type="email_sent", at=later, value=1.5)),
            Recorded(lk.Activity(id="a2", type="email_sent", at=later, value=1.5)),
            Recorded(lk.Activity(id="a3", type="x", at=later, direction="outbound")),
            Recorded(lk.Touch("form", at=later)),
            Recorded(lk.Consent(purpose="q", medium="sms", status="denied", at=later)),
            Withdrawn("p", "post", later),
            Qualified("MQL", granted=True, at=later),
            Qualified("SQL", granted=True, at=later, by="shop", automatic=True),
            Qualified("MQL", granted=False, at=later + DAY),
            Reached((contact,), (), later),
            Reached((), (contact,), later),
            Became({"size": 9, "segment": 'a "b"', "renewed": later}, {}, later),
            Became({}, {"seats": 3, "other": None}, later),
        ]
        leads = gone_through(lifecycle, lead, events)
        story = Story(lead, tuple(events), leads, later)
        scope = {"LIFECYCLE": lifecycle, "Shop": Shop, "lk": lk, "attrs": attrs}
        scope.update(datetime=datetime, UTC=UTC)
        exec("\n".join(setting(story, story.events, "LIFECYCLE")), scope)
        made = scope["lead"]
        assert attrs.evolve(story.lead, revision=made.revision) == made

    def test_its_first_name(self):
        """
        The lead as it begins may be called otherwise.
        """
        first = setting(story_of(), story_of().events, "FUNNEL", "first")
        assert first[0].startswith("first = ")
        assert first[1].startswith("lead = FUNNEL.advance(")
        assert "first" in first[1]


class TestTold:
    def test_repeated_activities_are_told_as_one(self):
        """
        Activities that differ in nothing but their ids are one sentence.
        """
        events = [
            Recorded(lk.Activity(id=f"a{n}", type="email_sent", at=BEGINNING + n * DAY))
            for n in range(3)
        ]
        other = Recorded(lk.Activity(id="b", type="x", at=BEGINNING + 3 * DAY, value=2))
        leads = gone_through(BROKEN, Shop(id="L-1"), [*events, other])
        story = Story(leads[0], (*events, other), leads, BEGINNING)
        assert told(story) == (
            "A lead begins at 'lead'.",
            (
                "2026-01-01 12:00: 'email_sent' is recorded 3 times"
                " until 2026-01-03 12:00."
            ),
            "2026-01-04 12:00: 'x' is recorded (value 2).",
        )

    @pytest.mark.parametrize(
        ("event", "text"),
        [
            (
                Qualified("MQL", granted=True, at=BEGINNING),
                "'MQL' is granted by somebody",
            ),
            (
                Qualified("MQL", granted=False, at=BEGINNING, automatic=True),
                "'MQL' is revoked by a rule",
            ),
            (
                Withdrawn("p", "sms", BEGINNING),
                "it withdraws its consent to 'p' by sms",
            ),
            (
                Recorded(
                    lk.Consent(purpose="p", medium="sms", status="denied", at=BEGINNING)
                ),
                "it doesn't agree to 'p' by sms",
            ),
            (Recorded(lk.Touch("form", at=BEGINNING)), "it finds us by form"),
            (
                Became({"size": None}, {"seats": 3}, BEGINNING),
                "size is missing now, seats is 3 now",
            ),
            (
                Became({"renewed": BEGINNING}, {}, BEGINNING),
                "renewed is 2026-01-01T12:00:00+00:00 now",
            ),
            (
                Reached(
                    (lk.ContactPoint("post", "1 Example Street"),),
                    (lk.ContactPoint("email", "lead@example.com"),),
                    BEGINNING,
                ),
                (
                    "it gives up a contact point by email"
                    " and leaves a contact point by post"
                ),
            ),
        ],
    )
    def test_each_thing_that_happens(self, event, text):
        """
        Whatever happens is told in plain words.
        """
        assert str(event) == text

    def test_choices_are_told_by_their_codes(self):
        """
        A member of an enumeration is shown by its value.
        """

        class Tier(StrEnum):
            GOLD = "gold"

        assert str(Became({"tier": Tier.GOLD}, {}, BEGINNING)) == "tier is 'gold' now"


def without_missing(lead):
    """
    A lead without traits that are missing, and as if nothing had been recorded.
    """
    traits = {name: value for name, value in lead.traits.items() if value is not None}
    return attrs.evolve(lead, traits=traits, revision=0)


class TestBetween:
    @settings(max_examples=max(10, settings().max_examples // 2))
    @given(hosts(), hosts())
    def test_what_happened_makes_the_other_lead(self, before, after):
        """
        What is found between a lead and what became of it makes just that of it.
        """
        kept = {"id": before.id, "stage": before.stage, "moves": before.moves}
        later = attrs.evolve(
            after,
            **kept,
            revision=0,
            erased_at=before.erased_at,
            merged=before.merged,
            contacts=before.contacts,
            touches={*before.touches, *after.touches},
            activities={
                one.id: one for one in (*after.activities, *before.activities)
            }.values(),
            consents={*before.consents, *after.consents},
            grants=before.grants,
        )
        lead = before
        for event in between(before, later, BEGINNING):
            lead = event.done(lead)
        assert without_missing(later) == without_missing(lead)

    @given(st.lists(st.tuples(st.sampled_from(["MQL", "SQL"]), st.booleans())))
    def test_grants(self, said):
        """
        Grants and revocations are found in the order in which they were recorded.
        """
        before = after = Shop(id="L-1")
        for number, (code, granted) in enumerate(said):
            door = after.grant if granted else after.revoke
            after = door(code, at=BEGINNING + number * DAY, by="Mina")
        again = before
        for event in between(before, after, BEGINNING):
            again = event.done(again)
        assert again == after

    def test_contact_points(self):
        """
        Contact points come and go.
        """
        one = lk.ContactPoint("email", "lead@example.com")
        other = lk.ContactPoint("post", "1 Example Street")
        before = Shop(id="L-1", contacts=[one])
        after = Shop(id="L-1", contacts=[other])
        (event,) = between(before, after, BEGINNING)
        assert event == Reached((other,), (one,), BEGINNING)
        assert event.done(before) == after


class TestSourceOf:
    def test_a_public_name_of_a_module(self, module):
        """
        What stands under a public name is imported from there.
        """
        module._HIDDEN = module.FUNNEL = BROKEN
        found = source_of(BROKEN)
        assert (found.expression, found.imports) == (
            "FUNNEL",
            "from mycrm_sales import FUNNEL",
        )
        assert found.known

    @pytest.mark.parametrize(
        ("part", "expression"),
        [
            (PLAYBOOK, "BOOK"),
            (PLAYBOOK.lifecycle, "BOOK.lifecycle"),
            (PLAYBOOK.scorecards["fit"], 'BOOK.scorecards["fit"]'),
            (PLAYBOOK.qualifications["MQL"], 'BOOK.qualifications["MQL"]'),
            (Shop, "BOOK.record"),
        ],
        ids=["playbook", "lifecycle", "card", "qualification", "record"],
    )
    def test_a_part_of_a_playbook(self, module, part, expression):
        """
        A part of a playbook is found in it.
        """
        module.BOOK = PLAYBOOK
        found = source_of(part)
        assert found.expression == expression
        assert found.imports == "from mycrm_sales import BOOK"

    def test_where_it_is_defined_comes_before_a_test(self, module):
        """
        Of several modules, one that is no test and has a short path is named.
        """
        for name in ("test_sales", "mycrm_sales.inner", "_mycrm", "__main__"):
            sys.modules.setdefault(name, ModuleType(name))
        main = sys.modules["__main__"]
        try:
            for name in ("test_sales", "mycrm_sales.inner", "_mycrm"):
                sys.modules[name].FUNNEL = BROKEN
            main.FUNNEL_OF_MAIN = BROKEN
            module.OTHER = BROKEN
            assert source_of(BROKEN).imports == "from mycrm_sales import OTHER"
            del module.OTHER
            found = source_of(BROKEN).imports
            assert found == "from mycrm_sales.inner import FUNNEL"
        finally:
            del main.FUNNEL_OF_MAIN
            for name in ("test_sales", "mycrm_sales.inner", "_mycrm"):
                del sys.modules[name]

    def test_what_stands_nowhere(self):
        """
        What is kept under no public name is a line to fill in.
        """
        found = source_of(_HIDDEN, fallback="FUNNEL")
        assert not found.known
        assert (found.expression, found.imports) == (
            "FUNNEL",
            "FUNNEL = ...  # fill in: your Lifecycle 'shop'",
        )

        class Local(lk.Lead):
            """A class within a function."""

        assert source_of(Local, fallback="Record").imports == (
            "Record = ...  # fill in: the class Local"
        )

    def test_what_is_leadkits_own(self):
        """
        A public class of leadkit is taken from there.
        """
        assert source_of(lk.Lead).expression == "lk.Lead"

    def test_a_class_that_was_made_up(self):
        """
        What leadkit made up for want of a class of leads, the test makes up, too.
        """
        fields = lk.fields(Pet)
        rules = [
            fields.race == "collie",
            fields.weight > 2.5,
            fields.born.before(datetime(2026, 1, 1, tzinfo=UTC)),
            fields.size == "big",
            lk.all_of(fields.tame),
        ]
        made = record_for([rule.node for rule in rules])
        source = source_of(made)
        text = text_of_test("a lead", ["assert ExampleLead and lk.Lead"], [source])
        given = run(text)

        assert not source.known
        assert types_of_record(made) == types_of_record(given["ExampleLead"])

    def test_strange_modules(self):
        """
        What isn't a module, though it stands among them, is passed over.
        """
        sys.modules["strange"] = None
        try:
            assert not source_of(_HIDDEN).known
        finally:
            del sys.modules["strange"]


class TestSourceOfRule:
    @settings(max_examples=max(10, settings().max_examples // 2))
    @given(rules())
    def test_a_rule_without_a_name_is_written_as_json(self, rule):
        """
        Read, the JSON is the same rule again; a rule that can't be read is a line to
        fill in.
        """
        source = source_of_rule(rule.node, Host)
        if source.known:
            again = eval(source.expression, {"lk": lk, "Host": Host})

            assert rule.node == again.node
        else:
            assert "RULE = ...  # fill in: the rule <" in source.imports

    def test_a_rule_that_is_kept_is_imported(self, module):
        """
        What has a name in a module is called by it, a flag too.
        """
        module.IS_BIG = F.size >= 50
        module.PARTNER = lk.fields(lk.Lead, traits={"partner": bool}).partner
        again = lk.fields(Shop).size >= 50
        partner = lk.all_of(module.PARTNER).node

        assert source_of_rule(again.node, Shop).expression == "IS_BIG"
        assert source_of_rule(partner, None).imports == (
            "from mycrm_sales import PARTNER"
        )

    def test_a_rule_that_can_not_be_written(self):
        """
        A host's own function is a line to fill in.
        """
        lucky = lk.rule(name="lucky")(lambda lead, as_of: True)
        source = source_of_rule(lucky.node, None, fallback="RULE_1")

        assert source.expression == "RULE_1"
        assert source.imports == "RULE_1 = ...  # fill in: the rule <lucky>"


class TestLeadSource:
    @settings(max_examples=max(10, settings().max_examples // 2))
    @given(hosts())
    def test_it_makes_the_lead(self, lead):
        """
        The call makes an equal lead.
        """
        text = laid_out(lead_source(lead))
        assert lead == eval(text, {"Host": Host})

    def test_it_says_no_more_than_it_must(self):
        """
        What is so by default isn't said.
        """
        lead = Shop(id="L-1", size=3, activities=[], consents=[])
        assert laid_out(lead_source(lead).arguments[0]) == '{"id": "L-1", "size": 3}'

    def test_a_lead_that_cannot_be_written(self):
        """
        A field that JSON has no word for leaves a place to fill in, without its values.
        """

        @attrs.frozen(kw_only=True)
        class Odd(lk.Lead):
            odd: object = None

        lead = Odd(id="L-1", odd=object())
        with pytest.raises(LeadError):
            lead.to_dict()
        assert lead_source(lead).text.startswith("...  # fill in: Odd(id='L-1'")


class TestLaidOut:
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.floats(0, 9),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(st.text(max_size=9), inner, max_size=4)
            ),
        )
    )
    def test_data_comes_back(self, data):
        """
        What is written is what is read.
        """
        assert data == eval(laid_out(data))

    @given(st.datetimes(timezones=st.just(UTC)))
    def test_instants_come_back(self, at):
        """
        An instant is written as exactly as it is.
        """
        assert at == eval(laid_out(at), {"datetime": datetime, "UTC": UTC})

    @given(st.lists(st.text("ab", max_size=30), max_size=6), st.integers(0, 3))
    def test_lines_are_short(self, texts, depth):
        """
        No line is longer than a line may be, unless a text in it is.
        """
        call = Call("name", tuple(texts), {"more": texts})
        lines = laid_out(call, depth).splitlines()
        assert all(len(line) <= 88 for line in lines)

    def test_calls(self):
        """
        Arguments stand on a line of their own where that is long enough.
        """
        call = Call("call", ("a" * 40, Bare("x")), {"name": "b" * 30})
        assert laid_out(call) == (f'call(\n    "{"a" * 40}", x, name="{"b" * 30}"\n)')

    def test_what_cannot_be_parted(self):
        """
        A long text stays on one line.
        """
        assert laid_out("a" * 100) == f'"{"a" * 100}"'


class TestQuoted:
    @given(st.text())
    def test_it_comes_back(self, text):
        """
        A literal is the text that it was made of.
        """
        assert text == eval(quoted(text))

    def test_double_quotes_where_they_are_as_short(self):
        """
        A text without quotes has double ones.
        """
        assert quoted("plain") == '"plain"'
        assert quoted('say "x"') == "'say \"x\"'"


class TestLawTest:
    def test_it_asks_the_law_itself(self, module):
        """
        The test asks for the law about what it was asked of, and insists.
        """
        module.BOOK = PLAYBOOK
        text = law_test("replays restore", "replay_restores", PLAYBOOK)
        assert text == (
            "from leadkit.testing import laws\n\n"
            "from mycrm_sales import BOOK\n\n\n"
            "def test_replays_restore():\n"
            "    laws.replay_restores(BOOK).check()\n"
        )
        run(text)

    def test_the_standard_playbook_needs_a_line(self):
        """
        What nobody keeps is a line to fill in.
        """
        text = law_test("x", "standard", standard.playbook())
        assert "GIVEN = ...  # fill in: your Playbook 'standard'" in text

    def test_what_else_the_law_was_given_is_given_again(self, module):
        """
        The class of leads and the rules that stay true are part of the test, whatever
        is in the names of stages.
        """
        module.Shop, module.WON = Shop, F.size >= 50
        text = law_test(
            "x",
            "reversible",
            BROKEN,
            "{lost}",
            record=Shop,
            monotone=[module.WON.node],
            to=["a"],
        )

        assert "import Shop\n" in text
        assert '"{lost}"' in text
        assert "monotone=[WON]" in text
        assert "record=Shop" in text
