"""
The notebook of the examples, run cell by cell as a notebook runs it.
"""

import ast
import json
import os
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from leadkit import Assessment, Comparison, Rule, Score, Scorecard, Verdict

NOTEBOOK = Path(__file__).parent.parent / "examples" / "notebook" / "tuning.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def source(cell):
    """
    The text of a cell.
    """
    return "".join(cell["source"])


def run(code, names):
    """
    Run a cell, and return the value of its last expression if it ends in one.
    """
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names)


class Texts(HTMLParser):
    """
    The texts of a page.
    """

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        """
        Keep a text.
        """
        self.found.append(data)


@pytest.fixture(name="notebook", scope="module")
def _notebook():
    folder = os.environ.get("LEADKIT_DATA")
    if not folder:
        pytest.skip("set LEADKIT_DATA to the folder with bank-additional-full.csv")
    # As in a notebook, a class of it is in the module that runs.
    names = {"__name__": "__main__"}
    shown = [run(source(cell), names) for cell in CELLS if cell["cell_type"] == "code"]
    return names, [value for value in shown if value is not None]


class TestFile:
    def test_nothing_is_stored_of_a_run(self):
        """
        The notebook is kept without outputs and counts.
        """
        code = [cell for cell in CELLS if cell["cell_type"] == "code"]

        assert code
        assert [([], None)] * len(code) == [
            (cell["outputs"], cell["execution_count"]) for cell in code
        ]

    def test_cells_have_names_of_their_own(self):
        """
        Each cell has an id, as the format asks, and no two have the same.
        """
        ids = [cell["id"] for cell in CELLS]

        assert len(ids) == len(set(ids))

    def test_it_needs_no_more_than_leadkit(self):
        """
        It imports leadkit and the standard library alone.
        """
        trees = [ast.parse(source(c)) for c in CELLS if c["cell_type"] == "code"]
        nodes = [node for tree in trees for node in ast.walk(tree)]
        modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        modules |= {
            alias.name
            for node in nodes
            if isinstance(node, ast.Import)
            for alias in node.names
        }

        assert "leadkit" in modules
        assert modules <= {"leadkit", *sys.stdlib_module_names}


class TestRun:
    def test_the_second_card_is_better_on_leads_it_has_not_seen(self, notebook):
        """
        The tuned card orders the half that wasn't looked at better than the first one.
        """
        names, _ = notebook
        before, after = (
            names["auc"](names[card], names["checking"]) for card in ("first", "second")
        )

        assert 0.6 < before < 0.7 < after

    def test_who_comes_onto_the_list_bought_more_often(self, notebook):
        """
        Both lists are about as long, and who is gained bought twice as often.
        """
        names, _ = notebook
        mql, share = names["mql"], names["share"]

        assert 0.8 < len(mql.lost) / len(mql.gained) < 1.25
        assert share(mql.gained) >= 2 * share(mql.lost) > 0

    def test_the_halves_share_no_lead(self, notebook):
        """
        No lead is used for tuning and for checking.
        """
        names, _ = notebook
        tuning, checking = (
            {lead.id for lead, _ in names[half]} for half in ("tuning", "checking")
        )

        assert (4119, set()) == (len(tuning | checking), tuning & checking)

    @pytest.mark.parametrize(
        "cls", [Rule, Scorecard, Score, Verdict, Assessment, Comparison]
    )
    def test_objects_show_themselves(self, notebook, cls):
        """
        A cell ends in one of each, and it shows itself as HTML with its words in it.
        """
        _, shown = notebook
        (*_, value) = [value for value in shown if isinstance(value, cls)]
        page = Texts()
        page.feed(value._repr_html_())
        words = {
            Rule: "age",
            Scorecard: "60 or older",
            Score: "earlier calls",
            Verdict: "MQL",
            Assessment: "MQL",
            Comparison: "340 gained, 310 lost",
        }

        assert words[cls] in "".join(page.found)
