"""
The lines of a text file, and what a file is.
"""

import io
import tracemalloc
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.cli import lines as module
from leadkit.cli.lines import LONGEST, Lines, problem
from leadkit.cli.recognising import TableError, encoding_of, is_encoding


def read(path, encoding=None):
    """The lines of a file, without their ends."""
    with Lines.open(path, encoding) as lines:
        return [line for block, _ in lines.blocks() for line in block]


# Without their marks, these two are recognised by their bytes, as if not named.
ENCODINGS = sorted(
    {name for name in aliases.values() if is_encoding(name)} - {"utf_16", "utf_32"}
)


class TestLines:
    @given(
        st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))),
        st.sampled_from(["\n", "\r", "\r\n"]),
        st.integers(1, 20),
    )
    def test_they_are_those_of_the_text(self, tmp_path_factory, texts, end, block):
        """
        Wherever the blocks end, the lines are those that universal newlines make.
        """
        path = tmp_path_factory.mktemp("t") / "t.csv"
        text = "x" + "".join(text + end for text in texts)
        path.write_bytes(text.encode())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_BLOCK", block)
            found = read(path, "utf-8")

        assert io.StringIO(text, newline="").readlines() == found

    @given(st.binary(), st.integers(1, 9), st.integers(1, 9))
    def test_bad_lines_are_known(self, tmp_path_factory, content, block, longest):
        """
        A block is only called clean if there is no problem with any of its lines.
        """
        path = tmp_path_factory.mktemp("t") / "t.csv"
        path.write_bytes(b"x" + content)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_BLOCK", block)
            patch.setattr(module, "LONGEST", longest)
            with Lines.open(path, "utf-8") as lines:
                blocks = list(lines.blocks())
            for found, is_clean in blocks:
                assert not (is_clean and any(map(problem, found)))

    @given(st.lists(st.integers(0, 30), min_size=1), st.integers(1, 9))
    def test_no_line_follows_a_long_one_into_nothing(
        self, tmp_path_factory, sizes, block
    ):
        """
        Lines that are too long are cut, and none of the others is lost.
        """
        path = tmp_path_factory.mktemp("t") / "t.csv"
        path.write_text("\n".join("x" * size for size in sizes) + "\n!", newline="")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_BLOCK", block)
            patch.setattr(module, "LONGEST", 12)
            found = read(path)
            long = [bool(problem(line)) for line in found]

        assert [size + 1 > 12 for size in sizes] + [False] == long

    @pytest.mark.parametrize("encoding", ENCODINGS)
    def test_any_bytes_in_any_encoding(self, tmp_path, encoding):
        """
        Bytes that an encoding doesn't have are marked, and none raises an error.
        """
        path = tmp_path / "t.csv"
        path.write_bytes(b"a\xff\x80\n+2AA-\n~{\x1b$B\x81\n" + bytes(range(256)) * 2)

        assert all(isinstance(line, str) for line in read(path, encoding))

    def test_where_it_stands(self, tmp_path):
        """
        The position is somewhere between the beginning and the size.
        """
        path = tmp_path / "t.csv"
        path.write_text("x\n" * 200_000)
        with Lines.open(path) as lines:
            blocks = lines.blocks()
            next(blocks)

            assert 0 < lines.position < lines.size == 400_000

            list(blocks)

            assert lines.size == lines.position

    def test_a_long_line_is_not_kept(self, tmp_path):
        """
        Of a line without end, only as much is read at once as is looked at.
        """
        path = tmp_path / "t.csv"
        path.write_text("x" * 30_000_000)
        tracemalloc.start()
        found = read(path)
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert [LONGEST + 1] == list(map(len, found))
        assert taken < 12_000_000

    def test_a_pipe_that_breaks(self, monkeypatch):
        """
        If copying the standard input is stopped, its copy is closed.
        """
        copies = []

        class Broken:
            def read(self, _=-1):
                raise KeyboardInterrupt

        def kept():
            copies.append(io.BytesIO())
            return copies[0]

        monkeypatch.setattr(module, "TemporaryFile", kept)
        with pytest.raises(KeyboardInterrupt):
            module._kept(Broken())

        assert copies[0].closed


class TestEncodingOf:
    @given(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).map(
            lambda text: f"id,نام\n1,{text}\n"
        ),
        st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
    )
    def test_marks_say_it(self, text, encoding):
        """
        A byte-order mark says the encoding, whatever somebody else says.
        """
        for named in (None, "windows-1256"):
            sample = text.encode(encoding)

            assert text == sample.decode(encoding_of(sample, named, "t.csv"))

    @given(
        st.text(st.characters(min_codepoint=0x601, max_codepoint=0x6FF), max_size=60),
        st.sampled_from(["utf-16-le", "utf-16-be"]),
    )
    def test_utf_16_without_a_mark(self, name, encoding):
        """
        UTF-16 is recognised by its zeros, also if most of it is Persian.
        """
        sample = f"id,نام\n1,{name}\n".encode(encoding)

        assert encoding == encoding_of(sample, None, "t.csv")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
    def test_marks_are_not_insisted_on(self, encoding):
        """
        Who names an encoding that has a mark may have other files too.
        """
        assert "utf-8" == encoding_of(b"id\n1\n", encoding, "t.csv")

    @given(st.binary())
    def test_it_never_guesses_wrongly(self, sample):
        """
        What is called UTF-8 is UTF-8, unless it is cut in a character.
        """
        try:
            encoding = encoding_of(sample, None, "t.csv")
        except TableError:
            return
        if encoding == "utf-8":
            assert sample.startswith(sample.decode("utf-8", "ignore").encode())
