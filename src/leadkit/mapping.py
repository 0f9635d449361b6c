"""
A mapping that cannot change, with a hash: what a frozen record needs.
"""

from __future__ import annotations

from collections.abc import (
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from typing import Generic, TypeVar

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class FrozenMap(Mapping[K, V_co], Generic[K, V_co]):
    """
    An immutable mapping that keeps its order, equals any mapping and hashes.

    >>> FrozenMap({"plan": "pro"}) == {"plan": "pro"}
    True
    """

    __slots__ = ("_data",)

    _data: dict[K, V_co]

    def __init__(
        self, items: Mapping[K, V_co] | Iterable[tuple[K, V_co]] = (), /
    ) -> None:
        self._data = dict(items)

    def __getitem__(self, key: K) -> V_co:
        return self._data[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    # Those of Mapping look each value up.

    def keys(self) -> KeysView[K]:
        """
        View the keys, in their order.
        """
        return self._data.keys()

    def values(self) -> ValuesView[V_co]:
        """
        View the values, in the order of the keys.
        """
        return self._data.values()

    def items(self) -> ItemsView[K, V_co]:
        """
        View the keys with their values.
        """
        return self._data.items()

    def __hash__(self) -> int:
        return hash(frozenset(self._data.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._data!r})"

    def __reduce__(self) -> tuple[type[FrozenMap[K, V_co]], tuple[dict[K, V_co]]]:
        return FrozenMap, (self._data,)
