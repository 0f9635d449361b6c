"""
The report: one page whose figures are those of an assessment.
"""

import re
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise

import attrs
import pytest
from reports import (
    BEST,
    DAY,
    LEADS,
    NOW,
    PLAYBOOK,
    REFUSED,
    SENTENCES,
    STORY,
    TITLE,
    made,
)

import leadkit as lk
from leadkit import InputError, InstantError
from leadkit.cli.reporting import ANSWERS, Figures
from leadkit.cli.reporting.thresholds import reader_of, thresholds
from leadkit.hundredths import told

VOID = {"meta", "br"}
SEEN = {lead.id: PLAYBOOK.assess(lead, as_of=NOW) for lead in LEADS}


class Page(HTMLParser):
    """
    A page that was read: its elements, its texts, and the tables in it.
    """

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.elements = []
        self.texts = []
        self.tables = {}
        self._caption = ""
        self.feed(text)
        self.close()

        assert [] == self.open

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)

        assert len(given) == len(attributes)
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.tables[self._caption].append([])
        elif tag in {"td", "th"}:
            self.tables[self._caption][-1].append("")

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        if "style" in self.open or not self.open:
            return
        self.texts.append(data)
        if "caption" in self.open:
            self._caption = data
            self.tables[data] = []
        elif {"td", "th"} & set(self.open):
            self.tables[self._caption][-1][-1] += data

    @property
    def text(self):
        """
        All its texts.
        """
        return " ".join(" ".join(self.texts).split())

    def of(self, *tags):
        """
        Its elements with a tag, in order.
        """
        return [(tag, given) for tag, given in self.elements if tag in tags]

    def rows(self, caption):
        """
        The rows of a table by what they are about.
        """
        return {row[0]: row[1:] for row in self.tables[caption][1:]}


HTML = made()
PAGE = Page(HTML)


class TestPage:
    def test_is_a_document(self):
        """
        It has all that a page needs: its kind, language, title, and the size of its
        screen.
        """
        metas = [given for _, given in PAGE.of("meta")]

        assert HTML.startswith('<!DOCTYPE html>\n<html lang="en"><head><meta charset')
        assert TITLE == PAGE.texts[0]
        assert "width=device-width, initial-scale=1" in [
            one.get("content") for one in metas if one.get("name") == "viewport"
        ]

    def test_may_load_and_run_nothing(self):
        """
        Its policy forbids to load or run anything, and there is nothing to load or run.
        """
        (policy,) = (
            given["content"] for _, given in PAGE.of("meta") if "http-equiv" in given
        )

        assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" == policy
        assert [] == PAGE.of("script", "link", "img", "iframe", "object", "embed")
        for _, given in PAGE.elements:
            assert "src" not in given
            assert not [name for name in given if name.startswith("on")]
        assert "@import" not in HTML
        assert "url(" not in HTML

    def test_links(self):
        """
        Every link leads to a section of the page, and every section is linked to.
        """
        links = [given["href"] for _, given in PAGE.of("a")]
        ids = [given["id"] for _, given in PAGE.elements if "id" in given]

        assert len(ids) == len(set(ids))
        assert [f"#{given['id']}" for _, given in PAGE.of("section")] == links

    def test_headings(self):
        """
        Headings go down by one level at a time, and there is one of the first.
        """
        levels = [int(tag[1]) for tag, _ in PAGE.of("h1", "h2", "h3", "h4")]

        assert 1 == levels[0]
        assert 1 == levels.count(1)
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_names_of_any_script(self):
        """
        Names stand in elements that find their own direction, and are texts.
        """
        lead = next(lead for lead in LEADS if lead.name and "<" in lead.name)
        page = Page(made(best=[lead.id], title="مینا <i>"))
        directions = [given.get("dir") for _, given in page.of("bdi", "h1", "li")]

        assert lead.name in page.texts
        assert "مینا <i>" == page.texts[0]
        assert "auto" in directions
        assert set(directions) <= {"auto", None}

    def test_is_open_for_paper(self):
        """
        What could be folded is open, since paper can't open it.
        """
        assert [{"open": "open"}] * len(BEST) == [g for _, g in PAGE.of("details")]

    def test_same_again(self):
        """
        The same leads give the same page, to the byte.
        """
        assert HTML == made()

    def test_any_number_of_leads(self):
        """
        The page of two thousand leads is hardly longer than that of a few.
        """
        many = [attrs.evolve(LEADS[n % len(LEADS)], id=f"M-{n}") for n in range(1880)]

        assert len(made(leads=[*LEADS, *many]).encode()) < 2_000_000 / 10

    def test_what_is_later(self):
        """
        Whatever is later is left out.
        """
        then = NOW - 12 * DAY - timedelta(seconds=1)
        known = [
            attrs.evolve(
                lead,
                activities=[one for one in lead.activities if one.at <= then],
                moves=[one for one in lead.moves if one.at <= then],
                grants=[one for one in lead.grants if one.at <= then],
                stage=next(
                    (one.source for one in lead.moves if one.at > then), lead.stage
                ),
            )
            for lead in LEADS
        ]

        assert known != LEADS
        # Whether a lead may be moved before its last move is another matter.
        assert made(leads=known, as_of=then, best=[]) == made(as_of=then, best=[])

    @pytest.mark.parametrize("given_", [{"best": ["nobody"]}, {"story": ("no", [])}])
    def test_strangers(self, given_):
        """
        An id that no lead has is refused, and not shown.
        """
        with pytest.raises(InputError, match=r"^report\(\): got an id that no lead"):
            made(**given_)

    def test_without_a_zone(self):
        """
        An instant without a time zone is refused.
        """
        with pytest.raises(InstantError):
            made(as_of=NOW.replace(tzinfo=None))


def numbers(row):
    """
    The numbers of a row, without their shares.
    """
    return [int(re.match(r"[\d,]+", cell)[0].replace(",", "")) for cell in row]


class TestFigures:
    def test_are_sums(self):
        """
        The figures of many leads are the sums of those of each.
        """
        counts = ("now", "ever", "warmth", "grades", "held", "by_person", "made")
        counts += ("granted", "revoked")
        given_ = {"as_of": NOW, "refused": {}}
        whole_ = Figures.of(PLAYBOOK, LEADS, **given_)
        each = [Figures.of(PLAYBOOK, [lead], **given_) for lead in LEADS]

        for name in counts:
            wanted = sum((getattr(one, name) for one in each), Counter())

            assert wanted == getattr(whole_, name)
            assert wanted
        for what, counted in whole_.late.items():
            assert counted == sum((one.late[what] for one in each), Counter())

    def test_tiles(self):
        """
        The first figures are those of all leads.
        """
        start = PAGE.text.index("UTC.")
        made_ = sum(m.at <= NOW for lead in LEADS for m in lead.moves)

        assert PAGE.text[start + 5 :].startswith(
            f"leads {len(LEADS)} "
            f"hold MQL {sum(one.verdicts['MQL'].held for one in SEEN.values())} "
            f"hot now {sum(one.temperature == 'hot' for one in SEEN.values())} "
            f"moves made {made_} moves refused {sum(REFUSED.values())}"
        )

    @pytest.mark.parametrize("stage", list(lk.Stage))
    def test_stages(self, stage):
        """
        Leads are counted where they are, and wherever they have been.
        """
        here = [one for one in SEEN.values() if one.stage == stage]
        lifecycle = PLAYBOOK.lifecycle
        ever = [lead for lead in LEADS if lk.has_been(stage).test(lead, as_of=NOW)]
        ids = {one.lead_id for one in here}
        there = [lead for lead in LEADS if lead.id in ids]
        warm = Counter(one.temperature for one in here)

        assert [
            len(here),
            len(ever),
            *(warm[one] for one in ("hot", "warm", "cold")),
            sum(lifecycle.overdue(lead, as_of=NOW) is not None for lead in there),
            sum(lifecycle.stale(lead, as_of=NOW) is not None for lead in there),
        ] == numbers(PAGE.rows("Leads by stage")[lk.label(stage)])

    def test_funnel(self):
        """
        The funnel shows how many have ever been in each stage that leads forward.
        """
        (desc,) = (text for text in PAGE.texts if text.startswith("Lead: 120 (100%)"))
        rows = PAGE.rows("Leads by stage")

        assert [
            f"{stage}: {rows[stage][1]}"
            for stage in ("Lead", "Nurtured lead", "Prospect", "Customer", "Advocate")
        ] == [part.split(" (")[0] for part in desc.split(". ")]

    def test_grades(self):
        """
        Leads are counted by grade and temperature.
        """
        found = Counter((one.grade, one.temperature) for one in SEEN.values())
        rows = PAGE.rows("Leads by grade and temperature")

        assert ["Grade A", "Grade B", "Grade C", "Grade D", "In all"] == list(rows)
        for letter in "ABCD":
            wanted = [found[letter, one] for one in ("hot", "warm", "cold")]

            assert [*wanted, sum(wanted)] == numbers(rows[f"Grade {letter}"])
        assert len(LEADS) == numbers(rows["In all"])[-1]

    @pytest.mark.parametrize("code", list(PLAYBOOK.qualifications))
    def test_qualifications(self, code):
        """
        Leads are counted by what they hold, and by what was ever granted and revoked.
        """
        verdicts = [one.verdicts[code] for one in SEEN.values()]
        grants = [
            grant
            for lead in LEADS
            for grant in lead.grants
            if grant.qualification == code and grant.at <= NOW
        ]

        assert [
            sum(one.held for one in verdicts),
            sum(one.held and one.by_person for one in verdicts),
            sum(grant.granted for grant in grants),
            sum(not grant.granted for grant in grants),
        ] == numbers(PAGE.rows("Leads by qualification")[code][1:])

    def test_moves(self):
        """
        Moves are counted by what was asked for, made or refused.
        """
        made_ = Counter(m.trigger for lead in LEADS for m in lead.moves if m.at <= NOW)
        refused = Counter()
        for (trigger, _), times in REFUSED.items():
            refused[trigger] += times
        rows = PAGE.rows("Moves by what was asked for")

        assert made_["convert"] > 0
        for trigger in (*PLAYBOOK.lifecycle.triggers, "dance"):
            assert [made_[trigger], refused[trigger]] == numbers(
                rows[lk.label(trigger)]
            )

    def test_reasons(self):
        """
        The ten commonest reasons are told, the commonest first.
        """
        (rows,) = (
            table[1:] for caption, table in PAGE.tables.items() if "reason" in caption
        )

        assert 10 == len(rows)
        assert [
            ["Qualify", "(holds 'MQL') | (holds 'SQL') | (holds 'PQL')", "120"],
            ["Nurture", "reachable 'marketing'", "31"],
            ["Qualify", "conversed", "31"],
            ["Lose", "reason 0", "2"],
        ] == rows[:4]

    def test_reasons_are_sentences(self):
        """
        They are set as sentences, and not as pieces of a program.
        """
        codes = [*re.finditer("<code>(.*?)</code>", HTML)]

        assert 10 == HTML.count('<span class="reason">')
        assert ["leadkit assess", PLAYBOOK.version[:12]] == [one[1] for one in codes]

    def test_nothing_refused(self):
        """
        Where nothing was refused, no reasons are told.
        """
        assert "Why moves were refused" in PAGE.text
        assert "Why moves were refused" not in Page(made(refused={})).text

    def test_scores(self):
        """
        Totals are counted for each card.
        """
        for card in PLAYBOOK.scorecards:
            totals = sorted(one.scores[card].total for one in SEEN.values())

            assert f"120 values from {totals[0]:g} to {totals[-1]:g};" in PAGE.text


class TestPeople:
    @pytest.mark.parametrize("lead_id", BEST)
    def test_best(self, lead_id):
        """
        The best are there with every line of their scores, and what they may do.
        """
        seen = SEEN[lead_id]
        start = PAGE.text.index(f" {lead_id} ", PAGE.text.index("Each with every line"))
        text = PAGE.text[start : start + 8000]

        for score in seen.scores.values():
            assert f"{score.card}: {told(score.hundredths)}" in text
            for line in score.lines:
                assert f"{line.name}: {told(line.hundredths)}." in text
        for code, verdict in seen.verdicts.items():
            if verdict.held:
                assert code in re.search(r"Holds ([^.]*)\.", text)[1]

    def test_story(self):
        """
        The story is told in its sentences, with the lead's way and its scores.
        """
        text = PAGE.text
        start = text.index("One lead's story", text.index("Each with every line"))
        story = text[start:]

        assert story.startswith(f"One lead's story {STORY} ")
        for sentence in (*SENTENCES, "Its way", "Its score: fit", "MQL from 30"):
            assert " ".join(sentence.split()) in story

    def test_of_a_bare_lead(self):
        """
        A lead of which nothing is known has a story, too.
        """
        bare = lk.Lead(id="bare")
        page = Page(made(leads=[bare], best=["bare"], story=("bare", ["Nothing."])))

        assert "Holds no qualification. Allowed now: disqualify." in page.text
        assert "Not known: " in page.text


class TestReach:
    @pytest.mark.parametrize("medium", list(lk.Medium))
    def test_answers(self, medium):
        """
        Leads are counted by the answer to whether they may be written to, by each
        medium; an answer that nobody has isn't there.
        """
        caption = next(one for one in PAGE.tables if "written to" in one)
        column = PAGE.tables[caption][0].index(lk.label(medium))
        answers = Counter(
            ANSWERS[lead.may_contact("marketing", medium, NOW).code] for lead in LEADS
        )

        assert answers == Counter(
            {
                said: int(row[column - 1])
                for said, row in PAGE.rows(caption).items()
                if row[column - 1] != "0"
            }
        )

    def test_merged_and_erased(self):
        """
        They are told of: how many there are, and each in its sentences.
        """
        one, two, *others = LEADS
        leads = [lk.merge(one, lk.Lead(id="twin")), lk.erase(two, NOW), *others]
        told = {"Two records: مینا": ["First <this>.", "Then that."]}
        page = Page(made(leads=leads, best=[], story=(one.id, []), examples=told))

        assert (
            "120 persons and companies: of 121 records, 1 was about somebody who was "
            "known already, and merged into the other. 1 has asked to be forgotten"
        ) in page.text
        assert "no: asked to be forgotten 1 1 1 1 1" in page.text
        for text in (*told, "First <this>.", "Then that."):
            assert text in page.texts

    def test_accounts(self):
        """
        The scores of accounts are a table, if there are any.
        """
        card = PLAYBOOK.scorecards["engagement"]
        people = LEADS[:3]
        score = lk.account_score(people, card, as_of=NOW, ceiling=20)
        page = Page(made(accounts={"Old <Mill>": score, "None": nobody(card)}))

        assert {
            "Old <Mill>": [
                "3",
                str(sum(SEEN[one.id].scores["engagement"].total > 0 for one in people)),
                f"{max(SEEN[one.id].scores['engagement'].total for one in people):g}",
                "20",
            ],
            "None": ["0", "0", "0", "0"],
        } == page.rows("Accounts, by the engagement of their people")
        assert "Companies buy as groups" not in PAGE.text


def nobody(card):
    """
    The score of an account without people.
    """
    return lk.account_score([], card, as_of=NOW)


class TestOtherPlaybooks:
    LEADS = (lk.Lead(id="1"), lk.Lead(id="2", stage="customer"))

    def test_empty(self):
        """
        What a playbook doesn't have isn't shown.
        """
        page = Page(
            made(
                playbook=lk.Playbook("bare"),
                leads=self.LEADS,
                refused={},
                best=["1"],
                story=("2", []),
            )
        )

        assert ["funnel", "people", "best", "story", "words"] == [
            given["id"] for _, given in page.of("section")
        ]
        assert ["1", "1"] == page.rows("Leads by stage")["Customer"]

    def test_without_grades(self):
        """
        Temperatures are shown without grades, too.
        """
        playbook = lk.Playbook("warm", temperature=lk.standard.temperature())
        given_ = {"refused": {}, "best": [], "story": ("2", [])}
        page = Page(made(playbook=playbook, leads=self.LEADS, **given_))

        assert {
            "No grade": ["0 0%", "0 0%", "2 100%", "2"],
            "In all": ["0", "0", "2", "2"],
        } == page.rows("Leads by grade and temperature")

    def test_of_a_host(self):
        """
        Stages, cards and letters of a host's own are shown as they are.
        """
        fits = lk.Scorecard("match", [lk.Points(5, when=lk.in_stage("won"))])
        playbook = lk.Playbook(
            "own",
            scorecards=[fits],
            qualifications=[lk.Qualification("READY", when=fits >= 5)],
            lifecycle=lk.Lifecycle(
                "own",
                ["lead", "won"],
                "lead",
                [lk.Transition("win", "lead", "won")],
            ),
            grades=lk.Grades("match", {"gold": 5}),
        )
        leads = [
            lk.Lead(id="1"),
            lk.Lead(id="2", stage="won"),
            lk.Lead(id="3", stage="gone"),
        ]
        page = Page(
            made(
                playbook=playbook, leads=leads, refused={}, best=["2"], story=("2", [])
            )
        )

        assert ["lead", "won", "gone"] == [
            {"Lead": "lead"}.get(one, one) for one in page.rows("Leads by stage")
        ]
        assert {
            "Grade gold": ["1 33%", "1"],
            "No grade": ["2 67%", "2"],
        } == page.rows("Leads by grade and temperature")
        assert ["READY", "1", "0", "0", "0"] == page.rows("Leads by qualification")[
            "READY"
        ]


class TestThresholds:
    def test_standard(self):
        """
        The totals at which grades and qualifications turn are found.
        """
        assert {"MQL from": 30, "MQL until": 15} == thresholds(PLAYBOOK, "engagement")
        assert {
            "MQL from": 20,
            "grade A": 40,
            "grade B": 25,
            "grade C": 10,
        } == thresholds(PLAYBOOK, "fit")
        assert {} == thresholds(lk.Playbook("bare"), "fit")

    def test_reader(self):
        """
        The first qualification that a card's total grants is found.
        """
        assert "MQL" == reader_of(PLAYBOOK, "engagement").name
        assert reader_of(PLAYBOOK, "unknown") is None
