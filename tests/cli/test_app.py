"""
The commands, run as a person runs them.
"""

import csv
import io
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from leadkit.cli import _open_streams
from leadkit.cli.app import app

PLAYBOOK = """
from __future__ import annotations

from datetime import datetime
from typing import Literal

import attrs
import leadkit as lk


@attrs.frozen(kw_only=True)
class Account(lk.Lead):
    employees: int | None = None
    plan: Literal["free", "pro"] | None = None
    active: bool | None = None
    since: datetime | None = None
    unused: float | None = None


F = lk.fields(Account, traits={"region": str})
fit = lk.Scorecard(
    "fit",
    [
        lk.Points(20, when=F.employees >= 50, name="large"),
        lk.Points(5, when=F.active, name="active"),
        lk.Points(2.5, when=F.since.age() >= 30, name="old"),
        lk.Points(1, when=F.region == "north", name="north"),
    ],
)
engagement = lk.Scorecard(
    "engagement",
    [lk.Points(10, per=lk.activity("webinar_attended"), name="webinars")],
)
playbook = lk.Playbook(
    "accounts",
    record=Account,
    scorecards=[fit, engagement],
    qualifications=[
        lk.Qualification("MQL", when=(fit >= 20) & lk.reachable("marketing")),
        lk.Qualification("PQL", when=F.plan == "pro"),
        lk.Qualification("SAL"),
    ],
    lifecycle=lk.Lifecycle(
        "accounts",
        stages=["lead", "nurtured", "lost"],
        initial="lead",
        transitions=[
            lk.Transition("nurture", "lead", "nurtured", lk.reachable("marketing")),
            lk.Transition("lose", ["lead", "nurtured"], "lost", kind="exit"),
        ],
    ),
    grades=lk.Grades("fit", {"A": 20, "B": 5}),
    temperature=lk.Temperature(hot=engagement >= 20, warm=engagement >= 10),
)
other = lk.Playbook("other", record=Account, scorecards=[engagement])
number = 5


def make():
    return other


@attrs.frozen(kw_only=True)
class Strict(lk.Lead):
    size: int


strict = lk.Playbook("strict", record=Strict)


def small(instance, attribute, value):
    if value > 10:
        raise ValueError(f"{value} is too large")


@attrs.frozen(kw_only=True)
class Picky(lk.Lead):
    size: int = attrs.field(validator=small)


picky = lk.Playbook("picky", record=Picky)


@attrs.frozen(kw_only=True)
class Derived(lk.Lead):
    size: int = attrs.field(alias="staff")
    large: bool = attrs.field(
        init=False,
        default=attrs.Factory(lambda lead: lead.size > 9, takes_self=True),
    )
    huge: bool = attrs.field(
        default=attrs.Factory(lambda lead: lead.size > 99, takes_self=True),
    )


D = lk.fields(Derived)
sizes = lk.Scorecard("sizes", [lk.Points(3, when=D.large), lk.Points(5, when=D.huge)])
derived = lk.Playbook("derived", record=Derived, scorecards=[sizes])
"""

LEADS = """\
Account ID;Employees;Plan;Active;Since;Region;E-Mail;Notes;Stage
A-1;120;pro;yes;2026-01-01;north;a1@example.com;likes 1;lead
A-2;;free;no;2026-04-30;south;;;nurtured
A-3;10;Pro;;;;;"a; b";
"""
COLUMNS = {"id": "Account ID", "email": "E-Mail"}


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accounts.py").write_text(PLAYBOOK)
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "columns.json").write_text(json.dumps(COLUMNS))
    return tmp_path


def run(*words):
    """Run the command line with these words."""
    return CliRunner().invoke(app, [str(word) for word in words])


def assess(*words, leads="leads.csv", playbook="accounts.py", columns="columns.json"):
    """Run `assess` with the usual options."""
    more = ["--columns", columns] if columns else []
    return run(
        "assess", leads, "--playbook", playbook, "--as-of", "2026-05-01",
        "--out", "out.csv", *more, *words,
    )  # fmt: skip


def table(path):
    """The rows of a file that was written."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class TestAssess:
    def test_one_row_per_lead(self, folder):
        """
        Each lead gets a row with its scores, grade, verdicts, moves and reasons.
        """
        (folder / "consents.csv").write_text(
            "lead_id,purpose,medium,granted,at\nA-1,marketing,email,yes,2026-01-01\n"
        )
        (folder / "activities.csv").write_text(
            "lead_id,type,at\nA-1,webinar_attended,2026-04-01T10:00Z\n"
            "A-1,webinar_attended,2026-04-02T10:00Z\n"
            "A-1,webinar_attended,2026-05-02T10:00Z\n"
        )
        result = assess("--consents", "consents.csv", "--activities", "activities.csv")

        assert 0 == result.exit_code, result.output
        assert [
            {
                "id": "A-1", "stage": "lead", "fit": "28.5", "engagement": "20",
                "grade": "A", "temperature": "hot", "MQL": "yes", "PQL": "yes",
                "SAL": "no", "allowed": "nurture lose",
                "reasons": "fit: large +20; engagement: webinars +20 (2 activities); "
                "fit: active +5",
            },
            {
                "id": "A-2", "stage": "nurtured", "fit": "0", "engagement": "0",
                "grade": "", "temperature": "cold", "MQL": "no", "PQL": "no",
                "SAL": "no", "allowed": "lose", "reasons": "",
            },
            {
                "id": "A-3", "stage": "lead", "fit": "0", "engagement": "0",
                "grade": "", "temperature": "cold", "MQL": "no", "PQL": "yes",
                "SAL": "no", "allowed": "lose", "reasons": "",
            },
        ] == table(folder / "out.csv")  # fmt: skip
        assert [] == table(folder / "out.rejected.csv")

    def test_unknown_is_said(self, folder):
        """
        A verdict that only a missing field keeps open is unknown.
        """
        (folder / "leads.csv").write_text("id,plan\n1,\n2,pro\n3,free\n")
        assess(columns=None)

        assert ["unknown", "yes", "no"] == [r["PQL"] for r in table(folder / "out.csv")]

    def test_ignored_and_absent_columns_are_told(self, folder):
        """
        Columns that no rule needs are listed, and fields that no column has.
        """
        (folder / "leads.csv").write_text("id;Employees;Notes;unused\n1;5;x;much\n")
        result = assess(columns=None)

        assert 0 == result.exit_code
        assert "no rule needs Notes, unused" in result.output
        assert "has no active, plan, region, since" in result.output

    def test_without_ids_leads_are_numbered(self, folder):
        """
        A table without a column of ids has its leads numbered from 1.
        """
        (folder / "leads.csv").write_text("Employees\n5\n60\n")
        result = assess(columns=None)

        assert ["1", "2"] == [row["id"] for row in table(folder / "out.csv")]
        assert "numbered" in result.output

    def test_nothing_is_lost(self, folder):
        """
        Each row is written or rejected, with its line, column and what was expected.
        """
        rows = [
            "id,employees,plan,active,since,stage,email",
            "1,5,pro,yes,2026-01-01,lead,x@example.com",
            "2,many,pro,yes,2026-01-01,lead,",
            "3,5,gold,perhaps,2026-01-01,lead,",
            "4,5,pro,yes,2026-01-01T10:00,lead,",
            "5,5,pro,yes,2026-01-01,won,",
            "6,5,pro,yes,2026-01-01,lead,nowhere",
            "7,5,pro",
            ",5,pro,yes,2026-01-01,lead,",
            "1,5,pro,yes,2026-01-01,lead,",
            '"9\nx",5,pro,yes,2026-01-01,lead,',
            "10,1e20,pro,yes,2026-01-01,lead,",
            "11,5,pro,yes,2026-01-01,LEAD,",
        ]
        (folder / "leads.csv").write_text("\n".join(rows) + "\n")
        result = assess(columns=None)
        rejected = table(folder / "out.rejected.csv")

        assert 1 == result.exit_code
        assert ["1", "11"] == [row["id"] for row in table(folder / "out.csv")]
        assert [
            ("3", "employees", "a whole number"),
            ("4", "plan; active", "'free' or 'pro'"),
            ("5", "since", "zone"),
            ("6", "stage", "lead, nurtured, lost"),
            ("7", "email", "name@example.com"),
            ("8", "", "7 cells"),
            ("9", "id", "a text"),
            ("10", "id", "line 2"),
            ("11", "", "a code or an id"),
            ("13", "employees", "a whole number"),
        ] == [
            (row["line"], row["column"], expected)
            for row, expected in zip(
                rejected,
                ["a whole number", "'free' or 'pro'", "zone", "lead, nurtured, lost",
                 "name@example.com", "7 cells", "a text", "line 2", "a code or an id",
                 "a whole number"],
                strict=True,
            )
            if expected in row["expected"]
        ]  # fmt: skip
        assert "many" not in (folder / "out.rejected.csv").read_text()

    def test_what_the_record_insists_on(self, folder):
        """
        A row without a value that the record insists on is rejected.
        """
        (folder / "leads.csv").write_text("id,size\n1,5\n2,\n")
        result = assess(columns=None, playbook="accounts.py:strict")

        assert 1 == result.exit_code
        assert [{"line": "3", "column": "size", "expected": "a whole number"}] == table(
            folder / "out.rejected.csv"
        )

    def test_what_a_validator_of_the_host_refuses(self, folder):
        """
        A row that the record's own validator refuses is rejected, its value not told.
        """
        (folder / "leads.csv").write_text("id,size\n1,5\n2,4711\n")
        result = assess(columns=None, playbook="accounts.py:picky")

        assert 1 == result.exit_code
        assert ["1"] == [row["id"] for row in table(folder / "out.csv")]
        assert "Picky accepts" in table(folder / "out.rejected.csv")[0]["expected"]
        assert "4711" not in (folder / "out.rejected.csv").read_text()

    def test_missing_texts_and_zones(self, folder):
        """
        The user may say which texts mean missing, and in which zone times are.
        """
        (folder / "leads.csv").write_text(
            "id,employees,since\n1,unknown,2026-01-01 10:00\n2,?,\n"
        )
        result = assess(
            "--missing", "unknown", "--missing", "?", "--zone", "Europe/Berlin",
            columns=None,
        )  # fmt: skip

        assert 0 == result.exit_code
        assert ["2.5", "0"] == [row["fit"] for row in table(folder / "out.csv")]

    def test_all_side_tables(self, folder):
        """
        Touches, grants and moves are read as well.
        """
        (folder / "leads.csv").write_text("id\n1\n2\n")
        (folder / "t.csv").write_text("lead_id,channel,at\n1,webinar,2026-01-01\n")
        (folder / "g.csv").write_text(
            "lead_id,qualification,at,by\n1,SAL,2026-01-01,somebody\n"
        )
        (folder / "m.csv").write_text(
            "lead_id,trigger,source,target,at\n1,nurture,lead,nurtured,2026-01-01\n"
        )
        result = assess(
            "--touches", "t.csv", "--grants", "g.csv", "--moves", "m.csv", columns=None
        )
        rows = table(folder / "out.csv")

        assert 0 == result.exit_code, result.output
        assert [("nurtured", "yes"), ("lead", "no")] == [
            (row["stage"], row["SAL"]) for row in rows
        ]

    def test_headers_of_side_tables_are_mapped(self, folder):
        """
        Headers of a side table are mapped under its name.
        """
        (folder / "leads.csv").write_text("id\n1\n")
        (folder / "a.csv").write_text("who;what;when\n1;webinar_attended;2026-01-01\n")
        names = {"activities": {"lead_id": "who", "type": "what", "at": "when"}}
        (folder / "columns.json").write_text(json.dumps(names))
        result = assess("--activities", "a.csv")

        assert 0 == result.exit_code, result.output
        assert "10" == table(folder / "out.csv")[0]["engagement"]

    def test_a_mapped_field_that_nobody_needs(self, folder):
        """
        Mapping a field that no rule needs is told, with the near miss.
        """
        (folder / "columns.json").write_text('{"employes": "Employees"}')
        result = assess()

        assert "no rule needs 'employes'. Did you mean 'employees'?" in result.output

    def test_a_side_table_has_its_own_fields(self, folder):
        """
        Mapping a field that a side table doesn't have is refused, with the near miss.
        """
        (folder / "a.csv").write_text("lead_id,what,at\n")
        (folder / "columns.json").write_text('{"activities": {"tpye": "what"}}')
        result = assess("--activities", "a.csv")

        assert 2 == result.exit_code
        assert "Did you mean 'type'?" in " ".join(result.output.split())

    def test_a_stage_that_contradicts_the_moves(self, folder):
        """
        A stage that isn't where the last move led is rejected, not guessed about.
        """
        (folder / "leads.csv").write_text("id,stage\n1,lead\n2,nurtured\n")
        (folder / "m.csv").write_text(
            "lead_id,trigger,source,target,at\n1,nurture,lead,nurtured,2026-01-01\n"
            "2,nurture,lead,nurtured,2026-01-01\n"
        )
        result = assess("--moves", "m.csv", columns=None)

        assert 1 == result.exit_code
        assert ["2"] == [row["id"] for row in table(folder / "out.csv")]
        assert (
            "nurtured, where the last of its moves led"
            == (table(folder / "out.rejected.csv")[0]["expected"])
        )

    def test_rejected_rows_of_side_tables(self, folder):
        """
        Rows of a side table that can't be read, or belong to nobody, are told apart.
        """
        (folder / "leads.csv").write_text("id\n1\n")
        (folder / "a.csv").write_text(
            "lead_id,type,at,value\n1,webinar_attended,2026-01-01,\n"
            "1,webinar_attended,soon,\n9,webinar_attended,2026-01-01,\n"
            ",x,2026-01-01,\n1,,2026-01-01,\n1,\n1,x,2026-01-01,1e300\n"
            '1,"x\ty",2026-01-01,\n'
        )
        result = assess("--activities", "a.csv", columns=None)

        assert 1 == result.exit_code
        assert [] == table(folder / "out.rejected.csv")
        assert [
            ("3", "at"),
            ("4", "lead_id"),
            ("5", "lead_id"),
            ("6", "type"),
            ("7", ""),
            ("8", "value"),
            ("9", ""),
        ] == [
            (row["line"], row["column"])
            for row in table(folder / "out.activities.rejected.csv")
        ]
        assert "10" == table(folder / "out.csv")[0]["engagement"]

    def test_a_lead_whose_history_contradicts_itself(self, folder):
        """
        A lead with two different activities of one id is rejected, not half read.
        """
        (folder / "leads.csv").write_text("id\n1\n2\n")
        (folder / "a.csv").write_text(
            "lead_id,id,type,at\n1,a,x,2026-01-01\n1,a,y,2026-01-01\n2,a,x,2026-01-01\n"
        )
        result = assess("--activities", "a.csv", columns=None)

        assert 1 == result.exit_code
        assert ["2"] == [row["id"] for row in table(folder / "out.csv")]
        assert "an id for each" in table(folder / "out.rejected.csv")[0]["expected"]

    @pytest.mark.parametrize(
        "where", ["accounts.py:other", "accounts:make", "accounts"]
    )
    def test_where_the_playbook_is(self, folder, where):
        """
        A playbook is found in a file or a module, by a name, also as a function.
        """
        (folder / "leads.csv").write_text("id\n1\n")
        result = assess(columns=None, playbook=where)
        sys.modules.pop("accounts", None)

        assert 0 == result.exit_code, result.output
        assert "engagement" in table(folder / "out.csv")[0]

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"leads": "none.csv"}, "can't be opened"),
            ({"playbook": "none.py"}, "no such file"),
            ({"playbook": "nowhere.at.all"}, "no module named 'nowhere'"),
            ({"playbook": "accounts.py:plybook"}, "Did you mean 'playbook'?"),
            ({"playbook": "accounts.py:number"}, "not a Playbook"),
            ({"playbook": "accounts.py:fit"}, "not a Playbook. Put your cards"),
            ({"playbook": "broken.py"}, "ZeroDivisionError"),
            ({"columns": "none.json"}, "can't be opened"),
            ({"columns": "broken.py"}, "is no JSON"),
            ({"columns": "list.json"}, "is not of the form"),
            ({"columns": "wrong.json"}, "'Nope'"),
            ({"columns": "deep.json"}, "is not of the form"),
            ({"columns": "flat.json"}, "is not of the form"),
            ({"playbook": "accounts.py:strict"}, "has no column 'size'"),
        ],
        ids=str,
    )
    def test_wrong_calls_say_what_is_wrong(self, folder, change, told):
        """
        A call that can't be carried out ends with 2 and a sentence, and writes nothing.
        """
        (folder / "broken.py").write_text("1 / 0\n")
        (folder / "list.json").write_text("[1]")
        (folder / "wrong.json").write_text('{"id": "Nope"}')
        (folder / "deep.json").write_text('{"moves": {"at": 5}}')
        (folder / "flat.json").write_text('{"moves": "at"}')
        result = assess(**change)

        assert 2 == result.exit_code
        assert told in " ".join(result.output.split())
        assert "Traceback" not in result.output
        assert not (folder / "out.csv").exists()

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["--as-of", "yesterday"], "expected a date"),
            (["--as-of", "1405-01-01"], "expected a date of the Gregorian calendar"),
            (["--as-of", "1405/01/15"], "expected a date of the Gregorian calendar"),
            (["--as-of", "2026-05-01T10:00"], "its zone"),
            (["--zone", "Berlin"], "no zone called 'Berlin'"),
            (["--activities", "leads.csv"], "has no column 'lead_id'"),
            (["--out", "leads.csv"], "one of the files that are read"),
            (["--decimal", ";"], "got ';', expected . or ,"),
            (["--encoding", "latin-0"], "none called 'latin-0'"),
        ],
    )
    def test_wrong_options_say_what_is_wrong(self, folder, words, told):
        """
        A wrong option ends with 2 and says what was expected; the tables are untouched.
        """
        result = assess(*words)

        assert 2 == result.exit_code
        assert told in " ".join(result.output.split())
        assert LEADS == (folder / "leads.csv").read_text()

    def test_two_columns_for_one_field(self, folder):
        """
        Two columns that claim a field that a rule needs are refused, others are not.
        """
        (folder / "leads.csv").write_text("id,Employees,employees,x,x\n1,2,3,4,5\n")
        result = assess(columns=None)

        assert 2 == result.exit_code
        assert "2 columns are called 'employees'" in result.output

    def test_fields_that_a_record_derives(self, folder):
        """
        What a record derives of a lead's cells is that lead's, and no column of it.
        """
        (folder / "leads.csv").write_text("id,size,large\nA,5,yes\nB,50,no\nC,500,no\n")
        result = assess(playbook="accounts.py:derived", columns=None)

        assert 0 == result.exit_code, result.output
        assert "no rule needs large; ignored" in result.output
        assert "has no huge, so" in result.output
        assert ["0", "3", "8"] == [row["sizes"] for row in table(folder / "out.csv")]

    def test_an_interrupted_run_leaves_nothing(self, folder, monkeypatch):
        """
        If assessing fails in the middle, no half table is left, and the old one stays.
        """
        (folder / "out.csv").write_text("old")

        def fail(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr("leadkit.cli.assessing.cells", fail)
        result = assess()

        assert 130 == result.exit_code
        assert "stopped; nothing was written" in result.output
        assert "old" == (folder / "out.csv").read_text()
        assert not list(folder.glob("*.part"))


class TestExplain:
    def explain(self, *ids):
        """Run `explain` for these ids."""
        return run(
            "explain", "leads.csv", *ids, "--playbook", "accounts.py", "--as-of",
            "2026-05-01", "--columns", "columns.json",
        )  # fmt: skip

    def test_it_tells_everything(self, folder):
        """
        It tells the score line by line, what is unmet or missing, and each move.
        """
        result = self.explain("A-2")

        assert 0 == result.exit_code, result.output
        for row in (
            "A-2: stage nurtured, grade none, cold",
            "fit: 0",
            "MQL: no",
            "unmet: fit >= 20 (is 0)",
            "unmet: reachable 'marketing'",
            "missing: employees",
            "PQL: no",
            "unmet: plan == 'pro' (is 'free')",
            "SAL: no, only a person can grant it",
            "nurture: no, it doesn't start from stage nurtured",
            "lose: yes, to lost, with a reason",
        ):
            assert row in result.output

    def test_several_in_the_order_asked(self, folder):
        """
        Several leads are told in the order in which they were asked for.
        """
        result = self.explain("A-3", "A-1")

        assert result.output.index("A-3:") < result.output.index("A-1:")
        assert "nurture: no" in result.output
        assert "not met: reachable 'marketing'" in result.output

    def test_what_can_not_be_read(self, folder):
        """
        Input that can't be read ends with 2 and a sentence, and rows are counted.
        """
        (folder / "leads.csv").write_text("Account ID,Employees,E-Mail\nA-1,many,\n")

        assert "(1 rows could not be read" in self.explain("A-1").output

        (folder / "columns.json").write_text("[]")

        assert 2 == self.explain("A-1").exit_code

    def test_an_unknown_id(self, folder):
        """
        An id that no row has is told, the others are explained all the same.
        """
        result = self.explain("A-1", "A-9")

        assert 1 == result.exit_code
        assert "A-1: stage lead" in result.output
        assert "no lead called 'A-9'" in result.output


class TestModule:
    def test_other_streams(self, monkeypatch):
        """
        A stream of another kind is left as it is, and a missing one is nobody's.
        """
        monkeypatch.setattr(sys, "stdout", None)
        monkeypatch.setattr(sys, "stderr", other := io.StringIO())
        _open_streams()
        sys.stdout.write("nobody reads this")
        sys.stdout.close()

        assert other is sys.stderr

    @pytest.mark.parametrize(
        "command", [["-m", "leadkit"], ["-c", "from leadkit.cli import main; main()"]]
    )
    def test_it_runs_as_a_module(self, command):
        """
        ``python -m leadkit`` is the command line.
        """
        done = subprocess.run(
            [sys.executable, *command, "--help"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert 0 == done.returncode, done.stderr
        assert "assess" in done.stdout

    def test_no_colour_off_a_terminal(self, folder):
        """
        What is piped or redirected has no colour codes and no progress bars.
        """
        done = subprocess.run(
            [sys.executable, "-m", "leadkit", "demo", "--leads", "5"],
            capture_output=True, text=True, check=True, cwd=folder,
        )  # fmt: skip

        assert "\x1b" not in done.stdout + done.stderr

    def test_another_missing_module_is_no_missing_extra(self):
        """
        That something else can't be imported is told as it is.
        """
        code = (
            "import sys; sys.modules['leadkit.cli.app'] = None; "
            "from leadkit.cli import main; main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )

        assert 1 == done.returncode
        assert "leadkit.cli.app" in done.stderr
        assert "pip install" not in done.stderr

    def test_without_the_extra_it_says_what_to_install(self):
        """
        Without typer the command line says which extra is missing.
        """
        code = (
            "import sys; sys.modules['typer'] = None; "
            "from leadkit.cli import main; main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )

        assert 1 == done.returncode
        assert "write pip install -e '.[cli]' in your clone" in done.stderr
