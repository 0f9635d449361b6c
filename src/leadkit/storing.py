"""
What definitions that can be stored have in common.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from .leads import Lead
from .rules import codec
from .rules.stored.known import Cards, Predicates, known
from .rules.stored.reading import Reading
from .rules.stored.writing import Data, Writing
from .spots import Spot


class Stored(ABC):
    """
    A definition that can be written as JSON, and read again from anybody's text.
    """

    __slots__ = ()

    _kind: ClassVar[str]  # the key it stands under

    @abstractmethod
    def _write(self, writing: Writing) -> Data: ...

    @classmethod
    @abstractmethod
    def _read(cls, spot: Spot, reading: Reading) -> Self: ...

    @classmethod
    def _shape(cls) -> codec.Shape[Self]:
        return codec.Shape(cls._kind, cls._write, cls._read)

    def _version(self) -> str:
        return codec.version_of(self, self._shape())

    def to_json(self) -> str:
        """
        Write it as JSON: one text for each definition, whatever wrote it.

        Of scorecards that its rules read, but that it doesn't contain, the text has the
        names and versions.

        Raises:
            RuleError: It couldn't be read again; the error says why.
        """
        return codec.dump(self, self._shape())

    @classmethod
    def from_json(
        cls,
        text: str | bytes,
        *,
        record: type[Lead] = Lead,
        scorecards: Cards = (),
        traits: Mapping[str, Any] | None = None,
        predicates: Predicates = None,
    ) -> Self:
        """
        Read one that anybody may have written.

        Args:
            text: What ``to_json`` writes, or what somebody wrote like it.

            record: The class of leads whose fields its rules may ask about.

            scorecards: The cards that they may read.

            traits: The traits there are, as for ``fields()``; any that the text
                declares if not given.

            predicates: The rules made by ``@rule`` that they may ask.

        Raises:
            DocumentError: It isn't JSON of such a definition, or names what isn't
                there. The error has the JSON pointer of the spot and quotes nothing.
        """
        among = known(record, traits, scorecards, predicates)
        return codec.load(text, cls._shape(), among)
