"""
The models of attribution: how a conversion is shared among the channels of its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from math import fsum, inf
from typing import Literal, TypeAlias

import attrs

from ...errors import RuleError, described, is_a, listing, near_miss
from ...mapping import FrozenMap
from ..numbers.markov import removal_effects

#: How a conversion is shared. All of it goes to the ``"first"`` or ``"last"`` touch, or
#: it is shared by all touches evenly (``"linear"``), with 40 % for each end
#: (``"position"``), with more for later ones (``"decay"``), by each channel once
#: (``"linear_distinct"``, which is what Shapley's value comes to), or by what would be
#: lost without the channel (``"markov"``).
Model: TypeAlias = Literal[
    "first", "last", "linear", "linear_distinct", "position", "decay", "markov"
]
MODELS: tuple[Model, ...] = (
    "first",
    "last",
    "linear",
    "linear_distinct",
    "position",
    "decay",
    "markov",
)
#: The model unless another one is asked for.
USUAL: Model = "position"
#: After how long a touch counts half under ``"decay"``.
HALF_LIFE = timedelta(days=7)
#: A chain of more channels takes too long to solve.
MOST_CHANNELS = 600

_END, _INNER = 0.4, 0.2
_NONE = timedelta(0)
# How each touch of a path counts, by the channels and how old the touches are.
_Weigh: TypeAlias = Callable[
    [Sequence[str], Sequence[float]], Iterable[tuple[str, float]]
]


def _channels(given: Iterable[str]) -> tuple[str, ...]:
    subject = "channels of a path"
    if isinstance(given, str) or not is_a(given, Iterable):
        raise RuleError(subject, described(given), "several texts")
    channels = tuple(given)
    for one in channels:
        if not is_a(one, str):
            raise RuleError(subject, described(one), "texts")
    return channels


@attrs.frozen
class ChannelPath:
    """
    A way through channels, and what came of it.

    Attributes:
        channels: The channels, the first one first; one may come several times.

        conversions: How many leads went it and converted, or what they are worth.

        nulls: How many went it and didn't convert.

        ages: How many days before the conversion each touch was; only ``"decay"`` needs
            it.

    Raises:
        RuleError: The channels are a text, or a number is none of 0 or more.
    """

    channels: tuple[str, ...] = attrs.field(converter=_channels)
    conversions: float
    nulls: float = 0
    ages: tuple[float, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("conversions", "nulls"):
            number = getattr(self, name)
            if not is_a(number, (int, float)) or is_a(number, bool):
                came = described(number)
            elif not 0 <= number < inf:
                came = "a number that isn't finite, or below 0"
            else:
                continue
            raise RuleError(f"{name} of a path", came, "a number of 0 or more")


@attrs.frozen
class PathCredit:
    """
    What channels are owed.

    Attributes:
        model: How it was shared.

        credits: What each channel is owed; all channels are there, by their names.

        conversions: How much there was to share: the sum of the credits.

        base: Under ``"markov"``, how often a path ends in a conversion.

        removal: Under ``"markov"``, which share of the conversions would be lost
            without each channel.
    """

    model: Model
    credits: FrozenMap[str, float]
    conversions: float
    base: float | None = None
    removal: FrozenMap[str, float | None] = attrs.field(
        factory=FrozenMap[str, float | None]
    )


def credit_paths(
    paths: Iterable[ChannelPath | tuple[Iterable[str], float, float]],
    model: Model = USUAL,
    *,
    half_life: timedelta = HALF_LIFE,
) -> PathCredit:
    """
    Share the conversions of paths among their channels.

    Args:
        paths: The paths, or tuples of their channels, conversions and nulls. One
            without channels has nobody to share among, and is left out.

        model: How.

        half_life: After how long a touch counts half under ``"decay"``.

    Raises:
        RuleError: There is no such model, the half-life isn't above 0, a path is none,
            has no ages where they are needed, or there are too many channels.

    >>> paths = [(("search", "email"), 3, 7), (("email",), 1, 2)]
    >>> dict(credit_paths(paths, "linear").credits)
    {'email': 2.5, 'search': 1.5}
    """
    check_model(model)
    half = checked_half_life(half_life)
    if not is_a(paths, Iterable):
        raise RuleError("paths", described(paths), "ChannelPaths, or tuples")
    listed = [path for path in map(_path, paths) if path.channels]
    names = sorted({name for path in listed for name in path.channels})
    total = fsum(path.conversions for path in listed)
    if model == "markov":
        return _by_removal(listed, names, total)
    weigh = _weigher(model, half)
    parts: dict[str, list[float]] = {name: [] for name in names}
    for path in listed:
        if not path.conversions:
            continue
        if model == "decay" and len(path.ages) != len(path.channels):
            raise RuleError(
                "ages of a ChannelPath",
                f"{len(path.ages)} for {len(path.channels)} channels",
                "one for each channel",
                "The model 'decay' asks how old touches were.",
            )
        for name, weight in weigh(path.channels, path.ages):
            parts[name].append(path.conversions * weight)
    owed = {name: fsum(shares) for name, shares in parts.items()}
    return PathCredit(model, FrozenMap(owed), total)


def check_model(model: object) -> None:
    """
    Check the name of a model.

    Raises:
        RuleError: There is none of this name.
    """
    if not is_a(model, str) or model not in MODELS:
        raise RuleError(
            "model of an attribution",
            repr(str(model)) if is_a(model, str) else described(model),
            listing(MODELS),
            near_miss(str(model), MODELS) if is_a(model, str) else "",
        )


def checked_half_life(half_life: timedelta) -> float:
    """
    Read a half-life, in days.

    Raises:
        RuleError: It is no span above 0.
    """
    if not is_a(half_life, timedelta):
        raise RuleError(
            "half_life", described(half_life), "a timedelta", "Write timedelta(days=7)."
        )
    if half_life <= _NONE:
        raise RuleError("half_life", "a span that isn't above 0", "a longer one")
    return half_life / timedelta(days=1)


def tallied(
    paths: Iterable[tuple[tuple[str, ...], float, float]],
) -> list[ChannelPath]:
    """
    Put equal paths together.

    Args:
        paths: Their channels, conversions and nulls.
    """
    good: dict[tuple[str, ...], float] = {}
    bad: dict[tuple[str, ...], float] = {}
    for channels, conversions, nulls in paths:
        good[channels] = good.get(channels, 0) + conversions
        bad[channels] = bad.get(channels, 0) + nulls
    return [ChannelPath(path, times, bad[path]) for path, times in good.items()]


def _path(given: ChannelPath | tuple[Iterable[str], float, float]) -> ChannelPath:
    if isinstance(given, ChannelPath):
        return given
    if not is_a(given, tuple) or len(given) != 3:  # noqa: PLR2004
        raise RuleError(
            "a path",
            described(given),
            "a ChannelPath, or a tuple of channels, conversions and nulls",
        )
    return ChannelPath(*given)


def _by_removal(
    paths: Sequence[ChannelPath], names: Sequence[str], total: float
) -> PathCredit:
    if len(names) > MOST_CHANNELS:
        raise RuleError(
            "model 'markov'",
            f"{len(names)} channels",
            f"at most {MOST_CHANNELS}",
            "Put the rare ones together with key=.",
        )
    places = {name: place for place, name in enumerate(names)}
    walks = [
        ([places[name] for name in path.channels], path.conversions, path.nulls)
        for path in paths
    ]
    removal = removal_effects(walks, len(names))
    whole = fsum(effect or 0.0 for effect in removal.effects)
    owed = {
        name: total * (effect or 0.0) / whole if whole else 0.0
        for name, effect in zip(names, removal.effects, strict=True)
    }
    effects = dict(zip(names, removal.effects, strict=True))
    return PathCredit(
        "markov", FrozenMap(owed), total, removal.base, FrozenMap(effects)
    )


def _weigher(model: Model, half: float) -> _Weigh:
    def decay(
        channels: Sequence[str], ages: Sequence[float]
    ) -> Iterable[tuple[str, float]]:
        # Against the youngest, so that old paths don't all weigh 0.
        youngest = min(ages)
        weights = [2.0 ** ((youngest - age) / half) for age in ages]
        whole = fsum(weights)
        return zip(channels, (weight / whole for weight in weights), strict=True)

    ways: Mapping[str, _Weigh] = {
        "first": lambda channels, _: [(channels[0], 1.0)],
        "last": lambda channels, _: [(channels[-1], 1.0)],
        "linear": lambda channels, _: _evenly(channels),
        "linear_distinct": lambda channels, _: _evenly(tuple(dict.fromkeys(channels))),
        "position": lambda channels, _: _by_position(channels),
        "decay": decay,
    }
    return ways[model]


def _evenly(channels: Sequence[str]) -> Iterable[tuple[str, float]]:
    weight = 1 / len(channels)
    return [(name, weight) for name in channels]


def _by_position(channels: Sequence[str]) -> Iterable[tuple[str, float]]:
    if len(channels) <= 2:  # noqa: PLR2004
        return _evenly(channels)
    weight = _INNER / (len(channels) - 2)
    inner = [(name, weight) for name in channels[1:-1]]
    return [(channels[0], _END), *inner, (channels[-1], _END)]
