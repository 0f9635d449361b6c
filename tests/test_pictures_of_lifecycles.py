"""
Pictures of lifecycles: every way is there, and can be followed.
"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import lifecycles
from test_pictures import drawn, places, points, texts

import leadkit as lk
from leadkit import PREVIOUS, InputError, Lifecycle, Transition, pictures
from leadkit.pictures.lanes import Door, Way, doors, lanes, ways_of

STANDARD = lk.standard.lifecycle()
ways = st.lists(
    st.builds(
        Way,
        st.just(("go",)),
        st.just("forward"),
        st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True).map(
            lambda places: tuple(sorted(places))
        ),
        st.none() | st.integers(0, 5),
    ),
    max_size=12,
    unique=True,
)


def large(stages, per_stage):
    """
    A lifecycle with many stages, and ways from each to those after it.
    """
    names = [f"stage number {n}" for n in range(stages)]
    moves = [
        Transition(f"go {step} on", name, names[(n + step) % stages], kind=kind)
        for n, name in enumerate(names)
        for step, kind in zip(
            range(1, per_stage + 1), ["forward", "exit", "back"] * 9, strict=False
        )
    ]
    return Lifecycle("large", names, names[0], moves)


class TestWaysOf:
    @given(lifecycles())
    def test_loses_nothing(self, lifecycle):
        """
        Whatever is declared is one of the ways, and nothing else is.
        """
        stages = lifecycle.stages
        found = {
            (
                trigger,
                stages[source],
                PREVIOUS if way.target is None else stages[way.target],
                way.kind,
            )
            for way in ways_of(lifecycle)
            for trigger in way.triggers
            for source in way.sources
        }

        assert {
            (one.trigger, source, one.target, one.kind)
            for one in lifecycle.transitions
            for source in one.sources
        } == found

    def test_joins_moves_between_the_same_stages(self):
        """
        Moves that start and end alike are one way, with all their names.
        """
        lifecycle = Lifecycle(
            "joined",
            ["a", "b", "c"],
            "a",
            [
                Transition("go", "a", "c"),
                Transition("run", ["b", "a"], "c"),
                Transition("walk", ["a", "b"], "c"),
                Transition("go", "b", "c", kind="exit"),
            ],
        )

        assert [
            Way(("go",), "forward", (0,), 2),
            Way(("run", "walk"), "forward", (0, 1), 2),
            Way(("go",), "exit", (1,), 2),
        ] == ways_of(lifecycle)


class TestLanes:
    @given(ways)
    def test_never_shared_where_ways_meet(self, given_):
        """
        Two ways of one lane have no stage in common.
        """
        lane = lanes(given_)

        assert {way for way in given_ if way.target is not None} == set(lane)
        for one, two in combinations(lane, 2):
            if lane[one] == lane[two]:
                (top, bottom), (upper, lower) = one.ends, two.ends

                assert bottom < upper or lower < top

    @given(ways)
    def test_no_lane_is_empty(self, given_):
        """
        Lanes are counted from the stages outwards, and none is left out.
        """
        used = set(lanes(given_).values())

        assert set(range(len(used))) == used


class TestDoors:
    @given(ways, st.integers(0, 5))
    def test_all_are_there(self, given_, stage):
        """
        A stage has a door for each way that leaves it, and one for each that enters.
        """
        found = doors(given_, stage, lanes(given_))

        assert {Door(way, False) for way in given_ if stage in way.sources} | {
            Door(way, True) for way in given_ if way.target == stage
        } == set(found)
        assert len(found) == len(set(found))

    @given(ways, st.integers(0, 5))
    def test_ways_of_a_stage_do_not_cross(self, given_, stage):
        """
        Of ways that go up, the outer has the lower door; of those that go down, the
        upper.
        """
        lane = lanes(given_)
        found = [door for door in doors(given_, stage, lane) if door.way in lane]
        ups = [d.way for d in found if d.way.ends[0] < stage == d.way.ends[1]]
        downs = [d.way for d in found if d.way.ends[0] == stage < d.way.ends[1]]

        assert [lane[way] for way in ups] == sorted(lane[way] for way in ups)
        assert [lane[way] for way in downs] == sorted(
            (lane[way] for way in downs), reverse=True
        )


class TestOfLifecycle:
    @given(lifecycles())
    def test_every_way(self, lifecycle):
        """
        Each way has an arrow at its end and lies in the picture, and its name stands at
        each of its beginnings.
        """
        picture = pictures.of_lifecycle(lifecycle)
        found = ways_of(lifecycle)
        arrows = [one for one in drawn(picture, "path") if one.get("d").endswith("Z")]
        width = max(x for x, _ in places(picture))
        ends = sum(len(w.sources) if w.target is None else 1 for w in found)
        names = sum(len(way.sources) for way in found)
        kinds = {way.kind for way in found}

        assert ends == len(arrows)
        assert len(lifecycle.stages) + names + len(kinds) == len(texts(picture))
        assert width <= 460
        assert len(found) == picture.description.count(".")

    def test_stages(self):
        """
        Stages have boxes in their order; those that only exits enter are dashed.
        """
        boxes = drawn(pictures.of_lifecycle(STANDARD), "rect", fill="none")
        dashed = [one.get("stroke-dasharray") is not None for one in boxes]
        tops = [float(one.get("y")) for one in boxes]

        assert [False] * 5 + [True] * 3 == dashed
        assert sorted(tops) == tops

    def test_sides(self):
        """
        What leads forward is on one side of the stages, all else on the other.
        """
        picture = pictures.of_lifecycle(STANDARD)
        box = drawn(picture, "rect")[0]
        left = float(box.get("x"))
        right = left + float(box.get("width"))
        legend = max(y for _, y in places(picture)) - 12
        for one in drawn(picture, "path"):
            there = [x for x, y in points(one.get("d")) if y < legend]
            if one.get("class") == "forward":
                assert all(x >= right - 0.01 for x in there)
            elif one.get("class"):
                assert all(x <= left + 0.01 for x in there)

    def test_description(self):
        """
        The description tells all ways in words.
        """
        told = pictures.of_lifecycle(STANDARD).description

        assert "Convert from Lead, Nurtured lead, Prospect to Customer." in told
        assert "Reopen: Disqualified, Lost to where it was before." in told

    def test_without_moves(self):
        """
        A lifecycle without moves is its stages alone.
        """
        picture = pictures.of_lifecycle(Lifecycle("still", ["a", "b"], "b", []))

        assert ["a", "b"] == texts(picture)

    @pytest.mark.parametrize(("stages", "per_stage"), [(20, 3), (20, 6), (40, 2)])
    def test_many_stages(self, stages, per_stage):
        """
        Twenty stages, and more, are drawn without leaving the picture.
        """
        picture = pictures.of_lifecycle(large(stages, per_stage))
        found = list(places(picture))

        assert all(0 <= x <= 460 for x, _ in found)
        assert stages == len(drawn(picture, "rect", fill="none"))

    def test_too_many_ways(self):
        """
        More ways than can be seen are refused.
        """
        with pytest.raises(InputError) as caught:
            pictures.of_lifecycle(large(41, 10))

        assert "410 ways between stages" == caught.value.came
        assert "at most 400" == caught.value.expected

    def test_refused(self):
        """
        What is no lifecycle is refused.
        """
        with pytest.raises(InputError, match="got a Transition, expected a Lifecycle"):
            pictures.of_lifecycle(STANDARD.transitions[0])
