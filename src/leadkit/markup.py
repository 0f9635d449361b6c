"""
HTML for notebooks: everything is escaped, and every text finds its own direction.

There are no scripts, no fixed colours and nothing to load, so that what is shown fits
light and dark pages and may be mailed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter


class Html(str):
    """
    Text that is HTML already.
    """

    __slots__ = ()


# What html.escape() does; to import that loads the names of two thousand characters.
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
)
# For what matters less.
FAINT = "opacity:.7"
# A run of letters, marks and digits that are written from the right to the left.
_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_LETTERS = f"{_LETTER.pattern[:-1]}\\u200c]+"
# What stands in quotes is one name, whatever else is in it.
_NAME = re.compile(f"('[^'\n]*'|\"[^\"\n]*\"|{_LETTERS}(?: {_LETTERS})*)")
_QUOTES = "'\""
_CELL = "text-align:start;vertical-align:top;padding:.15em .8em .15em 0"
_TABLE = "border-collapse:collapse;margin:.3em 0;font-variant-numeric:tabular-nums"
_CAPTION = "caption-side:top;text-align:start;padding:.15em 0;color:inherit"
_ITEMS = (
    "list-style:none;margin:0;padding:0;padding-inline-start:.9em;"
    "border-inline-start:1px solid color-mix(in srgb, currentColor 30%, transparent)"
)


def element(name: str, *inside: str, **attributes: str) -> Html:
    """
    Make an element; what is inside is escaped unless it is HTML.

    Args:
        name: Its name: ``"td"``.

        inside: What stands in it.

        attributes: Its attributes; empty ones are left out.

    >>> print(element("b", "1 < 2", Html("<br>"), title='"'))
    <b title="&quot;">1 &lt; 2<br></b>
    """
    given = "".join(
        f' {key.replace("_", "-")}="{_escaped(value)}"'
        for key, value in attributes.items()
        if value
    )
    content = "".join(one if isinstance(one, Html) else _escaped(one) for one in inside)
    return Html(f"<{name}{given}>{content}</{name}>")


def _escaped(text: str) -> str:
    # Half a character, as a broken import may leave, can't be sent to a browser.
    return text.translate(_ESCAPES).encode("utf-8", "replace").decode()


def words(text: str) -> Html:
    """
    Show a name, which may be written from the right to the left.
    """
    return element("span", text, dir="auto")


def sentence(text: str, name: str = "span", *, style: str = "") -> Html:
    """
    Show a sentence or a rule of ours, with names of others in it.

    It runs from the left to the right. A name in it that doesn't is kept together, or
    else a browser would draw ``name >= 20`` as ``20 =< name``.

    Args:
        text: The text.

        name: The element that it stands in.

        style: How it looks.
    """
    parts = (
        element("bdi", part, dir="auto") if is_name else part
        for part, is_name in runs(text)
    )
    return element(name, *parts, dir="ltr", style=style)


def runs(text: str) -> list[tuple[str, bool]]:
    """
    Part a text that runs from the left to the right from the names in it that don't.

    Args:
        text: The text: a rule, a sentence.

    Returns:
        Its parts in their order, each with whether it is such a name.

    >>> runs("plan == 'سارا A' & seats > 1")
    [("plan == '", False), ('سارا A', True), ("' & seats > 1", False)]
    """
    parts = groupby(_runs(text), key=itemgetter(1))
    return [("".join(part for part, _ in same), name) for name, same in parts]


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    for odd, part in enumerate(_NAME.split(text)):
        if not _LETTER.search(part):
            yield part, False
        elif odd % 2 and part[0] in _QUOTES:
            yield from ((part[0], False), (part[1:-1], True), (part[-1], False))
        else:
            yield part, bool(odd % 2)


def joined(*parts: str) -> Html:
    """
    Join texts and HTML to HTML, a space between them.
    """
    return Html(
        " ".join(
            part if isinstance(part, Html) else _escaped(part) for part in parts if part
        )
    )


def items(parts: Iterable[str], *, style: str = _ITEMS) -> Html:
    """
    Make a list.
    """
    return element("ul", *(element("li", part) for part in parts), style=style)


def heading(*inside: str, indent: int = 0, columns: int = 1) -> Html:
    """
    Make the cell that says what its row is about.

    Args:
        inside: What stands in it.

        indent: How deep it stands.

        columns: How many columns it spans.
    """
    shift = f";padding-inline-start:{1.2 * indent:g}em" if indent else ""
    return element(
        "th",
        *inside,
        scope="row",
        colspan=str(columns) if columns > 1 else "",
        style=f"{_CELL};font-weight:normal{shift}",
    )


def cell(*inside: str, end: bool = False) -> Html:
    """
    Make a cell.

    Args:
        inside: What stands in it.

        end: Whether it is aligned at its end, as numbers are.
    """
    return element("td", *inside, style=_CELL + (";text-align:end" if end else ""))


def table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """
    Make a table.

    Args:
        caption: What it shows.

        columns: The names of its columns.

        rows: The cells of each row.
    """
    head = (element("th", name, scope="col", style=_CELL) for name in columns)
    body = (element("tr", *row, style="background:none") for row in rows)
    return element(
        "table",
        element("caption", caption, style=_CAPTION),
        element("thead", element("tr", *head)),
        element("tbody", *body),
        style=_TABLE,
    )


def bar(part: float, *, hollow: bool = False) -> Html:
    """
    Draw how much something is; for the eye alone, as the number stands beside it.

    Args:
        part: From 0 to 1.

        hollow: Draw its outline, for what is taken away.
    """
    fill = "" if hollow else "background:currentColor;"
    inner = element(
        "div",
        style=f"width:{100 * part:.4g}%;height:.7em;box-sizing:border-box;"
        f"border:1px solid currentColor;{fill}opacity:.55",
    )
    return element("div", inner, aria_hidden="true", style="width:8em;padding-top:.3em")
