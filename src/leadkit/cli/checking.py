"""
A playbook, looked through: what is in it, what it needs, and what is wrong with it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from ..card_relations import together
from ..playbook import Playbook
from .contents import contents, diagram


@attrs.frozen
class Source:
    """
    The text that defines a playbook, to say in which line an entry is.

    Attributes:
        path: The file, None if it isn't known.

        lines: For each text in it, the lines where it stands.
    """

    path: Path | None
    lines: Mapping[str, list[int]]

    @classmethod
    def read(cls, path: Path | None) -> Source:
        """
        Read a file; one that can't be read has no lines.
        """
        lines: dict[str, list[int]] = {}
        try:
            text = "" if path is None else path.read_text(encoding="utf-8")
            tree = ast.parse(text)
        except (OSError, SyntaxError, ValueError):
            return cls(None, {})
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                lines.setdefault(node.value, []).append(node.lineno)
        return cls(path, {name: sorted(found) for name, found in lines.items()})

    def place(self, names: tuple[str, ...]) -> str:
        """
        Say where an entry is: ``"playbook.py:12: "``, or nothing if that isn't known.

        Args:
            names: The names around it and its own, the outermost first.
        """
        line = 0
        for name in names:
            found = self.lines.get(name, [])
            # Behind what is around it, if there; parts may be defined before the whole.
            line = next((one for one in found if one >= line), [*found, line][0])
        return f"{self.path}:{line}: " if line else ""


def report(playbook: Playbook, source: Source) -> Iterator[str]:
    """
    Tell all there is to know about a playbook without a lead.

    Args:
        playbook: The playbook.

        source: The text that defines it.

    Returns:
        Lines of text.
    """
    yield from contents(playbook)
    if playbook.lifecycle is not None:
        yield from ("", "diagram", *diagram(playbook.lifecycle))
    yield from _findings(playbook, source)


def _findings(playbook: Playbook, source: Source) -> Iterator[str]:
    # They come last, so that they are what a person sees.
    pairs = [
        pair
        for card in playbook.scorecards.values()
        for pair in together(card, playbook.record)
    ]
    if pairs:
        yield from ("", "goes together")
    yield from (f"  {source.place((one.card, one.one))}{one}" for one in pairs)
    problems, undecided = playbook.problems(), playbook.undecided()
    for title, found in (("problems", problems), ("undecided", undecided)):
        if found:
            yield from ("", title)
        for problem in found:
            names = problem.path or (problem.stage,)
            if names[0] not in playbook.scorecards:  # which are defined before
                names = (playbook.name, *names)
            yield f"  {source.place(names)}{problem}"
    yield ""
    one = "" if len(problems) == 1 else "s"
    yield f"{len(problems)} problem{one}, {len(undecided)} undecided"
