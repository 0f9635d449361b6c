"""
Other systems' words: read, written, and refused where there is no counterpart.
"""

import copy
import pickle
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Lead, standard
from leadkit.errors import InputError, WordError
from leadkit.folding import fold
from leadkit.vocabulary import (
    CODES,
    ESPOCRM,
    HUBSPOT,
    MARKETO,
    ODOO,
    PARDOT,
    SALESFORCE,
    SUITECRM,
    SYSTEMS,
    Named,
    Source,
    Term,
    Unmatched,
    Vocabulary,
    custom,
    label,
    system,
)

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "your-crms-words.md"
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
READINGS = ("after", "before")
ALL = [system(name, reading=reading) for name in SYSTEMS for reading in READINGS]
IDS = [f"{name}-{reading}" for name in SYSTEMS for reading in READINGS]
PAIRS = [(about, code) for about, codes in CODES.items() for code in codes]

vocabularies = st.sampled_from(ALL)
every_system = pytest.mark.parametrize("words", ALL, ids=IDS)

# A word that is read and written; the code, the word, and what people read there.
ROWS = [
    (HUBSPOT, "lead", "lead", "Lead"),
    (HUBSPOT, "MQL", "marketingqualifiedlead", "Marketing Qualified Lead"),
    (HUBSPOT, "SQL", "salesqualifiedlead", "Sales Qualified Lead"),
    (HUBSPOT, "prospect", "opportunity", "Opportunity"),
    (HUBSPOT, "customer", "customer", "Customer"),
    (HUBSPOT, "advocate", "evangelist", "Evangelist"),
    (HUBSPOT, "disqualified", "UNQUALIFIED", "Unqualified"),
    (HUBSPOT, "lost", "closedlost", "Closed Lost"),
    (HUBSPOT, "organic_search", "ORGANIC_SEARCH", "Organic search"),
    (HUBSPOT, "ppc", "PAID_SEARCH", "Paid search"),
    (HUBSPOT, "email", "EMAIL_MARKETING", "Email marketing"),
    (HUBSPOT, "social", "SOCIAL_MEDIA", "Organic social"),
    (HUBSPOT, "offline", "OFFLINE", "Offline sources"),
    (HUBSPOT, "email_clicked", "CLICK", "CLICK"),
    (SALESFORCE, "lead", "Open - Not Contacted", "Open - Not Contacted"),
    (SALESFORCE, "prospect", "Closed - Converted", "Closed - Converted"),
    (SALESFORCE, "disqualified", "Closed - Not Converted", "Closed - Not Converted"),
    (SALESFORCE, "customer", "Closed Won", "Closed Won"),
    (SALESFORCE, "lost", "Closed Lost", "Closed Lost"),
    (SALESFORCE, "hot", "Hot", "Hot"),
    (PARDOT, "lead", "Prospect", "Prospect"),
    (PARDOT, "MQL", "MQL", "Marketing qualified lead"),
    (PARDOT, "SQL", "SQL", "Sales qualified lead"),
    (PARDOT, "customer", "Won", "Won opportunity"),
    (MARKETO, "lead", "Prospect", "Prospect"),
    (MARKETO, "MQL", "Lead", "Lead"),
    (MARKETO, "SQL", "Sales Lead", "Sales Lead"),
    (MARKETO, "prospect", "Opportunity", "Opportunity"),
    (MARKETO, "form_submitted", "Fill Out Form", "Fill Out Form"),
    (ODOO, "lead", "lead", "Lead"),
    (ODOO, "prospect", "opportunity", "Opportunity"),
    (ODOO, "customer", "won", "Won"),
    (ODOO, "lost", "lost", "Lost"),
    (SUITECRM, "lead", "New", "New"),
    (SUITECRM, "prospect", "Converted", "Converted"),
    (SUITECRM, "disqualified", "Dead", "Dead"),
    (SUITECRM, "vital_interests", "protection_of_interest", "Protection of interest"),
    (SUITECRM, "public_task", "public_interest", "Public interest"),
    (SUITECRM, "withdrawn", "withdrawn", "Withdrawn"),
    (SUITECRM, "referral", "Word of mouth", "Word of mouth"),
    (ESPOCRM, "lead", "New", "New"),
    (ESPOCRM, "unsubscribed", "Opted Out", "Opted Out"),
]

# A word that is read and never written.
SYNONYMS = [
    (HUBSPOT, "subscriber", "lead"),
    (HUBSPOT, "PAID_SOCIAL", "ppc"),
    (HUBSPOT, "closedwon", "customer"),
    (HUBSPOT, "Legitimate interest - prospect/lead", "legitimate_interests"),
    (HUBSPOT, "Legitimate interest \u2013 existing customer", "legitimate_interests"),
    (SALESFORCE, "Negotiation/Review", "prospect"),
    (SUITECRM, "Recycled", "nurtured"),
    (SUITECRM, "Trade Show", "webinar"),
    (MARKETO, "Email Bounced Soft", "email_bounced"),
]

# A word that has no code, and what comes near.
FOREIGN_ALONE = [
    (HUBSPOT, "other", ("disqualified", "lost", "churned")),
    (HUBSPOT, "REFERRALS", ("referral", "content")),
    (HUBSPOT, "CONNECTED", ("nurtured", "prospect")),
    (HUBSPOT, "Not applicable", ()),
    (SALESFORCE, "Working - Contacted", ("lead", "nurtured", "prospect")),
    (SALESFORCE, "Purchased List", ()),
    (PARDOT, "Visitor", ()),
    (MARKETO, "Inactive", ("lead", "nurtured")),
    (ODOO, "pending", ("lead", "prospect")),
    (SUITECRM, "Assigned", ("lead", "SAL")),
    (SUITECRM, "Targets", ("lead",)),
]

# A code that has no word, and what comes near.
OURS_ALONE = [
    (HUBSPOT, "nurtured", ("lead", "marketingqualifiedlead")),
    (HUBSPOT, "churned", ("other",)),
    (HUBSPOT, "SAL", ()),
    (HUBSPOT, "recycle", ()),
    (PARDOT, "prospect", ("SQL",)),
    (SUITECRM, "webinar", ("Conference", "Trade Show")),
    (ODOO, "disqualified", ("lost",)),
]

# A word for two ideas, of which one has no code.
TWO_IDEAS = {("hubspot", "OPEN")}

CANARIES = ["sara@example.com", "+98 912 555 0123", "Sara Ahmadi", "x" * 100_000]


class TestMapping:
    @every_system
    def test_a_code_comes_back(self, words):
        """
        A code is said in a word that is read as that code, or has no counterpart.
        """
        for about, code in PAIRS:
            try:
                word = words.foreign(code, about=about)
            except WordError as error:
                assert "no-counterpart" == error.code
            else:
                assert code == words.code(word, about=about)
                if (words.name, word) not in TWO_IDEAS:
                    assert code == words.code(word)

    @every_system
    def test_every_word_is_read(self, words):
        """
        A word and its label are read as its code; if it is written, it is for its code.
        """
        for term in words.terms:
            for spelling in (term.foreign, term.label):
                assert term.code == words.code(spelling, about=term.about)
            if term.written:
                assert term.foreign == words.foreign(term.code, about=term.about)

    @given(vocabularies, st.data())
    def test_how_a_word_is_typed_makes_no_difference(self, words, data):
        """
        Capitals, blanks around a word and marks of direction make no difference.
        """
        term = data.draw(st.sampled_from(words.terms))
        change = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
        typed = f" \u200f{change(term.foreign)}\u200e  "

        assert term.code == words.code(typed, about=term.about)

    @every_system
    def test_codes_are_leadkits(self, words):
        """
        Each word stands for a code of leadkit's, of the topic that it is about.
        """
        assert all(term.code in CODES[term.about] for term in words.terms)

    @every_system
    def test_each_word_tells_where_it_is_from(self, words):
        """
        Each foreign word has the field it stands in, and a document that says so.
        """
        theirs = [one for one in words.unmatched if not one.ours]

        for one in (*words.terms, *theirs):
            assert one.field
            assert one.source.title
            assert one.source.date
            assert one.source.url.startswith(("https://", "http://"))
        assert words.source.url in str(words.source)

    @every_system
    def test_what_comes_near_is_there(self, words):
        """
        What is near to a word without counterpart exists on the other side.
        """
        known = {fold(term.foreign) for term in words.terms}
        known |= {fold(one.word) for one in words.unmatched if not one.ours}
        codes = {code for _, code in PAIRS}

        for one in words.unmatched:
            near = {fold(word) for word in one.near} if one.ours else set(one.near)

            assert near <= (known if one.ours else codes), one
            assert one.note

    @pytest.mark.parametrize(("words", "code", "word", "read"), ROWS)
    def test_row(self, words, code, word, read):
        """
        The word stands for the code, and the code is said in the word.
        """
        assert word == words.foreign(code)
        assert code == words.code(word)
        assert code == words.code(read)

    @pytest.mark.parametrize(("words", "word", "code"), SYNONYMS)
    def test_synonym(self, words, word, code):
        """
        A synonym is read, and never written.
        """
        (found,) = {term for term in words.terms if word in {term.foreign, term.label}}

        assert code == words.code(word)
        assert found.written is False

    @pytest.mark.parametrize(("words", "word", "near"), FOREIGN_ALONE)
    def test_a_word_alone(self, words, word, near):
        """
        A word without counterpart is refused, with what comes near and why.
        """
        with pytest.raises(WordError) as caught:
            words.code(word)

        assert ("no-counterpart", near) == (caught.value.code, caught.value.near)
        assert all(repr(code) in str(caught.value) for code in near)
        assert "vocabulary.custom" in str(caught.value)

    @pytest.mark.parametrize(("words", "code", "near"), OURS_ALONE)
    def test_a_code_alone(self, words, code, near):
        """
        A code without counterpart is refused, with what comes near.
        """
        with pytest.raises(WordError) as caught:
            words.foreign(code)

        assert ("no-counterpart", near) == (caught.value.code, caught.value.near)
        assert all(repr(word) in str(caught.value) for word in near)

    def test_the_sentence(self):
        """
        The error says what came, what was expected, what is near and what to do.
        """
        with pytest.raises(WordError) as caught:
            HUBSPOT.foreign("churned")

        assert (
            "'churned' in HubSpot: got a code without a counterpart, expected one that "
            "has a word there. There is no stage for customers who left. Near, and not "
            "the same: 'other'. Say the word for 'churned' with "
            "vocabulary.custom(..., words=..., based_on=...)." == str(caught.value)
        )


class TestUnknown:
    @every_system
    @pytest.mark.parametrize("canary", CANARIES)
    def test_no_error_shows_what_was_given(self, words, canary):
        """
        A word or a code that isn't known is not shown: it may be anything.
        """
        for ask, code in (
            (words.code, "unknown-word"),
            (words.foreign, "unknown-code"),
        ):
            with pytest.raises(WordError) as caught:
                ask(canary)

            assert code == caught.value.code
            assert canary not in repr(caught.value) + str(caught.value)

    @given(vocabularies, st.text())
    def test_any_text_is_answered(self, words, text):
        """
        Any text is read as a code, or refused with an error of its own.
        """
        try:
            assert words.code(text) in {code for _, code in PAIRS}
        except WordError as error:
            assert error.code in {"unknown-word", "no-counterpart"}

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("oportunity", "opportunity"),
            ("marketing qualified leads", "Marketing Qualified Lead"),
            ("EVANGELST", "evangelist"),
        ],
    )
    def test_a_near_miss_of_a_word(self, typed, meant):
        """
        A misspelt word is answered with the one that was probably meant.
        """
        with pytest.raises(WordError, match=f"Did you mean '{meant}'"):
            HUBSPOT.code(typed)

    @pytest.mark.parametrize(
        ("typed", "meant"), [("prospct", "prospect"), ("mql", "MQL"), ("leads", "lead")]
    )
    def test_a_near_miss_of_a_code(self, typed, meant):
        """
        A misspelt code is answered with the one that was probably meant.
        """
        with pytest.raises(WordError, match=f"Did you mean '{meant}'"):
            HUBSPOT.foreign(typed)

    @pytest.mark.parametrize("given", ["nope", "ended"])
    def test_what_is_hardly_alike(self, given):
        """
        A code that is hardly like another one is answered without a guess.
        """
        with pytest.raises(WordError) as caught:
            HUBSPOT.foreign(given)

        assert "" == caught.value.cure

    def test_a_word_about_something_else(self):
        """
        A word that is known for another topic is answered with that topic.
        """
        with pytest.raises(WordError, match="It is a word for a channel") as caught:
            HUBSPOT.code("PAID_SEARCH", about="stage")

        assert "unknown-word" == caught.value.code

    @pytest.mark.parametrize("given", [None, 7, b"lead", ["lead"]])
    def test_what_is_no_text(self, given):
        """
        What is no text is refused, by its type.
        """
        for ask in (HUBSPOT.code, HUBSPOT.foreign):
            with pytest.raises(InputError, match="expected a text"):
                ask(given)

    @pytest.mark.parametrize(
        ("about", "cure"),
        [("stages", "Did you mean 'stage'?"), ("x", ""), (7, ""), (["stage"], "")],
    )
    def test_an_unknown_topic(self, about, cure):
        """
        A topic that there isn't is refused; those that there are are named, and the one
        that was probably meant.
        """
        for ask in (HUBSPOT.code, HUBSPOT.foreign):
            with pytest.raises(InputError, match="'stage', 'trigger'") as caught:
                ask("lead", about=about)

            assert cure == caught.value.cure


class TestReading:
    def test_each_system_has_its_own(self):
        """
        A system is read as its documents say, if nobody says otherwise.
        """
        before = {"pardot", "marketo", "suitecrm"}

        assert {name: "before" if name in before else "after" for name in SYSTEMS} == {
            name: system(name).reading for name in SYSTEMS
        }

    @pytest.mark.parametrize(
        ("name", "word", "after", "before"),
        [
            ("pardot", "Prospect", "prospect", "lead"),
            ("marketo", "Prospect", "prospect", "lead"),
            ("marketo", "Lead", "lead", "MQL"),
            ("marketo", "Opportunity", "prospect", "prospect"),
            ("suitecrm", "Prospects", "prospect", None),
            ("hubspot", "prospect", "prospect", None),
            ("salesforce", "Prospect", "prospect", None),
            ("odoo", "Prospect", "prospect", None),
            ("espocrm", "Prospect", "prospect", None),
            ("hubspot", "opportunity", "prospect", "prospect"),
        ],
    )
    def test_a_word_is_read_by_it(self, name, word, after, before):
        """
        What *prospect* stands for depends on the reading; before a lead it may be none.
        """
        assert after == system(name, reading="after").code(word)
        if before is None:
            with pytest.raises(WordError) as caught:
                system(name, reading="before").code(word)
            assert ("lead",) == caught.value.near
        else:
            assert before == system(name, reading="before").code(word)

    @pytest.mark.parametrize("name", SYSTEMS)
    def test_the_label_of_our_prospect(self, name):
        """
        If a prospect comes before a lead, ours is called otherwise; no two are alike.
        """
        after, before = (system(name, reading=reading) for reading in READINGS)
        stages = CODES["stage"]

        assert "Prospect" == after.label("prospect")
        assert "Opportunity" == before.label("prospect")
        for words in (after, before):
            for language in ("en", "fa"):
                labels = [words.label(code, language=language) for code in stages]
                assert len(stages) == len(set(labels))

    @pytest.mark.parametrize("reading", ["later", None, 7, ["after"]])
    def test_others_are_refused(self, reading):
        """
        There are two readings; another one is refused, and both are named.
        """
        with pytest.raises(InputError, match="'after' or 'before'"):
            attrs.evolve(HUBSPOT, reading=reading)

    @pytest.mark.parametrize(
        ("name", "cure"), [("hubpsot", "Did you mean 'hubspot'?"), ("x", ""), (7, "")]
    )
    def test_an_unknown_system(self, name, cure):
        """
        A system that isn't known is refused, and those that are are named.
        """
        with pytest.raises(InputError, match="'hubspot', 'salesforce'") as caught:
            system(name)

        assert cure == caught.value.cure


class TestCustom:
    def test_labels(self):
        """
        A label is said in every language, or in those that it is given for.
        """
        acme = custom("acme", labels={"prospect": "Deal", "lead": {"fa": "مخاطب"}})

        assert "Deal" == acme.label("prospect") == acme.label("prospect", language="fa")
        assert "Lead" == acme.label("lead")
        assert "مخاطب" == acme.label("lead", language="fa")
        assert label("churned", language="fa") == acme.label("churned", language="fa")

    def test_labels_of_codes_of_ones_own(self):
        """
        A host's own codes have labels, in another language too rather than none.
        """
        acme = custom("acme", labels={"evaluating": {"en": "Evaluating"}})

        assert "Evaluating" == acme.label("evaluating")
        assert "Evaluating" == acme.label("evaluating", language="fa")
        assert "unheard_of" == acme.label("unheard_of")

    def test_a_code_like_one_of_leadkits(self):
        """
        A host's own code may be spelt like one of leadkit's, which stays known.
        """
        acme = custom("acme", labels={"sql": "Database"}, words={"DB": "sql"})

        assert ("sql", "DB") == (acme.code("db"), acme.foreign("sql"))
        with pytest.raises(WordError, match="'SQL' in acme: got a code without"):
            acme.foreign("SQL")

    def test_words(self):
        """
        Of several words for a code the first is written, and all are read.
        """
        acme = custom("acme", words={"Opp": "prospect", "Chance": "prospect"})

        assert "Opp" == acme.foreign("prospect")
        assert ["prospect"] * 3 == [
            acme.code(word) for word in ("Opp", "opp", "Chance")
        ]

    def test_words_in_persian(self):
        """
        A Persian word is read however a keyboard writes it.
        """
        acme = custom("acme", words={"مشتری\u200cاحتمالی": "prospect"})

        assert "prospect" == acme.code("مشتري احتمالي")

    def test_words_for_codes_of_ones_own(self):
        """
        A word may stand for a code that has a label and is not leadkit's.
        """
        acme = custom("acme", labels={"eval": "Evaluating"}, words={"E1": "eval"})

        assert "eval" == acme.code("E1")
        assert "E1" == acme.foreign("eval")
        assert "eval" == acme.code("E1", about="own")

    def test_a_word_for_a_code_of_two_ideas(self):
        """
        A word for a code that stands for two ideas is read and written for both.
        """
        acme = custom("acme", words={"Mail": "email"})

        assert "email" == acme.code("Mail")
        assert {"Mail"} == {
            acme.foreign("email", about=about) for about in ("channel", "medium")
        }

    def test_based_on_a_system(self):
        """
        What it doesn't say is as in the vocabulary that it is based on.
        """
        acme = custom("acme", words={"Opp": "prospect"}, based_on=HUBSPOT)

        assert "Opp" == acme.foreign("prospect")
        assert ["prospect"] * 2 == [acme.code(word) for word in ("Opp", "opportunity")]
        assert "evangelist" == acme.foreign("advocate")
        assert "MQL" == acme.code("marketingqualifiedlead")

    def test_a_word_means_what_the_host_says(self):
        """
        A word that is said to mean something doesn't mean what it did.
        """
        acme = custom("acme", words={"Opportunity": "lead"}, based_on=HUBSPOT)

        assert "lead" == acme.code("opportunity")
        assert "Opportunity" == acme.foreign("lead")
        assert "lead" == acme.code("lead")
        with pytest.raises(WordError, match="without a counterpart"):
            acme.foreign("prospect")

    def test_what_had_no_counterpart_is_given_one(self):
        """
        The host decides on words and codes that have no counterpart otherwise.
        """
        acme = custom(
            "acme",
            words={"Working - Contacted": "nurtured"},
            based_on=SALESFORCE,
        )

        assert "nurtured" == acme.code("Working - Contacted")
        assert "Working - Contacted" == acme.foreign("nurtured")

    def test_words_that_are_only_read(self):
        """
        A word that is only read stands for its code, and another one is written.
        """
        acme = custom(
            "acme",
            words={"Opp": "prospect"},
            reads={"Chance": "prospect", "Other": "disqualified", "مشتری": "customer"},
            based_on=HUBSPOT,
        )

        assert ["prospect", "disqualified", "customer"] == [
            acme.code(word) for word in ("Chance", "other", "مشتري")
        ]
        assert ["Opp", "UNQUALIFIED", "customer"] == [
            acme.foreign(code) for code in ("prospect", "disqualified", "customer")
        ]

    def test_a_code_with_no_word_but_one_that_is_read(self):
        """
        A code whose only word is one that is read has none that is written.
        """
        acme = custom("acme", reads={"Referrals": "content"}, based_on=HUBSPOT)

        assert "content" == acme.code("Referrals")
        with pytest.raises(WordError) as caught:
            acme.foreign("content")
        assert ("no-counterpart", ("Referrals",)) == (
            caught.value.code,
            caught.value.near,
        )

    def test_a_word_of_the_system_that_is_read_as_another_code(self):
        """
        A word that is read as something else is no longer written for what it was.
        """
        acme = custom("acme", reads={"Opportunity": "lead"}, based_on=HUBSPOT)

        assert ("lead", "lead") == (acme.code("opportunity"), acme.foreign("lead"))
        with pytest.raises(WordError, match="without a counterpart"):
            acme.foreign("prospect")

    @every_system
    def test_to_read_what_is_read_anyway_changes_nothing(self, words):
        """
        Words that mean what they meant are read and written as before.
        """
        reads = {
            one.label: one.code
            for one in words.terms
            if (words.name, one.foreign) not in TWO_IDEAS
        }
        again = custom("again", reads=reads, based_on=words)

        for term in words.terms:
            assert term.code == again.code(term.foreign, about=term.about)
            if term.written:
                assert term.foreign == again.foreign(term.code, about=term.about)

    def test_it_keeps_the_reading_and_its_labels(self):
        """
        The reading is that of the vocabulary it is based on, until a label is renamed.
        """
        acme = custom("acme", labels={"lead": "Target"}, based_on=PARDOT)

        assert "before" == acme.reading
        assert "Target" == acme.label("lead")
        assert "Nurtured prospect" == acme.label("nurtured")

    @given(
        st.dictionaries(
            st.sampled_from(sorted({code for _, code in PAIRS})),
            st.text("abcdefgh", min_size=1, max_size=8),
        ),
        vocabularies,
    )
    def test_own_words_come_back(self, chosen, base):
        """
        Whatever words a host chooses, each code that has one comes back.
        """
        words = {word: code for code, word in chosen.items()}
        acme = custom("acme", words=words, based_on=base)

        for word, code in words.items():
            for about in CODES:
                if code in CODES[about]:
                    assert code == acme.code(acme.foreign(code, about=about))
            assert code == acme.code(word)

    @given(
        st.dictionaries(st.sampled_from(CODES["stage"]), st.text("xyz", min_size=1)),
        vocabularies,
    )
    def test_renaming_changes_no_behaviour(self, labels, base):
        """
        Whatever stages are called, a lead moves as before, and keeps its codes.
        """
        acme = custom("acme", labels=labels, based_on=base)
        lead = Lead(id="L-1", stage="lead", created_at=MAY)
        moved = standard.lifecycle().advance(
            lead, "disqualify", at=MAY, reason="no budget"
        )

        assert "disqualified" == moved.stage
        assert labels.get("disqualified", base.label("disqualified")) == acme.label(
            moved.stage
        )

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"labels": {"prospect": " "}}, "a blank label"),
            ({"labels": {"prospect": "\u200c"}}, "a blank label"),
            ({"labels": {"": "Deal"}}, "a blank label"),
            ({"words": {"": "prospect"}}, "a blank label or word"),
            ({"words": {"Opp": "prospect", "OPP ": "lead"}}, "two meanings of 'OPP '"),
            ({"labels": {"prospect": 7}}, "got an int"),
            ({"labels": {"prospect": {"de": "Chance"}}}, "texts for 'en' or 'fa'"),
            ({"labels": {"prospect": {"en": 7}}}, "got an int"),
            ({"labels": ["prospect"]}, "got a list"),
            ({"labels": {7: "Deal"}}, "a mapping of texts"),
            ({"words": {"Opp": 7}}, "got an int"),
            ({"words": {7: "prospect"}}, "a mapping of texts"),
            ({"reads": {"": "prospect"}}, "a blank label or word"),
            ({"reads": {"Opp": 7}}, "reads of 'acme': got an int"),
            ({"reads": ["Opp"]}, "reads: got a list"),
            (
                {"words": {"Opp": "prospect"}, "reads": {"OPP": "lead"}},
                "two meanings of 'OPP'",
            ),
            ({"based_on": "hubspot"}, "Write based_on=vocabulary.HUBSPOT."),
        ],
    )
    def test_mistakes(self, given, expected):
        """
        What can't be so is refused when the vocabulary is made.
        """
        with pytest.raises(InputError, match=expected):
            custom("acme", **given)

    @pytest.mark.parametrize("name", ["", "  ", None, 7])
    def test_a_name(self, name):
        """
        A vocabulary has a name.
        """
        with pytest.raises(InputError, match="name of a vocabulary"):
            custom(name)

    @pytest.mark.parametrize(
        ("code", "cure"),
        [
            ("prospekt", "Did you mean 'prospect'?"),
            ("nope", "Give it a label."),
            ("zzz", "Give it a label."),
        ],
    )
    @pytest.mark.parametrize("field", ["words", "reads"])
    def test_a_word_for_nothing(self, field, code, cure):
        """
        A word can't stand for a code that nobody knows.
        """
        with pytest.raises(WordError, match=f"{field} of 'acme'") as caught:
            custom("acme", **{field: {"Opp": code}})

        assert ("unknown-code", cure) == (caught.value.code, caught.value.cure)


class TestVocabulary:
    @every_system
    def test_it_is_a_value(self, words):
        """
        A vocabulary pickles and copies to an equal one, and hashes.
        """
        again = pickle.loads(pickle.dumps(words))

        assert words == again == copy.deepcopy(words)
        assert hash(words) == hash(again)

    def test_how_it_shows_itself(self):
        """
        Its repr names it, and counts its words.
        """
        acme = custom("acme", words={"Opp": "prospect"})

        assert "Vocabulary('acme', reading='after', terms=<1>)" == repr(acme)

    @every_system
    def test_in_a_notebook_each_word_is_told(self, words):
        """
        In a notebook it is a table with a row for each word; every text in it finds its
        own direction.
        """
        html = words._repr_html_()

        assert len(words.terms) + len(words.unmatched) + 1 == html.count("<tr")
        for term in words.terms:
            name = "span" if term.written else "i"
            assert f'<{name} dir="auto">{escape(term.foreign)}</{name}>' in html
            assert f'<span dir="auto">{escape(term.note)}</span>' in html

    def test_in_a_notebook_nothing_is_markup(self):
        """
        What a host calls something is text, whatever it looks like.
        """
        acme = custom("<b>", words={"<script>": "prospect", "\u0641": "lead"})
        html = acme._repr_html_()

        assert "<script>" not in html
        assert "<b>" not in html
        assert '<span dir="auto">\u0641</span>' in html

    def test_one_code_for_two_ideas(self):
        """
        Where a code has two words, for two ideas, somebody has to say which is meant.
        """
        words = Vocabulary(
            "v",
            "V",
            [
                Term("email", "Mailing", about="channel"),
                Term("email", "Address", about="medium"),
            ],
        )

        assert "Address" == words.foreign("email", about="medium")
        with pytest.raises(InputError, match="expected 'channel' or 'medium'"):
            words.foreign("email")

    def test_one_word_for_two_ideas(self):
        """
        Where a word has two codes, for two ideas, somebody has to say which is meant.
        """
        words = Vocabulary(
            "v",
            "V",
            [
                Term("lead", "Lead", about="stage"),
                Term("MQL", "lead", about="qualification"),
            ],
        )

        assert "MQL" == words.code("LEAD", about="qualification")
        with pytest.raises(InputError, match="expected 'stage' or 'qualification'"):
            words.code("LEAD")

    def test_one_word_for_two_ideas_of_which_one_has_no_code(self):
        """
        A word that has a code for one idea and none for another isn't read as the one.
        """
        with pytest.raises(InputError, match="expected 'activity' or 'stage'"):
            HUBSPOT.code("Open")

        assert "email_opened" == HUBSPOT.code("Open", about="activity")
        with pytest.raises(WordError) as caught:
            HUBSPOT.code("Open", about="stage")
        assert "no-counterpart" == caught.value.code

    def test_a_label_is_the_word_if_there_is_none(self):
        """
        What people read is the word itself, unless it is said otherwise.
        """
        source = Source("A page", "https://example.com", "2026")
        term = Term("lead", "L", about="stage", source=source)
        alone = Unmatched("X", about="stage")

        assert ("L", "X") == (term.label, alone.label)
        assert "A page (2026), https://example.com" == str(source)

    @pytest.mark.parametrize(
        ("entries", "expected"),
        [
            (
                [Named("lead", "A"), Named("lead", "B")],
                "two labels for 'lead'",
            ),
            (
                [
                    Term("lead", "A", about="stage"),
                    Term("lead", "B", about="stage"),
                ],
                "two words that are written for 'lead'",
            ),
            (
                [
                    Term("lead", "A", about="stage"),
                    Unmatched("a", about="stage"),
                ],
                "two meanings of 'a'",
            ),
            (
                [
                    Term("lead", "A", about="stage"),
                    Term("lost", "B", about="stage", label="a"),
                ],
                "two meanings of 'B'",
            ),
            (
                [
                    Term("lead", "A", about="stage", reading="before"),
                    Term("lost", "a", about="stage", reading="before"),
                ],
                "two meanings of 'a'",
            ),
        ],
    )
    def test_contradictions(self, entries, expected):
        """
        What contradicts itself is refused, also in the reading that isn't asked for.
        """
        with pytest.raises(InputError, match=expected):
            Vocabulary("v", "V", entries)


class TestPage:
    def test_the_table_of_topics_is_the_codes(self):
        """
        The page has each topic, some of its codes, and the systems with words for it.
        """
        chapter = PAGE.read_text(encoding="utf-8").split("\n## ")
        (table,) = [part for part in chapter if part.startswith("Say what a word")]
        lines = [line for line in table.splitlines() if line.startswith("| `")]
        head, *rows = [[one.strip("` ") for one in x.split("|")[1:-1]] for x in lines]

        assert "about" == head[0]
        assert list(CODES) == [row[0] for row in rows]
        for about, codes, systems in rows:
            known = [
                words.title.partition(" (")[0]
                for words in SYSTEMS.values()
                if any(term.about == about for term in words.terms)
            ]
            named = {one.strip("` ") for one in codes.split(",")}
            everybody = ["all"] if len(known) == len(SYSTEMS) else known

            assert named <= set(CODES[about]) or about == "own"
            assert (everybody or ["\u2013"]) == systems.split(", ")

    def test_the_table_of_stages_is_the_codes(self):
        """
        The page says what each system calls a stage or qualification, as the code does.
        """
        chapter = PAGE.read_text(encoding="utf-8").split("\n## ")
        (table,) = [part for part in chapter if part.startswith("What each system")]
        lines = [line for line in table.splitlines() if line.startswith("| ")]
        head, *rows = [[one.strip() for one in x.strip("|").split("|")] for x in lines]
        titles = [words.title.partition(" (")[0] for words in SYSTEMS.values()]

        assert ["code", *titles] == head
        assert [*CODES["stage"], "MQL", "SQL"] == [row[0].strip("`") for row in rows]
        for code, *cells in rows:
            for words, cell in zip(SYSTEMS.values(), cells, strict=True):
                try:
                    assert words.foreign(code.strip("`")) == cell
                except WordError:
                    assert "\u2013" == cell
