"""
A FrozenMap is a mapping that cannot change, with a hash.
"""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.mapping import FrozenMap

DICTS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5))
COPIES = pytest.mark.parametrize(
    "copied",
    [lambda m: pickle.loads(pickle.dumps(m)), copy.copy, copy.deepcopy],
    ids=["pickle", "copy", "deepcopy"],
)


class TestFrozenMap:
    @given(DICTS)
    def test_equals_a_dict(self, items):
        """
        It equals the dict it was made of, seen from both sides.
        """
        assert items == FrozenMap(items)
        assert FrozenMap(items) == items

    @given(DICTS, DICTS)
    def test_equality_is_a_dict_s(self, left, right):
        """
        Two of them are equal exactly when the dicts are.
        """
        assert (left == right) is (FrozenMap(left) == FrozenMap(right))

    @given(DICTS)
    def test_reads_as_a_dict(self, items):
        """
        Keys, values, length and look-ups are those of the dict, in its order.
        """
        frozen = FrozenMap(items)

        assert list(items.items()) == list(frozen.items())
        assert (items.keys(), [*items.values()]) == (frozen.keys(), [*frozen.values()])
        assert len(items) == len(frozen)
        assert all(items[key] == frozen[key] for key in items)
        assert "no such key" not in frozen

    @given(DICTS)
    def test_from_pairs(self, items):
        """
        Pairs do as well as a mapping.
        """
        assert FrozenMap(items) == FrozenMap(iter(items.items()))

    def test_empty(self):
        """
        Made of nothing it is empty.
        """
        assert {} == FrozenMap()

    @given(DICTS.flatmap(lambda d: st.tuples(st.just(d), st.permutations(list(d)))))
    def test_hash_ignores_the_order(self, given_):
        """
        Equal maps have equal hashes, whatever their order.
        """
        items, order = given_
        other = FrozenMap((key, items[key]) for key in order)

        assert FrozenMap(items) == other
        assert hash(FrozenMap(items)) == hash(other)

    def test_equal_numbers_hash_alike(self):
        """
        Values that are equal and of different types make equal hashes.
        """
        assert FrozenMap({"a": 1}) == FrozenMap({"a": 1.0})
        assert hash(FrozenMap({"a": 1})) == hash(FrozenMap({"a": 1.0}))

    def test_unhashable_value(self):
        """
        With a value that has no hash it has none either.
        """
        with pytest.raises(TypeError, match="unhashable"):
            hash(FrozenMap({"a": []}))

    @given(DICTS)
    def test_keeps_its_own_data(self, items):
        """
        What happens to the dict later doesn't reach it.
        """
        source = dict(items)
        frozen = FrozenMap(source)
        source["one more"] = 1

        assert items == frozen

    def test_has_no_way_to_change(self):
        """
        Items can't be set or deleted, nor attributes added.
        """
        frozen = FrozenMap({"a": 1})

        with pytest.raises(TypeError, match="item assignment"):
            frozen["a"] = 2
        with pytest.raises(TypeError, match="item deletion"):
            del frozen["a"]
        with pytest.raises(AttributeError):
            frozen.other = 2

    def test_missing_key(self):
        """
        A key that isn't there is a `KeyError`.
        """
        with pytest.raises(KeyError):
            FrozenMap({"a": 1})["b"]

    @COPIES
    @given(items=DICTS)
    def test_copies(self, copied, items):
        """
        A copy is equal, of the same type, and in the same order.
        """
        again = copied(FrozenMap(items))

        assert FrozenMap is type(again)
        assert list(items.items()) == list(again.items())
        assert hash(FrozenMap(items)) == hash(again)

    def test_repr(self):
        """
        Its repr shows how to make it.
        """
        assert "FrozenMap({'a': 1})" == repr(FrozenMap({"a": 1}))
