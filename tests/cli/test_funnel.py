"""
`leadkit funnel`, run as a person runs it.
"""

import csv

import pytest
from typer.testing import CliRunner

from leadkit.cli.app import app

MOVES = """\
lead_id,source,target,at
L1,,lead,2026-01-05
L1,lead,nurtured,2026-01-09
L1,nurtured,customer,2026-02-20
L2,,lead,2026-01-12
L2,lead,disqualified,2026-01-20
L3,,lead,2026-02-03
"""
LEADS = """\
id,created_at,channel
L1,2026-01-05,search
L2,2026-01-12,social
L3,2026-02-03,social
L4,2026-02-14,social
"""
SMALL = """
import leadkit as lk

playbook = lk.Playbook(
    "small",
    lifecycle=lk.Lifecycle(
        "small",
        ("new", "won", "gone"),
        "new",
        [
            lk.Transition("win", "new", "won"),
            lk.Transition("go", ("new", "won"), "gone", kind="exit"),
        ],
    ),
)
bare = lk.Playbook("bare")
"""


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "moves.csv").write_text(MOVES, encoding="utf-8")
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "small.py").write_text(SMALL, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["funnel", *arguments], catch_exceptions=False)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stages(output):
    """
    Read the first table that was printed, by stage.
    """
    found = {}
    for line in output.splitlines()[2:]:
        stage, *numbers = line.split()
        found[stage] = numbers
        if stage == "advocate":
            break
    return found


class TestFunnel:
    def test_it_tells_and_writes_a_report_beside_the_table(self, folder):
        """
        Without any option: the standard lifecycle, as of the latest row.
        """
        done = run("moves.csv")

        assert 0 == done.exit_code, done.output
        assert ["3", "1", "1", "1"] == stages(done.stdout)["lead"][:4]
        assert "as of 2026-02-20 00:00 UTC, the latest row; see --as-of" in done.stderr
        assert "3 leads told in moves.report.html; 0 rows unreadable" in done.stderr
        assert [] == rows(folder / "moves.report.faults.csv")
        assert [] == rows(folder / "moves.report.rejected.csv")

    def test_the_report_stands_alone(self, folder):
        """
        It loads nothing, and has all answers.
        """
        run("moves.csv", "--out", "report.html")
        page = (folder / "report.html").read_text(encoding="utf-8")

        assert page.startswith("<!DOCTYPE html>")
        assert "default-src 'none'" in page
        assert "src=" not in page
        for anchor in (
            "funnel",
            "curve",
            "conversion",
            "stays",
            "flow",
            "ages",
            "cohorts",
            "forecast",
            "conformance",
        ):
            assert f'<section id="{anchor}"' in page
        assert "<svg" in page

    def test_leads_that_never_moved_count(self, folder):
        """
        The table of leads says who else there is.
        """
        done = run("moves.csv", "--leads", "leads.csv", "--as-of", "2026-06-01")

        assert 0 == done.exit_code, done.output
        assert ["4", "1", "1", "2"] == stages(done.stdout)["lead"][:4]
        assert (folder / "moves.report.html").exists()

    def test_segments_are_compared(self, folder):
        """
        By any column of the table of leads, as it stands or as a field is called.
        """
        table = LEADS.replace("channel", "First Channel")
        (folder / "leads.csv").write_text(table, encoding="utf-8")
        for by in ("First Channel", "first_channel"):
            done = run(
                "moves.csv", "--leads", "leads.csv", "--by", by, "--as-of", "2026-06-01"
            )

            assert 0 == done.exit_code, done.output
            assert "social   lead" in done.stdout

    def test_headers_may_be_others(self, folder):
        """
        A file says which is which, for both tables.
        """
        (folder / "moves.csv").write_text(
            MOVES.replace("lead_id", "Who").replace(",at\n", ",When\n"),
            encoding="utf-8",
        )
        (folder / "leads.csv").write_text(
            LEADS.replace("created_at", "Came").replace("channel", "Where"),
            encoding="utf-8",
        )
        (folder / "map.json").write_text(
            '{"created_at": "Came", "from": "Where",'
            ' "moves": {"lead_id": "Who", "at": "When"}}',
            encoding="utf-8",
        )
        done = run(
            *("moves.csv", "--leads", "leads.csv", "--by", "from"),
            *("--columns", "map.json", "--as-of", "2026-06-01"),
        )

        assert 0 == done.exit_code, done.output
        assert "social   lead" in done.stdout

    def test_a_log_of_stages_is_a_history(self, folder):
        """
        Where no column says which stage was left, it is that of the row before.
        """
        (folder / "moves.csv").write_text(
            "lead,stage,at\nL1,lead,2026-01-05\nL1,nurtured,2026-01-09\n",
            encoding="utf-8",
        )
        done = run("moves.csv")

        assert 0 == done.exit_code, done.output
        assert ["1", "1", "0", "0"] == stages(done.stdout)["lead"][:4]

    def test_a_log_of_changes_begins_with_the_creation(self, folder):
        """
        A log that lacks the first stage has it of the table of leads.
        """
        (folder / "moves.csv").write_text(
            "lead,stage,at\nL1,nurtured,2026-01-09\nL2,lead,2026-01-12\n",
            encoding="utf-8",
        )
        done = run("moves.csv", "--leads", "leads.csv", "--as-of", "2026-06-01")

        assert 0 == done.exit_code, done.output
        assert ["4", "1", "0", "3"] == stages(done.stdout)["lead"][:4]

    def test_a_table_of_moves_alone_is_enough(self, folder):
        """
        A lead without a row that creates it counts from its first move, which is said.
        """
        (folder / "moves.csv").write_text(
            "lead_id,source,target,at,number\n"
            "L1,lead,nurtured,2026-01-09,1\n"
            "L1,nurtured,customer,2026-01-09,2\n",
            encoding="utf-8",
        )
        done = run("moves.csv")

        assert 0 == done.exit_code, done.output
        assert ["1", "1", "0", "0"] == stages(done.stdout)["nurtured"][:4]
        assert "1 lead has no row that creates them" in done.stderr

    def test_who_began_elsewhere_is_said(self, folder):
        """
        A log that begins late can't tell how leads came to their stages.
        """
        (folder / "moves.csv").write_text(
            f"{MOVES}L7,nurtured,customer,2026-02-09\n", encoding="utf-8"
        )
        done = run("moves.csv")
        (fault,) = rows(folder / "moves.report.faults.csv")

        assert 1 == done.exit_code
        assert "1 lead isn't counted: their first row leaves another" in done.stderr
        assert "no row that creates" not in done.stderr
        assert ("L7", "8", "bad_start") == (fault["lead"], fault["line"], fault["kind"])

    def test_an_absurd_date_is_no_end(self, folder):
        """
        Excel's first day is one of some lead in most exports.
        """
        (folder / "moves.csv").write_text(
            f"{MOVES}L7,,lead,1899-12-30\n", encoding="utf-8"
        )
        done = run("moves.csv", "--as-of", "2026-06-01")

        assert 0 == done.exit_code, done.output

    def test_a_row_with_two_faults_is_one_row(self, folder):
        """
        Rows are counted, and not what is wrong with them.
        """
        (folder / "moves.csv").write_text(
            f"{MOVES}L3,customer,lead,2026-02-09\n", encoding="utf-8"
        )
        done = run("moves.csv")

        assert 2 == len(rows(folder / "moves.report.faults.csv"))
        assert "1 row impossible" in done.stderr

    def test_the_creation_is_that_of_the_table_of_leads(self, folder):
        """
        Then nothing is guessed.
        """
        (folder / "moves.csv").write_text(
            "lead_id,source,target,at\nL1,lead,nurtured,2026-01-09\n", encoding="utf-8"
        )
        done = run("moves.csv", "--leads", "leads.csv", "--as-of", "2026-06-01")

        assert 0 == done.exit_code, done.output
        assert "no row that creates" not in done.stderr
        assert "lead              4       4" in done.stdout

    def test_erased_leads_are_watched_until_then(self, folder):
        """
        They don't count as waiting afterwards.
        """
        (folder / "leads.csv").write_text(
            "id,created_at,erased_at\nL3,2026-02-03,2026-02-10\n", encoding="utf-8"
        )
        done = run("moves.csv", "--leads", "leads.csv", "--as-of", "2026-06-01")

        assert 0 == done.exit_code, done.output
        assert "immature" in done.stdout

    def test_what_cant_be_is_listed_with_its_line(self, folder):
        """
        The clean leads still count, and the exit status says that there is something.
        """
        (folder / "moves.csv").write_text(
            f"{MOVES}L4,,lead,2026-02-11\nL4,lead,mql,2026-02-12\n", encoding="utf-8"
        )
        done = run("moves.csv")
        (fault,) = rows(folder / "moves.report.faults.csv")

        assert 1 == done.exit_code
        assert ["3", "1", "1", "1"] == stages(done.stdout)["lead"][:4]
        assert ("L4", "9", "unknown_stage", "lead", "mql") == (
            fault["lead"],
            fault["line"],
            fault["kind"],
            fault["source"],
            fault["target"],
        )
        assert "0 rows unreadable, 1 row impossible" in done.stderr

    def test_a_fault_of_the_table_of_leads_has_no_line(self, folder):
        """
        Its row is in no line of the table of moves.
        """
        (folder / "leads.csv").write_text(
            "id,created_at,stage\nL9,2026-02-03,customer\n", encoding="utf-8"
        )
        done = run("moves.csv", "--leads", "leads.csv")
        (fault,) = rows(folder / "moves.report.faults.csv")

        assert 1 == done.exit_code
        assert ("L9", "", "bad_start", "") == (
            fault["lead"],
            fault["line"],
            fault["kind"],
            fault["source"],
        )

    def test_what_cant_be_read_is_listed_with_its_line(self, folder):
        """
        Nothing is lost.
        """
        (folder / "moves.csv").write_text(
            f"{MOVES}L5,,lead,soon\nL5,,,2026-02-12\n", encoding="utf-8"
        )
        (folder / "leads.csv").write_text(
            f"{LEADS}L1,2026-01-05,x\n,2026-01-05,x\nL8,soon,x\n", encoding="utf-8"
        )
        done = run("moves.csv", "--leads", "leads.csv")
        rejected = rows(folder / "moves.report.rejected.csv")

        assert 1 == done.exit_code
        assert [
            ("moves.csv", "8", "at"),
            ("moves.csv", "9", "target"),
            ("leads.csv", "6", "id"),
            ("leads.csv", "7", "id"),
            ("leads.csv", "8", "created_at"),
        ] == [(one["file"], one["line"], one["column"]) for one in rejected]

    def test_leads_without_a_creation_are_told(self, folder):
        """
        Nobody knows when they began.
        """
        (folder / "leads.csv").write_text("id,created_at\nL9,\n", encoding="utf-8")
        done = run("moves.csv", "--leads", "leads.csv")

        assert "Leads without a creation: 1." in done.stdout

    def test_columns_that_arent_read_are_told(self, folder):
        """
        So that a misspelt header doesn't stay unseen.
        """
        (folder / "moves.csv").write_text(
            "lead_id,source,target,at,agent\nL1,,lead,2026-01-05,Sam\n",
            encoding="utf-8",
        )
        done = run("moves.csv")

        assert "moves.csv: agent not read" in done.stderr

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ("L1,,lead,2026-01-05T10:00", "1 row: at: expected an instant with its"),
            ("L1,,new,2026-01-05", "1 row: the lifecycle has no such stage"),
            ("L1,,lead,2026-01-05,x", "1 row: a row: expected 4 cells"),
        ],
    )
    def test_why_nobody_counts_is_said(self, folder, row, told):
        """
        The commonest reason comes instead of tables of nothing.
        """
        (folder / "moves.csv").write_text(
            f"lead_id,source,target,at\n{row}\n", encoding="utf-8"
        )
        done = run("moves.csv", "--as-of", "2026-06-01")

        assert 1 == done.exit_code
        assert f"no lead can be counted: {told}" in done.stderr
        assert not done.stdout

    def test_a_date_is_one_of_the_zone(self, folder):
        """
        Also that of the question.
        """
        done = run("moves.csv", "--as-of", "2026-02-20", "--zone", "America/New_York")
        page = (folder / "moves.report.html").read_text(encoding="utf-8")

        assert 0 == done.exit_code, done.output
        assert "as of 2026-02-20 05:00 UTC" in page

    def test_a_lifecycle_of_ones_own(self, folder):
        """
        The last stage of its mainline is where leads should get.
        """
        (folder / "moves.csv").write_text(
            "lead_id,source,target,at\nL1,,new,2026-01-05\nL1,new,won,2026-01-09\n",
            encoding="utf-8",
        )
        done = run("moves.csv", "--playbook", "small.py")

        assert 0 == done.exit_code, done.output
        assert "From new to won within 30 days" in done.stdout

    def test_the_target_may_be_another(self, folder):
        """
        Whoever cares for prospects asks for them.
        """
        done = run("moves.csv", "--target", "prospect")

        assert "From lead to prospect within 30 days" in done.stdout
        assert folder

    def test_the_standard_input_may_be_the_table(self, folder):
        """
        Then the report needs a name.
        """
        told = CliRunner().invoke(
            app, ["funnel", "-", "--out", "report.html"], input=MOVES
        )
        refused = CliRunner().invoke(app, ["funnel", "-"], input=MOVES)

        assert 0 == told.exit_code, told.output
        assert (folder / "report.html").exists()
        assert 2 == refused.exit_code
        assert "--out: is needed, since the moves come from no file" in refused.stderr


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("none.csv",), "none.csv: "),
            ((".",), ".: is no file"),
            (("moves.csv", "--by", "channel"), "--by: names a column of --leads"),
            (
                ("moves.csv", "--leads", "leads.csv", "--by", "chanel"),
                "has no column for --by 'chanel'",
            ),
            (("moves.csv", "--leads", "moves.csv"), "has no column 'id'"),
            (("leads.csv",), "has no column 'lead_id'"),
            (("moves.csv", "--as-of", "soon"), "--as-of: got 'soon'"),
            (("moves.csv", "--zone", "Nowhere"), "--zone: no zone called 'Nowhere'"),
            (("moves.csv", "--encoding", "x"), "--encoding: there is none called 'x'"),
            (("moves.csv", "--target", "customr"), "--target: got 'customr'"),
            (("moves.csv", "--playbook", "small.py:bare"), "has no lifecycle"),
            (("moves.csv", "--out", "moves.csv"), "is one of the files that are read"),
            (("moves.csv", "--out", "-"), "--out: expected the name of a file"),
            (("-", "--leads", "-", "--out", "o.html"), "-: the standard input can be"),
            (("moves.csv", "--columns", "map.json"), "names 'when' under 'moves'"),
        ],
    )
    def test_what_cant_be_done_is_said(self, folder, arguments, told):
        """
        In a sentence, and nothing is written.
        """
        (folder / "map.json").write_text('{"moves": {"when": "x"}}', encoding="utf-8")
        before = sorted(path.name for path in folder.iterdir())
        done = run(*arguments)

        assert 2 == done.exit_code
        assert told in done.stderr
        left = {path.name for path in folder.iterdir()} - {"__pycache__"}
        assert before == sorted(left)

    def test_an_empty_history_needs_an_instant(self, folder):
        """
        No row says until when it goes.
        """
        (folder / "moves.csv").write_text(
            "lead_id,source,target,at\n", encoding="utf-8"
        )
        refused, told = run("moves.csv"), run("moves.csv", "--as-of", "2026-06-01")

        assert 2 == refused.exit_code
        assert "--as-of: is needed" in refused.stderr
        assert 0 == told.exit_code, told.output
