"""
Playbooks as files: texts that a reader takes, and texts that it has to refuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any, TypeAlias, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ...leads import Lead
from .bundles import playbooks
from .naming import named

#: Where a part of a document is, as keys of objects and places in lists.
Path: TypeAlias = tuple["str | int", ...]

_TOO_DEEP = 40


def playbook_files(
    record: type[Lead] = Lead,
    /,
    *,
    traits: Mapping[str, Any] | None = None,
    broken: bool = False,
) -> SearchStrategy[str]:
    """
    Playbooks as JSON, for whatever reads and stores what your tenants write.

    Args:
        record: The class of leads.

        traits: Fields that a tenant defined; see ``rules()``.

        broken: Draw texts that have to be refused instead: cut off, with a key twice or
            one that there isn't, numbers that are none, nested too deeply, and worse.
            Each is a valid one but for that.

    Raises:
        RuleError: *record* is no class of leads, or rules can't ask about a trait.

    >>> from hypothesis import given
    >>> import leadkit as lk
    >>> from leadkit.testing import playbook_files
    >>> @given(playbook_files(broken=True))
    ... def test_refused(text):
    ...     try:
    ...         lk.Playbook.from_json(text)
    ...     except lk.DocumentError:
    ...         return
    ...     raise AssertionError
    >>> test_refused()
    """
    texts = playbooks(record, traits=traits).map(lambda playbook: playbook.to_json())
    if broken:
        texts = texts.flatmap(_broken)
    options = {"traits": traits, "broken": broken or None}
    return named(texts, "playbook_files", record, **options)


def _broken(text: str) -> SearchStrategy[str]:
    return st.sampled_from(_FAULTS).flatmap(lambda fault: fault(text))


def _cut(text: str) -> SearchStrategy[str]:
    return st.integers(0, len(text.rstrip()) - 1).map(lambda end: text[:end])


def _replaced(wrong: str) -> Callable[[str], SearchStrategy[str]]:
    # Something stands where something else stood, wherever that is.
    def fault(text: str) -> SearchStrategy[str]:
        document = json.loads(text)
        return st.sampled_from([*_paths(document)]).map(
            lambda path: json.dumps(_with(document, path, _MARK)).replace(
                json.dumps(_MARK), wrong
            )
        )

    return fault


def _key_added(key: str) -> Callable[[str], SearchStrategy[str]]:
    def fault(text: str) -> SearchStrategy[str]:
        document = json.loads(text)
        objects = [p for p in _paths(document, leaves=False) if _is_object(document, p)]
        return st.sampled_from(objects).map(
            lambda path: json.dumps(_with(document, (*path, key), 1))
        )

    return fault


def _key_twice(text: str) -> SearchStrategy[str]:
    document = json.loads(text)
    keys = [
        (*path, key)
        for path in _paths(document, leaves=False)
        if _is_object(document, path)
        for key in _at(document, path)
    ]

    def twice(path: Path) -> str:
        key = path[-1]
        first = {_MARK: _at(document, path), **_at(document, path[:-1])}
        written = json.dumps(_with(document, path[:-1], first))
        return written.replace(json.dumps(_MARK), json.dumps(key))

    return st.sampled_from(keys).map(twice)


def _other_head(text: str) -> SearchStrategy[str]:
    document = json.loads(text)
    heads = [{"leadkit": wrong} for wrong in (2, 0, "1", None, True, 1.5, [1])]
    return st.sampled_from(heads).map(lambda head: json.dumps({**document, **head}))


def _wrapped(text: str) -> SearchStrategy[str]:
    return st.sampled_from([f"[{text}]", f"{text}{text}", f"{text} x", f"({text})"])


# No text of a drawn playbook looks like it.
_MARK = "(here)"
_FAULTS: tuple[Callable[[str], SearchStrategy[str]], ...] = (
    _cut,
    _replaced("NaN"),
    _replaced("-Infinity"),
    _replaced("1e999"),
    _replaced("[" * _TOO_DEEP + "]" * _TOO_DEEP),
    _replaced("undefined"),
    _replaced('"\\ud800"'),
    _key_added("__class__"),
    _key_added("(unknown)"),
    _key_twice,
    _other_head,
    _wrapped,
)


# Documents ---------------------------------------------------------------------------


def _paths(document: Any, here: Path = (), *, leaves: bool = True) -> Iterator[Path]:
    # Of the head, only that it is an object: it has a fault of its own.
    if leaves or isinstance(document, (dict, list)):
        yield here
    for key in _keys(document):
        if here or key != "leadkit":
            yield from _paths(document[key], (*here, key), leaves=leaves)


def _keys(document: Any) -> Iterable[Any]:
    if isinstance(document, dict):
        return cast("dict[str, Any]", document)
    return range(len(document)) if _is_list(document) else ()


def _is_list(document: object) -> bool:
    return isinstance(document, list)


def _at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


def _is_object(document: Any, path: Path) -> bool:
    return isinstance(_at(document, path), dict)


def _with(document: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    key: Any = path[0]
    copied = copy(document)
    inner = document[key] if len(path) > 1 else None
    copied[key] = _with(inner, path[1:], value)
    return copied
