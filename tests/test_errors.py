"""
Errors carry their facts as attributes and never quote a value.
"""

import copy
import pickle
from datetime import UTC, datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import (
    Channel,
    InputError,
    InstantError,
    Lead,
    LeadError,
    LeadkitError,
    MoveRefused,
    RuleError,
    UnknownFieldError,
    explain,
    holds,
)
from leadkit.errors import described, either, is_a, listing, near_miss, with_article

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

INPUT_ERRORS = [InputError, LeadError, RuleError, UnknownFieldError, InstantError]

ERRORS = [
    LeadkitError("a sentence"),
    *(kind("a thing", "this", "that", "Do so.") for kind in INPUT_ERRORS),
    MoveRefused(
        code="guard",
        lead_id="L-1",
        trigger="qualify",
        stage="nurtured",
        at=NOW,
        unmet=(explain(holds("MQL"), Lead(id="L-1"), as_of=NOW),),
        allowed=("nurture",),
    ),
]


class TestInputError:
    @pytest.mark.parametrize("kind", INPUT_ERRORS)
    def test_sentence(self, kind):
        """
        The sentence says what came, what was expected and what to do.
        """
        error = kind("field 'x' of Lead", "a str", "a number", "Write a number.")

        assert (
            "field 'x' of Lead: got a str, expected a number. Write a number."
            == str(error)
        )

    @pytest.mark.parametrize("kind", INPUT_ERRORS)
    def test_sentence_without_cure(self, kind):
        """
        Without a cure the sentence ends with what was expected.
        """
        assert "a rule: got a str, expected a Rule." == str(
            kind("a rule", "a str", "a Rule")
        )

    @pytest.mark.parametrize("kind", INPUT_ERRORS)
    @given(facts=st.tuples(st.text(), st.text(), st.text(), st.text()))
    def test_facts(self, kind, facts):
        """
        What is given is there as attributes and as `args`.
        """
        error = kind(*facts)

        assert facts == (error.subject, error.came, error.expected, error.cure)
        assert facts == error.args


class TestKinship:
    @pytest.mark.parametrize(
        ("kind", "parents"),
        [
            (InputError, {LeadkitError, ValueError}),
            (LeadError, {InputError}),
            (RuleError, {InputError}),
            (UnknownFieldError, {RuleError, AttributeError}),
            (InstantError, {LeadError, RuleError}),
            (MoveRefused, {LeadkitError}),
        ],
    )
    def test_parents(self, kind, parents):
        """
        An error is caught by what its callers would expect to catch.
        """
        assert parents == set(kind.__bases__)

    def test_two_worlds(self):
        """
        What is wrong with a record isn't caught as a wrong rule, and vice versa.
        """
        assert not issubclass(LeadError, RuleError)
        assert not issubclass(RuleError, LeadError)


class TestCopying:
    @pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
    @pytest.mark.parametrize(
        "copied",
        [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy],
        ids=["pickle", "copy", "deepcopy"],
    )
    def test_comes_back_whole(self, error, copied):
        """
        An error that crosses a process keeps its class, its facts and its sentence.
        """
        again = copied(error)

        assert type(error) is type(again)
        assert repr(error) == repr(again)
        assert str(error) == str(again)

    @pytest.mark.parametrize(
        "error",
        [error for error in ERRORS if attrs.has(type(error))],
        ids=lambda e: type(e).__name__,
    )
    def test_attributes(self, error):
        """
        Every attribute survives pickling.
        """
        again = pickle.loads(pickle.dumps(error))

        assert attrs.astuple(error, recurse=False) == attrs.astuple(
            again, recurse=False
        )


class TestNearMiss:
    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("compny_size", "Did you mean 'company_size'?"),
            ("job", "Did you mean 'jobs'?"),
            ("zzz", ""),
            ("", ""),
        ],
    )
    def test_examples(self, name, sentence):
        """
        A name that is nearly one of the known ones is suggested, no other.
        """
        assert sentence == near_miss(name, ["company_size", "jobs"])

    @given(st.text(), st.lists(st.text()))
    def test_suggests_what_is_known(self, name, known):
        """
        What is suggested is one of the known names.
        """
        sentence = near_miss(name, iter(known))

        assert sentence in {"", *(f"Did you mean {one!r}?" for one in known)}

    @given(st.lists(st.text(min_size=1), min_size=1), st.data())
    def test_the_name_itself(self, known, data):
        """
        A known name is its own nearest.
        """
        name = data.draw(st.sampled_from(known))

        assert f"Did you mean {name!r}?" == near_miss(name, known)


class TestListing:
    @pytest.mark.parametrize(
        ("names", "words"),
        [
            ([], "nothing"),
            (["email"], "'email'"),
            (["email", "sms"], "'email' or 'sms'"),
            (("email", "phone", "sms"), "'email', 'phone' or 'sms'"),
            ([Channel.PPC, Channel.SMS], "'ppc' or 'sms'"),
        ],
    )
    def test_examples(self, names, words):
        """
        Choices are quoted and joined as in speech; codes stand for their members.
        """
        assert words == listing(iter(names))


class TestEither:
    def test_choices_are_joined_as_they_are(self):
        """
        Nothing is quoted here, because the caller knows what the choices are.
        """
        assert "1, 2 or 3" == either(str(choice) for choice in (1, 2, 3))


class TestWithArticle:
    @pytest.mark.parametrize(
        ("cls", "words"),
        [(int, "an int"), (str, "a str"), (LeadError, "a LeadError")],
    )
    def test_examples(self, cls, words):
        """
        A class is named with the article that its first letter wants.
        """
        assert words == with_article(cls)


class TestIsA:
    @pytest.mark.parametrize(
        ("value", "wanted", "answer"),
        [(1, int, True), (1, str, False), (1, (str, int), True), (None, int, False)],
    )
    def test_is_isinstance(self, value, wanted, answer):
        """
        It answers as `isinstance` does.
        """
        assert answer is is_a(value, wanted)


class TestDescribed:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (None, "a missing value"),
            (float("nan"), "NaN"),
            (1.5, "a float"),
            (7, "an int"),
            (True, "a bool"),
            ("sara@example.com", "a str"),
            (Decimal("NaN"), "a Decimal"),
            (int, "a type"),
        ],
    )
    def test_examples(self, value, words):
        """
        A value is described by its type, a missing one as missing.
        """
        assert words == described(value)

    @given(st.text())
    def test_never_quotes(self, text):
        """
        All texts are described alike, whatever they say.
        """
        assert "a str" == described(text)
