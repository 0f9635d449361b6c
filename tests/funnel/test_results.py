"""
What every answer can do, shown by one that is made up.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import RuleError
from leadkit.funnel.answers.picking import picked
from leadkit.funnel.answers.results import Result, Row
from leadkit.funnel.answers.tables import MOST, html_of, shown, text_of
from leadkit.pictures import Bars, of_plot

AT = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
HOSTILE = "<script>alert('x')</script>"


@attrs.frozen(eq=False, repr=False)
class Counted(Result):
    """
    How many leads there are in a stage of a segment, and how many of them are open.
    """

    labels = ("segment", "stage")
    shares = ("rate",)

    leads_in: dict
    drawn: bool = True
    notes: tuple = ("Somebody was left out.",)

    @property
    def title(self):
        return "Leads by stage"

    def _lines(self) -> Sequence[Row]:
        return [
            Row(
                {
                    "segment": segment,
                    "stage": stage,
                    "reached": len(reached),
                    "open": len(still),
                    "rate": len(still) / len(reached) if reached else None,
                },
                {
                    "reached": lambda found=reached: iter(found),
                    "open": lambda found=still: iter(found),
                },
            )
            for (segment, stage), (reached, still) in self.leads_in.items()
        ]

    def plot(self):
        if not self.drawn:
            return super().plot()
        labels = tuple(stage for _, stage in self.leads_in)
        return Bars(
            self.title, labels, {"n": tuple(len(a) for a, _ in self.leads_in.values())}
        )


class Bare(Result):
    """
    An answer with nothing but what it must have.
    """

    @property
    def title(self):
        return "Nothing"

    def _lines(self):
        return []


FOUR = Counted(
    {
        ("search", "lead"): (["d", "a", "b"], ["b"]),
        ("search", "customer"): (["a"], []),
        ("mail", "lead"): (["c"], ["c"]),
        ("mail", "customer"): ([], []),
    }
)

ids = st.sets(st.text("abcdef", min_size=1, max_size=3), max_size=6)
answers = st.dictionaries(
    st.tuples(st.sampled_from("pqr"), st.sampled_from("xyz")),
    ids.flatmap(
        lambda all_: st.tuples(
            st.just(sorted(all_)),
            st.lists(st.sampled_from(sorted(all_) or [""]), unique=True).map(
                lambda some: [one for one in some if one]
            ),
        )
    ),
).map(Counted)


class Table(HTMLParser):
    """
    The cells of a table, by row, and the tags that there are.
    """

    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self.inside = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside &= tag not in {"td", "th"}

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


class TestLeads:
    @given(answers)
    def test_as_many_as_counted(self, answer):
        """
        Behind a count there are as many leads as it says, sorted.
        """
        for row in answer.rows():
            for of in ("reached", "open"):
                found = answer.leads(of, segment=row["segment"], stage=row["stage"])

                assert row[of] == len(found)
                assert list(found) == sorted(set(found))

    @given(answers)
    def test_several_rows(self, answer):
        """
        Of several rows it is whoever is in one of them.
        """
        every = {one for found, _ in answer.leads_in.values() for one in found}

        assert tuple(sorted(every)) == answer.leads() == answer.leads("reached")

    @pytest.mark.parametrize(
        ("of", "cell", "found"),
        [
            (None, {}, "abcd"),
            ("open", {}, "bc"),
            (None, {"segment": "search"}, "abd"),
            ("open", {"stage": "lead"}, "bc"),
            ("open", {"stage": "lead", "segment": "mail"}, "c"),
            ("open", {"stage": "customer"}, ""),
        ],
    )
    def test_cells(self, of, cell, found):
        """
        The first count is meant if none is, and all rows that have what is said.
        """
        assert tuple(found) == FOUR.leads(of, **cell)

    @pytest.mark.parametrize(
        ("of", "cell", "said"),
        [
            (
                "opened",
                {},
                (
                    "the count of Counted.leads(): got 'opened', "
                    "expected 'reached' or 'open'. Did you mean 'open'?"
                ),
            ),
            (
                "open",
                {"stages": "lead"},
                (
                    "Counted.leads(): got the column 'stages', "
                    "expected 'segment' or 'stage'. Did you mean 'stage'?"
                ),
            ),
            (
                "open",
                {"reached": 1},
                (
                    "Counted.leads(): got the column 'reached', "
                    "expected 'segment' or 'stage'."
                ),
            ),
            (
                "open",
                {"stage": "Lead"},
                (
                    "stage of Counted.leads(): got a value that no row has, "
                    "expected one of the 2 in the column. rows() has them in 'stage'."
                ),
            ),
        ],
    )
    def test_refused(self, of, cell, said):
        """
        What isn't in the answer is refused, and a value isn't quoted.
        """
        with pytest.raises(RuleError) as caught:
            FOUR.leads(of, **cell)

        assert said == str(caught.value)

    def test_nobody(self):
        """
        An answer without rows has nobody behind it, whatever is asked.
        """
        assert () == Bare().leads() == Bare().leads("open")
        assert () == Counted({}).leads("open")

    def test_no_such_column(self):
        """
        An answer without segments has no column of them.
        """
        lines = [Row({"stage": "lead", "n": 1}, {"n": lambda: ["a"]})]
        with pytest.raises(RuleError, match="got the column 'segment', expected 'st"):
            picked("X", ("segment", "stage"), lines, "n", {"segment": "mail"})

    def test_found_when_asked(self):
        """
        Who is behind a number is found when somebody asks, and not before.
        """
        asked = []

        def whoever():
            asked.append(1)
            return ["a"]

        line = Row({"stage": "lead", "n": 1}, {"n": whoever})

        assert [] == asked
        assert ("a",) == picked("X", ("stage",), [line], None, {})
        assert [1] == asked

    def test_a_count_of_some_rows(self):
        """
        Rows without a count have nobody behind it.
        """
        lines = [Row({"stage": "a"}, {"n": lambda: ["x"]}), Row({"stage": "b"})]

        assert ("x",) == picked("X", ("stage",), lines, "n", {})
        assert () == picked("X", ("stage",), lines, "n", {"stage": "b"})


class TestRows:
    @given(answers)
    def test_same_keys(self, answer):
        """
        All rows have the same keys in the same order, and are the caller's to change.
        """
        rows = answer.rows()

        assert rows == list(answer)
        assert len({tuple(row) for row in rows}) <= 1
        for row in rows:
            row.clear()

        assert all(answer.rows())

    def test_to_frame(self):
        """
        They make a table.
        """
        assert FOUR.rows() == FOUR.to_frame().to_dicts()


class TestShown:
    def test_repr(self):
        """
        Its repr tells nothing of what is in it.
        """
        assert "<Counted, 4 rows>" == repr(FOUR)
        assert "<Bare, 0 rows>" == repr(Bare())
        assert "<Counted, 1 row>" == repr(Counted({("a", "b"): ([], [])}))

    def test_str(self):
        """
        As text it is a table, with its notes below.
        """
        assert [
            "Leads by stage",
            "segment  stage     reached  open   rate",
            "search   lead            3     1  33.3%",
            "search   customer        1     0   0.0%",
            "mail     lead            1     1   100%",
            "mail     customer        0     0      –",
            "Somebody was left out.",
        ] == str(FOUR).splitlines()

    def test_str_of_nothing(self):
        """
        Without rows it says so.
        """
        assert "Nothing\n(no rows)" == str(Bare())

    def test_html(self):
        """
        A notebook has the same cells, and a bar beside the first share.
        """
        seen = Table(FOUR._repr_html_())

        assert [
            ["segment", "stage", "reached", "open", "rate", ""],
            ["search", "lead", "3", "1", "33.3%", ""],
            ["search", "customer", "1", "0", "0.0%", ""],
            ["mail", "lead", "1", "1", "100%", ""],
            ["mail", "customer", "0", "0", "–", ""],
        ] == seen.rows
        assert "Somebody was left out." in FOUR._repr_html_()
        assert "No rows." in Bare()._repr_html_()

    def test_hostile_html(self):
        """
        A text is a text wherever it stands.
        """
        rows = [{HOSTILE: HOSTILE, "b": HOSTILE, "rate": 7.5, "other": Decimal(1)}]
        told = html_of(HOSTILE, rows, ["rate", "other"], [HOSTILE])

        assert "script" not in Table(told).tags
        assert "&lt;script&gt;" in told

    def test_many_rows(self):
        """
        A page isn't filled with rows; how many more there are is told.
        """
        rows = [{"n": n} for n in range(MOST + 1234)]
        text = text_of("Many", rows, [], ["A note."]).splitlines()

        assert ["And 1,234 more rows.", "A note."] == text[-2:]
        assert MOST + 4 == len(text)
        assert MOST + 1 == len(Table(html_of("Many", rows, [], [])).rows)

    @pytest.mark.parametrize(
        ("value", "share", "text"),
        [
            (None, False, "–"),
            (None, True, "–"),
            (True, False, "True"),
            ("a_b", False, "a_b"),
            (12345, False, "12,345"),
            (AT, False, "2024-05-01 09:30"),
            (0.12345, True, "12.3%"),
            (0.9996, True, "100%"),
            (Decimal("0.5"), True, "50.0%"),
            (12.3456, False, "12.35"),
            (-12.0, False, "-12"),
            (12345.678, False, "12,345.68"),
            (Decimal("1234.5"), False, "1,234.50"),
            ((1, 2), False, "(1, 2)"),
        ],
    )
    def test_values(self, value, share, text):
        """
        A value is written for a reader.
        """
        assert text == shown(value, share=share)


class TestPlot:
    def test_picture(self):
        """
        It is drawn as its plot is, with nothing to install.
        """
        assert of_plot(FOUR.plot()) == FOUR.picture()

    def test_chart(self):
        """
        It is a chart of altair, too.
        """
        assert "Leads by stage" == FOUR.chart().to_dict()["title"]

    @pytest.mark.parametrize("draw", [Result.picture, Result.chart])
    @pytest.mark.parametrize("answer", [Bare(), Counted({}, drawn=False)])
    def test_none(self, draw, answer):
        """
        An answer that is better read has no picture, and says what to do instead.
        """
        assert answer.plot() is None
        with pytest.raises(RuleError) as caught:
            draw(answer)

        name = type(answer).__name__
        assert re.fullmatch(
            rf"the picture of {name}: got an answer that has none, .* or print it\.",
            str(caught.value),
        )

    def test_no_notes(self):
        """
        An answer needs no notes.
        """
        assert () == Bare().notes
