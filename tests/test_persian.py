"""
The Persian of leadkit: one word for each idea, written as Persian is.
"""

import re
from pathlib import Path

import pytest

from leadkit.codes import Stage
from leadkit.vocabulary import LABELS, label
from leadkit.wording.phrases import _PHRASES
from leadkit.wording.proved import _OTHERS, _PROBLEMS

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "fa" / "tutorial.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
# Without code, and without where links and pictures lead to.
PROSE = re.sub(r"^```python\n.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
PROSE = re.sub(
    r"\]\([^)]*\)|^```.*$|^:alt:|^1\. |^2\. |^3\. ", "", PROSE, flags=re.MULTILINE
)
PROSE = re.sub(r"`[^`\n]*`", "…", PROSE)
# The ideas of the glossary that the page is about.
IDEAS = (
    *("lead", "to capture", "record", "contact point", "consent", "purpose", "medium"),
    *("opting out", "reachable", "touch", "activity", "as of", "landing page"),
    *("rule", "missing", "unknown", "lead scoring", "points", "scorecard", "score"),
    *("fit", "engagement", "qualification", "verdict", "stage", "funnel"),
    *("merging", "tombstone", "erasing", "handing out"),
    *("transition", "refusal", "playbook", "assessment", "outcome", "exit", "back"),
)
# What others say, and we don't: one idea has one word.
SYNONYMS = (
    *("لید", "لیدها", "پراسپکت", "مشتری بالقوه", "کمپین", "فانل", "استیج", "رول"),
    *("قانون", "وضعیت", "مجوز", "کنش", "اسکور", "نمره‌دهی", "امتیازبندی", "تریگر"),
    *("ترنزیشن", "پلی‌بوک", "ارزشیابی", "شایستگی", "درگیری", "مخاطب"),
)
# What a strict editor strikes out, and why.
FLAWS = {
    "an Arabic letter": "[\u0643\u0649\u064a\u0629]",
    "a prefix by itself": r"(?<!\w)(?:می|نمی|بی) \w",
    "a suffix by itself": r"\w (?:ها|های|هایی|ترین|تر|ام|اند)(?!\w)",
    "an ezafe by itself": r"ه ی(?!\w)",
    "a mark of ezafe that we don't use": "\u06c0|\u0647\u0654",
    "a blank before a mark": r" [،؛:.؟!»)]",
    "a blank after an opening mark": r"[«(] ",
    "two blanks": r"\w  +\w",
    "a joiner beside a blank": "\u200c[\\s،؛:.)»]|[\\s«(]\u200c|\u200c\u200c",
    "a comma of another script": r"[\u0600-\u06ff][,;?]",
    "a lead as a thing": r"(?:رضایت|پیگیری|تماس با|راه تماس) آن(?!\w)",
}
TEXTS = {
    "the page": PROSE,
    "the labels": "\n".join(persian for _, persian in LABELS.values()),
    "the phrases": "\n".join(
        (*(persian for _, persian in _PHRASES.values()), *_PROBLEMS.values()),
    ),
    "what is undecided": "\n".join(_OTHERS.values()),
}


def words_for(idea):
    """
    The Persian of a row of the glossary, as what may be said of it.
    """
    (persian,) = re.findall(
        rf"^\| {re.escape(idea)} \| ([^|]+) \|", GLOSSARY, re.MULTILINE
    )
    return persian


class TestTutorial:
    @pytest.mark.parametrize("idea", IDEAS)
    def test_an_idea_has_the_word_of_the_glossary(self, idea):
        """
        What the page explains is called there as in the glossary.
        """
        assert words_for(idea) in PROSE

    @pytest.mark.parametrize("stage", Stage)
    def test_stages_have_their_labels(self, stage):
        """
        Each stage, exits too, is named by its label.
        """
        assert label(stage, language="fa") in PROSE

    @pytest.mark.parametrize("code", ["MQL", "nurture", "qualify", "landing_page"])
    def test_what_is_shown_has_its_label(self, code):
        """
        What leadkit says on the page, it says by its labels.
        """
        assert label(code, language="fa") in PAGE

    @pytest.mark.parametrize("word", SYNONYMS)
    def test_one_idea_has_one_word(self, word):
        """
        No other word stands for an idea that has one.
        """
        assert not re.search(rf"(?<![\w\u200c]){word}(?![\w\u200c])", PAGE)

    def test_only_code_is_latin(self):
        """
        Nothing in the text is Latin, and no digit in it European.
        """
        assert [] == re.findall(
            r"[A-Za-z0-9]+", re.sub(r"^\d+\. ", "", PROSE, flags=re.MULTILINE)
        )


class TestOrthography:
    @pytest.mark.parametrize("name", TEXTS)
    @pytest.mark.parametrize("flaw", FLAWS)
    def test_a_strict_editor_finds_nothing(self, name, flaw):
        """
        Letters, joiners, blanks and marks are those of written Persian.
        """
        assert [] == re.findall(FLAWS[flaw], TEXTS[name])

    @pytest.mark.parametrize(
        ("flaw", "text"),
        [
            ("an Arabic letter", "مشتري"),
            ("a prefix by itself", "نمی شود"),
            ("a suffix by itself", "سرنخ ها"),
            ("an ezafe by itself", "مرحله ی"),
            ("a mark of ezafe that we don't use", "مرحلۀ"),
            ("a blank before a mark", "سرنخ ، مشتری"),
            ("a blank after an opening mark", "« سرنخ»"),
            ("two blanks", "سرنخ  مشتری"),
            ("a joiner beside a blank", "می\u200c شود"),
            ("a comma of another script", "سرنخ, مشتری"),
            ("a lead as a thing", "رضایت آن"),
        ],
    )
    def test_each_flaw_would_be_found(self, flaw, text):
        """
        What is looked for is found where it is.
        """
        assert re.search(FLAWS[flaw], text)
