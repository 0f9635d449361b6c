"""
How objects show themselves in a notebook: HTML that is safe, and holds everything.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NOW, F, Host, hosts, instants, rules

import leadkit as lk
from leadkit import Group, Points, Qualification, Scorecard, activity, explain
from leadkit.markup import (
    Html,
    bar,
    cell,
    element,
    heading,
    items,
    joined,
    sentence,
    table,
    words,
)

HOSTILE = "<script>alert('x')</script>\"&amp;"
PERSIAN = "۵۰ نفر یا بیشتر"
FIT = "تناسب"
CANARY = "canary of somebody@example.com"

WEB = activity("webinar_attended").within(days=90)
ENGAGEMENT = Scorecard(
    "engagement",
    [
        Points(10, per=WEB, halving=timedelta(days=30), at_most=5, name="webinars"),
        Group(
            HOSTILE,
            [
                Points(5, per=activity("email_clicked"), per_day=1, name="clicks"),
                Points(-5, per=activity("email_bounced"), name="bounces"),
                Group("deep", [Points(2, per=F.seats, when=F.partner)], floor=-2),
            ],
            ceiling=4,
        ),
        Points(-3, when=F.free_mail),
    ],
    floor=0,
    ceiling=100,
)
PERSIAN_CARD = Scorecard(
    FIT, [Points(20, when=F.employees >= 50, name=PERSIAN), Points(5, when=F.partner)]
)
LEAD = Host(
    id="L-1",
    employees=120,
    title=CANARY,
    stage="nurtured",
    activities=[
        lk.Activity(id=f"a{i}", type=one, at=NOW - timedelta(days=i))
        for i, one in enumerate(["webinar_attended", "email_clicked", "email_clicked"])
    ],
)
RULE = ((F.employees >= 500) | ~F.title.contains(HOSTILE)) & lk.at_least(
    2, F.budget >= 1000, PERSIAN_CARD >= 30, lk.holds("SAL")
)
MQL = Qualification(
    "MQL",
    when=RULE & (ENGAGEMENT >= 5) & (F.budget >= 1),
    until=ENGAGEMENT < 2,
    applies_to=("lead", "nurtured"),
)
SAL = lk.sal()
PLAYBOOK = lk.Playbook(
    HOSTILE,
    record=Host,
    scorecards=[ENGAGEMENT, PERSIAN_CARD],
    qualifications=[MQL, SAL],
    lifecycle=lk.Lifecycle(
        "sales",
        stages=["lead", "nurtured"],
        initial="lead",
        transitions=[lk.Transition("nurture", "lead", "nurtured")],
    ),
    grades=lk.Grades(FIT, {"A": 20}),
    temperature=lk.Temperature(hot=ENGAGEMENT >= 80, warm=ENGAGEMENT >= 5),
)
MOVES = lk.Lifecycle(
    HOSTILE,
    ["lead", "nurtured", "مشتری"],
    "lead",
    [
        lk.Transition("nurture", "lead", "nurtured", lk.holds("SAL"), automatic=True),
        lk.Transition("خرید", ["lead", "nurtured"], "مشتری", after=timedelta(days=3)),
        lk.Transition(
            "reopen",
            "مشتری",
            lk.PREVIOUS,
            kind="back",
            after=timedelta(days=9),
            since="activity",
        ),
    ],
)
BOUGHT = MOVES.advance(
    Host(id="L-1", created_at=NOW), "خرید", at=NOW + timedelta(hours=36)
)
SHOWN = {
    "lifecycle": MOVES,
    "timeline": MOVES.timeline(BOUGHT, as_of=NOW + timedelta(days=5)),
    "timeline of nothing": MOVES.timeline(Host(id="L-1"), as_of=NOW),
    "rule": RULE,
    "leaf": F.employees >= 50,
    "reason": explain(RULE, LEAD, as_of=NOW),
    "card": ENGAGEMENT,
    "Persian card": PERSIAN_CARD,
    "score": ENGAGEMENT.score(LEAD, as_of=NOW),
    "empty score": ENGAGEMENT.score(Host(id="L-2"), as_of=NOW),
    "qualification": MQL,
    "verdict": MQL.judge(LEAD, as_of=NOW),
    "ended": attrs.evolve(MQL, when=F.employees >= 1, until=F.employees >= 2).judge(
        LEAD, as_of=NOW
    ),
    "by a person": SAL.judge(LEAD, as_of=NOW),
    "assessment": PLAYBOOK.assess(LEAD, as_of=NOW),
    "playbook": PLAYBOOK,
}
SAFE_TAGS = {"b", "bdi", "caption", "code", "div", "i", "li", "span", "ul"}
SAFE_TAGS |= {"table", "tbody", "td", "th", "thead", "tr"}
SAFE_ATTRIBUTES = {"aria-hidden", "colspan", "dir", "scope", "style"}


class Page(HTMLParser):
    """
    A page that was parsed: its elements, and its texts with what they stand in.
    """

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert tag == self.open.pop()[0]

    def handle_data(self, data):
        self.texts.append((data, list(self.open)))

    @property
    def text(self):
        """
        All texts, a space between them.
        """
        return " ".join(text for text, _ in self.texts)


def page(name):
    """
    What one of the objects shows, parsed.
    """
    return Page(SHOWN[name]._repr_html_())


def plain(text):
    """
    A sentence as a page holds it.
    """
    return " ".join(Page(sentence(text)).text.split())


def direction(inside):
    """
    The direction that holds for a text, as the innermost element says.
    """
    given = [attributes["dir"] for _, attributes in inside if "dir" in attributes]
    return given[-1] if given else None


class TestReprHtml:
    @pytest.mark.parametrize("name", SHOWN)
    def test_is_safe(self, name):
        """
        There are no scripts, no links and nothing to load, whatever the names are.
        """
        shown = page(name)
        styles = " ".join(one.get("style", "") for _, one in shown.elements)

        assert {tag for tag, _ in shown.elements} <= SAFE_TAGS
        assert {key for _, one in shown.elements for key in one} <= SAFE_ATTRIBUTES
        assert not re.search(r"url|#|rgb\(|!important", styles)

    @pytest.mark.parametrize("name", SHOWN)
    def test_names_find_their_direction(self, name):
        """
        What is written from the right to the left stands in an element that sees it.
        """
        for text, inside in page(name).texts:
            if re.search("[\u0600-\u06ff]", text):
                assert "auto" == direction(inside)

    @pytest.mark.parametrize("name", SHOWN)
    def test_tables_have_headers(self, name):
        """
        Every table has a caption, a header for each column and one for each row.
        """
        elements = page(name).elements
        tags = [tag for tag, _ in elements]
        scopes = [one.get("scope") for tag, one in elements if tag == "th"]

        assert tags.count("table") == tags.count("caption") == tags.count("thead")
        assert tags.count("th") == scopes.count("row") + scopes.count("col")
        assert tags.count("tr") == tags.count("table") + scopes.count("row")

    @given(rules(), hosts(), instants())
    def test_of_any_rule(self, rule, lead, as_of):
        """
        A rule and its reason show every leaf, and are well-formed.
        """
        reason = explain(rule, lead, as_of=as_of)
        told = Page(reason._repr_html_()).text.replace(" ", "")
        leaves, parts = [], [reason]
        while parts:
            part = parts.pop()
            parts += part.parts
            leaves += [] if part.parts else [str(part.rule)]

        for leaf in leaves:
            assert leaf.replace(" ", "") in told
            assert leaf.replace(" ", "") in Page(rule._repr_html_()).text.replace(
                " ", ""
            )

    def test_rule(self):
        """
        A rule shows as a tree, and no value of any record is in it.
        """
        assert [
            "all of",
            "any of",
            "employees >= 500",
            "not",
            f"title contains {HOSTILE!r}",
            "at least 2 of",
            "budget >= 1000",
            FIT,
            " >= 30",
            "holds 'SAL'",
        ] == [text for text, _ in page("rule").texts if text.strip()]

    def test_reason(self):
        """
        A reason shows answers, values, what is missing and what would change it.
        """
        told = page("reason").text

        assert f"(is {CANARY!r})" in told
        assert "✗ no" in told
        assert "✓ yes" in told
        assert "? unknown" in told
        assert "missing: budget" in " ".join(told.split())
        assert "what would change it: " in told

    def test_reason_of_yes_without_more(self):
        """
        A reason of a leaf that sees nothing is its answer and its rule.
        """
        shown = Page(explain(lk.ALWAYS, LEAD, as_of=NOW)._repr_html_())

        assert "✓ yes   always" == shown.text

    @pytest.mark.parametrize(
        "part",
        [
            "webinars 10 per webinar_attended within 90 days",
            "halving 30 days, at most 5",
            f"{HOSTILE} ceiling 4",
            "clicks 5 per email_clicked per day 1",
            "bounces -5 per email_bounced",
            "deep floor -2",
            "seats 2 when partner",
            "free_mail -3",
            "floor 0, ceiling 100",
        ],
    )
    def test_card(self, part):
        """
        A card shows every entry, with its points, its rule and its limits.
        """
        assert part in " ".join(page("card").text.split())

    def test_card_is_indented(self):
        """
        The entries of a group stand further in than the group.
        """
        shifts = [
            re.search(r"padding-inline-start:([\d.]+)em", one["style"])
            for tag, one in page("card").elements
            if tag == "th" and one["scope"] == "row"
        ]

        assert [0, 0, 1.2, 1.2, 1.2, 2.4, 0] == [
            float(shift[1]) if shift else 0 for shift in shifts
        ]

    @pytest.mark.parametrize("name", ["score", "empty score"])
    def test_score(self, name):
        """
        A score shows every line with its points, the total, and what is missing.
        """
        score, told = SHOWN[name], page(name).text
        told = " ".join(told.split())

        for line in score.lines:
            sign = "+" if line.hundredths > 0 else ""

            assert f"{line.name} {sign}{line.points:g}" in told
        assert f"total {score.total:g}" in told
        assert f"missing: {', '.join(score.missing)}" in told

    def test_score_has_bars(self):
        """
        The largest line has the longest bar; what is taken away is an outline.
        """
        bars = [
            one["style"]
            for tag, one in page("score").elements
            if one.get("style", "").startswith("width:") and "aria-hidden" not in one
        ]
        widths = [float(re.match(r"width:([\d.]+)%", one)[1]) for one in bars]
        points = [abs(line.points) for line in SHOWN["score"].lines]

        assert [100 * one / max(points) for one in points] == pytest.approx(widths)
        assert [line.points < 0 for line in SHOWN["score"].lines] == [
            "background" not in one for one in bars
        ]

    def test_verdict(self):
        """
        A verdict shows its parts, what they saw, and what would change it.
        """
        verdict = SHOWN["verdict"]
        told = " ".join(page("verdict").text.split())

        assert verdict.met
        assert verdict.unmet
        assert verdict.unknown
        assert told.startswith("MQL ✗ no as of 2026-05-01T12:00:00+00:00")
        assert f"missing: {', '.join(verdict.missing)}" in told
        for part in (*verdict.met, *verdict.unmet, *verdict.unknown):
            assert plain(str(part.rule)) in told
        for change in verdict.changes_in_words():
            assert plain(change) in told

    def test_verdict_that_ended(self):
        """
        A verdict shows the rule that ends it.
        """
        told = " ".join(page("ended").text.split())

        assert "employees >= 2 ends it is 120" in told

    @pytest.mark.parametrize(
        ("lead", "note"),
        [
            (LEAD, "only a person can grant it"),
            (LEAD.grant("SAL", at=NOW, by="Mia"), "granted by a person"),
        ],
    )
    def test_verdict_of_a_person(self, lead, note):
        """
        A verdict says what persons have to do with it.
        """
        shown = Page(SAL.judge(lead, as_of=NOW)._repr_html_())

        assert note in shown.text

    @pytest.mark.parametrize(
        ("qualification", "told"),
        [
            (SAL, "SAL what rule granted by a person ends by a person"),
            (
                Qualification("LIVE", when=F.partner),
                "LIVE what rule granted partner ends when it is known not to hold",
            ),
            (
                Qualification("A", when=F.partner, until=lk.NEVER, applies_to="lead"),
                "A what rule granted partner ends never in stages lead",
            ),
        ],
    )
    def test_qualification(self, qualification, told):
        """
        A qualification shows when it is granted, when it ends, and in which stages.
        """
        shown = Page(qualification._repr_html_())

        assert " ".join(shown.text.split()).startswith(told)

    def test_lifecycle(self):
        """
        A lifecycle shows its moves with their guards, and which make themselves.
        """
        told = " ".join(page("lifecycle").text.split())

        assert told.endswith(
            "move from to when kind by itself "
            "nurture lead nurtured holds 'SAL' forward as soon as it may "
            "خرید lead, nurtured مشتری forward after 3 days "
            "reopen مشتری where it was back after 9 days without activity"
        )

    def test_timeline(self):
        """
        A timeline shows the stages that the lead was in, with what is known.
        """
        columns = "stage first entered last entered last left visits latest in all"
        told, bare = (
            " ".join(page(name).text.split())
            for name in ("timeline", "timeline of nothing")
        )

        assert (
            f"L-1 5 days old as of 2026-05-06T12:00:00+00:00 {columns} "
            "lead 2026-05-01 12:00 2026-05-01 12:00 2026-05-03 00:00 1 1 day 1 day "
            "مشتری 2026-05-03 00:00 2026-05-03 00:00 1 3 days 3 days"
        ) == told
        assert f"L-1 as of 2026-05-01T12:00:00+00:00 {columns} lead 1" == bare

    def test_assessment(self):
        """
        An assessment shows facts, scores and verdicts in one panel.
        """
        shown = SHOWN["assessment"]
        told = " ".join(page("assessment").text.split())

        assert told.startswith("L-1 as of 2026-05-01T12:00:00+00:00")
        assert "stage nurtured grade A temperature warm may nothing" in told
        for part in (*shown.scores.values(), *shown.verdicts.values()):
            assert " ".join(Page(part._repr_html_()).text.split()) in told

    def test_assessment_without_grades(self):
        """
        What a playbook doesn't have isn't shown.
        """
        bare = lk.Playbook("bare", record=Host).assess(LEAD, as_of=NOW)
        told = Page(bare._repr_html_()).text

        assert "grade" not in told
        assert "temperature" not in told

    def test_playbook_without_a_lifecycle(self):
        """
        A playbook without moves shows none.
        """
        bare = lk.Playbook("bare", record=Host, qualifications=[SAL])

        assert "kind" not in Page(bare._repr_html_()).text
        assert "kind" in page("playbook").text

    def test_playbook(self):
        """
        A playbook shows its cards and qualifications.
        """
        told = " ".join(page("playbook").text.split())

        assert told.startswith(f"{HOSTILE} for Host engagement floor 0")
        for part in (ENGAGEMENT, PERSIAN_CARD, MQL, SAL, PLAYBOOK.lifecycle):
            assert " ".join(Page(part._repr_html_()).text.split()) in told

    @pytest.mark.parametrize("name", ["rule", "card", "qualification", "playbook"])
    def test_definitions_hold_no_values(self, name):
        """
        Definitions show nothing of any record.
        """
        assert CANARY not in page(name).text


texts = st.text(
    alphabet=st.characters(exclude_categories=())
    | st.sampled_from("<>&\"'\u0633\u200c")
)


class TestElement:
    @given(texts, texts)
    def test_escapes(self, inside, title):
        """
        A text stays a text, inside an element and in its attributes.
        """
        shown = element("b", inside, title=title)
        kept = inside.encode("utf-8", "replace").decode()

        assert shown.startswith("<b")
        assert f">{html.escape(kept)}</b>" == shown[shown.index(">") :]
        assert ("title" in dict(Page(shown).elements[0][1])) == (title != "")

    def test_keeps_html(self):
        """
        What is HTML already is kept.
        """
        assert "<i><b>a</b>&amp;</i>" == element("i", element("b", "a"), "&")
        assert "<b>a</b> &lt;" == joined(element("b", "a"), "", "<")

    def test_names_of_attributes(self):
        """
        An attribute with a hyphen is written with an underscore; an empty one is left
        out.
        """
        assert '<td aria-hidden="true"></td>' == (
            element("td", aria_hidden="true", style="")
        )


class TestSentence:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("fit >= 20", '<span dir="ltr">fit &gt;= 20</span>'),
            (
                f"{FIT} >= 20",
                f'<span dir="ltr"><bdi dir="auto">{FIT}</bdi> &gt;= 20</span>',
            ),
            (
                "title == 'شرکت ABC تهران' & x",
                (
                    '<span dir="ltr">title == &#x27;<bdi dir="auto">شرکت ABC تهران'
                    "</bdi>&#x27; &amp; x</span>"
                ),
            ),
            ("it's 'A'", '<span dir="ltr">it&#x27;s &#x27;A&#x27;</span>'),
            (
                f"it's {FIT}",
                f'<span dir="ltr">it&#x27;s <bdi dir="auto">{FIT}</bdi></span>',
            ),
            (f"({FIT})", f'<span dir="ltr">(<bdi dir="auto">{FIT}</bdi>)</span>'),
            (PERSIAN, f'<span dir="ltr"><bdi dir="auto">{PERSIAN}</bdi></span>'),
        ],
    )
    def test_keeps_names_together(self, text, shown):
        """
        A sentence runs to the right, and a name in it as it is written.
        """
        assert shown == sentence(text)

    @given(texts)
    def test_loses_nothing(self, text):
        """
        The text of a sentence is what was given.
        """
        kept = html.escape(text.encode("utf-8", "replace").decode())

        assert kept == re.sub("<[^>]*>", "", sentence(text))
        assert kept == re.sub("<[^>]*>", "", words(text))


class TestPieces:
    def test_bar(self):
        """
        A bar is as wide as its part, and hidden from readers of the screen.
        """
        assert "width:50%" in bar(0.5)
        assert "background:currentColor" in bar(0.5)
        assert "background" not in bar(0.5, hollow=True)
        assert 'aria-hidden="true"' in bar(0.5)

    def test_table(self):
        """
        A table has a caption, columns and rows.
        """
        shown = Page(table("caption", ("a", "b"), [[heading("c"), cell("d")]]))

        assert ["caption", "a", "b", "c", "d"] == [text for text, _ in shown.texts]

    def test_list(self):
        """
        A list has an item for each part.
        """
        shown = Page(items(["a", Html("<b>b</b>")]))

        assert ["ul", "li", "li", "b"] == [tag for tag, _ in shown.elements]
