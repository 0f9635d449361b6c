"""
Contact columns as people fill them in, and headers as they write them.
"""

import csv
import json
import sys
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phone_numbers import IRANIAN
from typer.testing import CliRunner

from leadkit import ContactError, ContactPoint, Medium
from leadkit.annotations import field_type
from leadkit.cli.app import app
from leadkit.cli.cells import CellError, Cells
from leadkit.cli.tables import matched
from leadkit.contacts import phone

PLAYBOOK = """
import attrs
import leadkit as lk


@attrs.frozen(kw_only=True)
class Firm(lk.Lead):
    تعداد_کارکنان: int | None = None
    شهر: str | None = None


F = lk.fields(Firm, traits={"site_1": str})
fit = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.تعداد_کارکنان >= 50),
        lk.Points(5, when=F.شهر == "کرج"),
        lk.Points(1, when=F.site_1 == "x"),
        lk.Points(2, when=lk.reachable("marketing", "sms")),
    ],
)
playbook = lk.Playbook("firms", record=Firm, scorecards=[fit])
"""

CONSENTS = """\
lead_id,purpose,medium,granted,at
1,marketing,sms,بلي,2026-01-01
2,marketing,sms,آری,2026-01-01
3,marketing,sms,آري,2026-01-01
4,marketing,sms,yes,2026-01-01
"""

IRAN = Cells(region="IR")
E164 = "an E.164 number like +491701234567"
DIALLED = "a number that can be dialled in IR"


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    (tmp_path / "firms.py").write_text(PLAYBOOK, encoding="utf-8")
    (tmp_path / "consents.csv").write_text(CONSENTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def assess(folder, leads, *words):
    """
    Assess a table; what comes out, and what is rejected.
    """
    (folder / "leads.csv").write_text(leads, encoding="utf-8")
    command = ["assess", "leads.csv", "--playbook", "firms.py", "--out", "out.csv"]
    done = CliRunner().invoke(app, [*command, "--as-of", "2026-05-01", *words])
    if done.exit_code > 1:
        return done.output, ""
    with (folder / "out.csv").open(encoding="utf-8") as file:
        scores = {row["id"]: row["fit"] for row in csv.DictReader(file)}
    with (folder / "out.rejected.csv").open(encoding="utf-8") as file:
        return scores, [row["expected"] for row in csv.DictReader(file)]


def refused(cells, text, medium):
    """
    What was expected in place of a cell.
    """
    with pytest.raises(CellError) as caught:
        cells.contact(text, medium)
    return str(caught.value)


class TestContact:
    @pytest.mark.parametrize(("text", "region", "value"), IRANIAN)
    def test_numbers(self, text, region, value):
        """
        A cell is read as `contacts.phone` reads it.
        """
        cells = Cells(region=region)
        if value.startswith("+"):
            assert value == cells.contact(text.strip(), Medium.SMS).value
        else:
            refused(cells, text.strip(), Medium.PHONE)

    @given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
    def test_plain_numbers(self, text):
        """
        What is E.164 stays as it is, unless the library knows better.
        """
        try:
            expected = phone(text)
        except ContactError:
            expected = ContactPoint("phone", text)

        assert expected == IRAN.contact(text, Medium.PHONE)

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("sara@example.com", "sara@example.com"),
            ("\u200fsara@example.com\u200e", "sara@example.com"),
            ("\ufeff Sara@Example.com", "Sara@Example.com"),
        ],
    )
    def test_addresses(self, text, value):
        """
        An address loses the marks that came with a paste, and nothing else.
        """
        assert value == IRAN.contact(text, Medium.EMAIL).value

    @pytest.mark.parametrize(
        ("cells", "text", "medium", "expected"),
        [
            (
                Cells(),
                "0912 000 0001",
                Medium.PHONE,
                f"{E164} (--region says where one without + is dialled)",
            ),
            (
                IRAN,
                "021 2222 0000 داخلی ۱۲",
                Medium.PHONE,
                f"{DIALLED}, without an extension",
            ),
            (IRAN, "0912", Medium.SMS, DIALLED),
            (Cells(), "+98 0912", Medium.SMS, E164),
            (IRAN, "sara", Medium.EMAIL, "name@example.com"),
            (IRAN, "\u200f", Medium.SOCIAL, "an address"),
        ],
        ids=range(6),
    )
    def test_refused(self, cells, text, medium, expected):
        """
        A cell that is none says what was expected, and which option helps.
        """
        assert expected == refused(cells, text, medium)

    def test_without_the_library(self, monkeypatch):
        """
        Without the library, E.164 is read, in any digits, and the rest says what helps.
        """
        monkeypatch.setitem(sys.modules, "phonenumbers", None)

        number = IRAN.contact("\u200f+۹۸۹۱۲۰۰۰۰۰۰۱", Medium.PHONE)
        expected = refused(IRAN, "0912 000 0001", Medium.PHONE)

        assert "+989120000001" == number.value
        assert expected.endswith('(others need pip install -e ".[contacts]")')


class TestRegion:
    LEADS = "id,sms\n1,۰۹۱۲۰۰۰۰۰۰۱\n2,+989120000002\n3,0912-000-0003 x1\n4,12\n"

    def test_numbers_are_read(self, folder):
        """
        With a region, numbers that are dialled there are read; bad ones are rejected.
        """
        words = ("--region", "ir", "--consents", "consents.csv")
        scores, rejected = assess(folder, self.LEADS, *words)

        assert {"1": "2", "2": "2"} == scores
        assert [f"{DIALLED}, without an extension", DIALLED] == rejected

    def test_without(self, folder):
        """
        Without a region, such numbers are rejected, and the option is named.
        """
        scores, rejected = assess(folder, self.LEADS, "--consents", "consents.csv")

        assert {"2": "2"} == scores
        assert "--region says where" in rejected[0]

    @pytest.mark.parametrize("region", ["XX", "", "UK", "Iran"])
    def test_unknown(self, folder, region):
        """
        A region that doesn't exist is refused before anything is read.
        """
        output, _ = assess(folder, self.LEADS, "--region", region)

        assert f"--region: no region called '{region}'; expected one like" in output
        assert not (folder / "out.csv").exists()

    def test_without_the_library(self, folder, monkeypatch):
        """
        Without the library, the option says what to install.
        """
        monkeypatch.setitem(sys.modules, "phonenumbers", None)
        output, _ = assess(folder, self.LEADS, "--region", "IR")

        assert '--region: needs a library; write pip install -e ".[con' in output

    def test_every_cell_is_named(self, folder):
        """
        Of a row, all cells that can't be read are named, whatever is in them.
        """
        (folder / "firms.py").write_text(
            PLAYBOOK.replace(
                "scorecards=[fit])",
                "scorecards=[fit, lk.Scorecard('r', [lk.Points(1, when=lk.reachable("
                "'news', 'email'))])], lifecycle=lk.standard.lifecycle())",
            ),
            encoding="utf-8",
        )
        leads = "id,stage,sms,phone,email,created_at\n1,guest,12,0912,sara,soon\n"
        _, rejected = assess(folder, leads, "--region", "IR")
        with (folder / "out.rejected.csv").open(encoding="utf-8") as file:
            row = next(csv.DictReader(file))

        assert {"stage", "sms", "phone", "email", "created_at"} == set(
            row["column"].split("; ")
        )
        assert 2 == rejected[0].count(DIALLED)
        assert "a stage: lead, nurtured" in rejected[0]
        assert "name@example.com" in rejected[0]

    def test_explain(self, folder):
        """
        `explain` has the option, too.
        """
        assess(folder, self.LEADS)
        command = ["explain", "leads.csv", "1", "--playbook", "firms.py"]
        words = ["--as-of", "2026-05-01", "--region", "IR"]

        assert 0 == CliRunner().invoke(app, [*command, *words]).exit_code


class TestHeaders:
    @pytest.mark.parametrize(
        "header",
        [
            "تعداد_کارکنان",
            "تعداد کارکنان",
            "تعداد كاركنان",
            "تعداد\u200cکارکنان",
            "تعدادکارکنان",
            "\u200fتعداد كاركنان\u200f",
        ],
    )
    def test_of_another_keyboard(self, folder, header):
        """
        A header matches a field, whichever keyboard it was written on.
        """
        scores, _ = assess(folder, f"id,{header},شهر\n1,۵۰,كرج\n2,50,کرج\n")

        assert {"1": "20", "2": "25"} == scores

    def test_as_it_is_written_comes_first(self, folder):
        """
        A header that is the field's name is preferred to one that is like it.
        """
        scores, _ = assess(folder, "id,تعداد_کارکنان,تعداد كاركنان\n1,50,5\n")

        assert {"1": "20"} == scores

    def test_two_that_are_alike(self, folder):
        """
        Two headers that are like a field are refused.
        """
        output, _ = assess(folder, "id,تعدادکارکنان,تعداد كاركنان\n1,50,5\n")

        assert "2 columns are called" in " ".join(output.split())

    def test_digits(self, folder):
        """
        Digits in a header are those of any script.
        """
        scores, _ = assess(folder, "id,site ۱\n1,x\n")

        assert {"1": "1"} == scores

    def test_in_notes(self, folder):
        """
        Notes show a header as it is written, with the joints of its words.
        """
        leads = "id,اندازه‌ی شرکت,تعداد_کارکنان\n1,5,50\n"
        (folder / "map.json").write_text(
            json.dumps({"سال\u200cها": "اندازه‌ی شرکت"}), encoding="utf-8"
        )
        (folder / "leads.csv").write_text(leads, encoding="utf-8")
        done = CliRunner().invoke(
            app,
            ["assess", "leads.csv", "--playbook", "firms.py", "--out", "out.csv",
             "--as-of", "2026-05-01", "--columns", "map.json"],
        )  # fmt: skip

        assert "no rule needs اندازه‌ی شرکت; ignored" in done.stderr
        assert "--columns: no rule needs 'سال\u200cها'." in done.stderr

    @pytest.mark.parametrize(
        ("header", "status"), [("شهر محل كار", 0), ("شهر محل", 2), ("City", 2)]
    )
    def test_mapped(self, folder, header, status):
        """
        A header in a map matches one that was written on another keyboard.
        """
        (folder / "map.json").write_text(json.dumps({"شهر": header}), encoding="utf-8")
        leads = "id,شهر محل کار,city\n1,کرج,x\n"
        found, _ = assess(folder, leads, "--columns", "map.json")

        assert ({"1": "5"} == found) is (status == 0)
        assert ("is not there" in found) is (status == 2)

    @pytest.mark.parametrize("name", ["Page Views", "page_views", "pageViews"])
    def test_matched(self, name):
        """
        A field and its header have one form, which isn't that of another one.
        """
        assert matched("page_views") == matched(name)
        assert matched("pageviews") != matched(name)


class TestValues:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("بله", True), ("بلي", True), ("آري", True), ("خير", False), ("１", True)],
    )
    def test_yes_and_no(self, text, value):
        """
        Yes and no are read from any keyboard.
        """
        assert value == Cells().value(text, field_type(bool))

    @pytest.mark.parametrize("text", ["شرکت", "شركت", "شَرکت"])
    def test_choices(self, text):
        """
        A choice is read from any keyboard, and is the one that was declared.
        """
        assert "شرکت" == Cells().value(text, field_type(Literal["شخص", "شرکت"]))
