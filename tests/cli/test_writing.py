"""
Files that appear when all of them are complete.
"""

import os
import signal
import threading

import pytest

from leadkit.cli.stopping import Stopped, heeding, undisturbed
from leadkit.cli.writing import OutputError, Outputs


def begin(outputs, *paths, then=lambda: None, error=None):
    """Begin tables, and do or raise something then."""
    for path in paths:
        outputs.table(path).writerow(["new"])
    then()
    if error is not None:
        raise error


class TestOutputs:
    def test_all_of_them(self, tmp_path):
        """
        They appear together, when the block is left.
        """
        (tmp_path / "one.csv").write_text("old")
        with Outputs() as outputs:
            outputs.table(tmp_path / "one.csv").writerow(["a", "=b"])
            outputs.text(tmp_path / "two.txt").write("two\n")

            assert "old" == (tmp_path / "one.csv").read_text()
            assert not (tmp_path / "two.txt").exists()

        assert "a,'=b\n" == (tmp_path / "one.csv").read_text()
        assert "two\n" == (tmp_path / "two.txt").read_text()
        assert {"one.csv", "two.txt"} == {path.name for path in tmp_path.iterdir()}

    @pytest.mark.parametrize(
        "error", [KeyboardInterrupt, ZeroDivisionError, SystemExit]
    )
    def test_none_of_them(self, tmp_path, error):
        """
        If anything goes wrong, the folder is as it was.
        """
        (tmp_path / "one.csv").write_text("old")
        with pytest.raises(error), Outputs() as outputs:
            begin(outputs, tmp_path / "one.csv", error=error)

        assert "old" == (tmp_path / "one.csv").read_text()
        assert ["one.csv"] == [path.name for path in tmp_path.iterdir()]

    def test_a_file_that_cant_be_replaced(self, tmp_path):
        """
        A place that was taken meanwhile is told, and no part is left.
        """
        path = tmp_path / "one.csv"
        with pytest.raises(OutputError, match="another program"), Outputs() as outputs:
            begin(outputs, path, then=path.mkdir)

        assert ["one.csv"] == [path.name for path in tmp_path.iterdir()]

    def test_one_place_twice(self, tmp_path):
        """
        Two files can't go to one place, by whatever name.
        """
        (tmp_path / "link.csv").symlink_to("one.csv")
        with pytest.raises(OutputError, match="is written twice"), Outputs() as outputs:
            begin(outputs, tmp_path / "one.csv", tmp_path / "link.csv")

    def test_two_runs_at_once(self, tmp_path):
        """
        Two runs that write one file don't write into each other's.
        """
        with Outputs() as first, Outputs() as second:
            first.text(tmp_path / "one.txt").write("first")
            second.text(tmp_path / "one.txt").write("second")

        assert "first" == (tmp_path / "one.txt").read_text()

    def test_a_signal_at_the_end(self, tmp_path, monkeypatch):
        """
        A Ctrl-C while the files are put in their places doesn't halve them.
        """
        replace = type(tmp_path).replace

        def slowly(path, place):
            os.kill(os.getpid(), signal.SIGINT)
            return replace(path, place)

        monkeypatch.setattr(type(tmp_path), "replace", slowly)
        with Outputs() as outputs:
            outputs.text(tmp_path / "one.txt")
            outputs.text(tmp_path / "two.txt")

        assert {"one.txt", "two.txt"} == {path.name for path in tmp_path.iterdir()}
        assert signal.default_int_handler is signal.getsignal(signal.SIGINT)


class TestHeeding:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_signals_are_exceptions(self, number):
        """
        A signal that would end the process raises an error, as a Ctrl-C does.
        """
        with pytest.raises(KeyboardInterrupt) as ei, heeding():
            os.kill(os.getpid(), number)

        assert number == ei.value.number
        assert signal.SIG_DFL == signal.getsignal(number)

    def test_what_a_host_has_set(self):
        """
        A handler that is there is left alone.
        """
        came = []
        before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
        try:
            with heeding(), undisturbed():
                os.kill(os.getpid(), signal.SIGTERM)
        finally:
            signal.signal(signal.SIGTERM, before)

        assert [signal.SIGTERM] == came

    def test_other_threads(self):
        """
        In another thread than the main one, nothing is done about signals.
        """
        seen = []

        def work():
            with heeding(), undisturbed():
                seen.append(signal.getsignal(signal.SIGTERM))

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

        assert [signal.SIG_DFL] == seen


class TestUndisturbed:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_signals_are_ignored(self, number):
        """
        Nothing comes between, and afterwards it is as before.
        """
        with heeding():
            with undisturbed():
                os.kill(os.getpid(), number)
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), number)


class TestStopped:
    def test_it_knows_the_signal(self):
        """
        It carries the number, which becomes the exit status.
        """
        assert 15 == Stopped(15).number
