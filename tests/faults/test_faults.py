"""
Every planted fault is found, and shown by a test to paste.
"""

from __future__ import annotations

import pytest
from faults import hosts
from faults.catalogue import FAULTS
from hypothesis import settings

from leadkit.testing import laws

# What an author gets who asks for nothing else.
EXAMPLES = settings.get_profile("default").max_examples
# The session `deep` begins at ten places.
SEEDS = range(10) if settings().max_examples > EXAMPLES else range(1)
# Where nothing is drawn, one place is as good as another.
CASES = [(one, seed) for one in FAULTS for seed in SEEDS if one.is_drawn or not seed]
UNWRITTEN = (NameError, ImportError, SyntaxError, TypeError, AttributeError)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    hosts.best.clear()


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "seed"), CASES, ids=[f"{one.name}-{seed}" for one, seed in CASES]
    )
    def test_each_is_found(self, fault, seed):
        """
        The law that is to find a fault refutes it, wherever drawing begins.
        """
        finding = fault.found(examples=EXAMPLES, seed=seed)

        assert "refuted" == finding.kind, str(finding)
        assert finding.witness.story

        given = {}
        exec(finding.witness.test, given)
        (test,) = (given[name] for name in given if name.startswith("test_"))

        with pytest.raises(BaseException) as raised:
            test()

        assert not isinstance(raised.value, UNWRITTEN), finding.witness.test

    def test_are_many(self):
        """
        There are at least sixty, of all laws, and no two under one name.
        """
        names = {one.name for one in FAULTS}

        assert len(FAULTS) == len(names) >= 60
        assert {one.law.__name__ for one in FAULTS} >= {
            name for name in laws.__all__ if name[0].islower() and name != "standard"
        }

    @pytest.mark.parametrize("depth", [4, 8, 12, 20])
    def test_locks_are_opened_on_paper(self, depth):
        """
        However deep a combination is, no example is drawn to find it.
        """
        locks = [one for one in FAULTS if f"{depth} " in one.wrong]

        assert locks
        assert {None} == {one.found().examples for one in locks}
