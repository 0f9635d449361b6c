"""
A table as leads: which columns a playbook needs, and what each row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

import attrs

from ..codes import Medium
from ..contact_points import ContactPoint
from ..errors import LeadError
from ..kinds import FieldType, ValueKind
from ..leads import Lead
from ..playbook import Playbook
from ..records import given_of_record, types_of_record
from ..rules import nodes as n
from .cells import CellError, Cells
from .columns import Columns, Rejected
from .copies import Copies
from .rows import Row
from .spool import Spool
from .tables import Table


@attrs.frozen(slots=False)
class LeadReader:
    """
    Makes leads of the rows of a table, as a playbook needs them.

    Attributes:
        playbook: Whose rules say which columns are needed.

        columns: The columns that are read.

        sides: The side tables that were read.

        spool: Where their records are, and the ids of the leads.
    """

    playbook: Playbook
    columns: Columns
    sides: tuple[str, ...]
    spool: Spool

    @property
    def absent(self) -> tuple[str, ...]:
        """
        Fields and traits that rules read and the table doesn't have.
        """
        needs, record = self.playbook.requires, self.playbook.record
        derived = types_of_record(record).keys() - given_of_record(record).keys()
        wanted = (needs.fields - derived) | needs.traits
        return tuple(sorted(wanted - self.columns.used.keys()))

    @property
    def lacking(self) -> tuple[str, ...]:
        """
        Fields without a default that the table doesn't have; ids can be made up.
        """
        record = self.playbook.record
        required = (f for f in types_of_record(record) if _required(record, f))
        return tuple(f for f in required if f not in {"id", *self.columns.used})

    @cached_property
    def numbered(self) -> bool:
        """
        Whether rows are numbered because there is no column of ids.
        """
        return "id" not in self.columns.used

    def leads(self, table: Table) -> Iterator[tuple[int, Lead | Rejected]]:
        """
        Walk through the rows of a table.

        Returns:
            For each row its line, and the lead or why there is none.
        """
        # Numbers occur once, and only records of side tables are looked for by them.
        keeps_ids = not self.numbered or bool(self.sides)
        for number, row in enumerate(table, 1):
            made = self._lead(row, number)
            if keeps_ids and isinstance(made, Lead):
                first = self.spool.first_line(made.id, row.line)
                if first != row.line:
                    made = Rejected(
                        row.line, "id", f"an id of its own; line {first} has this one"
                    )
            yield row.line, made

    @cached_property
    def _stages(self) -> dict[str, str]:
        return _stages(self.playbook)

    @cached_property
    def _initial(self) -> str | None:
        lifecycle = self.playbook.lifecycle
        return None if lifecycle is None else lifecycle.initial

    @cached_property
    def _copies(self) -> Copies:
        names = dict.fromkeys((*self.columns.used, "id"))
        if self._initial is not None:
            names["stage"] = None
        return Copies(self.playbook.record, names)

    def _lead(self, row: Row, number: int) -> Lead | Rejected:
        values = self.columns.read(row)
        if isinstance(values, Rejected):
            return values
        if self.numbered:
            values["id"] = str(number)
        if self.sides:
            return self._constructed(row, values)
        if self._initial is not None and values.get("stage") is None:
            values["stage"] = self._initial
        copy = self._copies.lead(values)
        return self._constructed(row, values) if copy is None else copy

    def _constructed(self, row: Row, values: dict[str, Any]) -> Lead | Rejected:
        record = self.playbook.record
        declared = types_of_record(record)
        traits: dict[str, Any] = {}
        contacts: list[ContactPoint] = []
        fields: dict[str, Any] = {"traits": traits, "contacts": contacts}
        for name, value in values.items():
            if name in declared:
                if value is not None or declared[name].optional:
                    fields[name] = value
                elif _required(record, name):
                    return Rejected(row.line, self._header(name), declared[name].wanted)
            elif isinstance(value, ContactPoint):
                contacts.append(value)
            elif value is not None:
                traits[name] = value
        for side in self.sides:
            fields[side] = self.spool.records(side, fields["id"])
        if "consents" in self.sides and self.spool.is_rejected(
            "consents", fields["id"]
        ):
            # It may have been a withdrawal, and without it the others say too much.
            fields["consents"] = []
        wrong = self._contradicted(fields)
        if wrong is not None:
            return Rejected(row.line, self._header("stage"), wrong)
        return self._checked(row, fields)

    def _checked(self, row: Row, fields: dict[str, Any]) -> Lead | Rejected:
        record = self.playbook.record
        given = given_of_record(record)
        try:
            return record(**{given[n].alias or n: value for n, value in fields.items()})
        except LeadError as error:
            return Rejected(row.line, "", f"{error.subject}: {error.expected}")
        except Exception as error:  # noqa: BLE001  a host's check may raise anything
            # Its message may quote the value.
            told = f"what {record.__name__} accepts ({type(error).__name__})"
            return Rejected(row.line, "", told)

    def _contradicted(self, fields: dict[str, Any]) -> str | None:
        # Put the stage where the moves led, or say what was expected instead.
        moves = sorted(fields.get("moves", ()), key=lambda move: (move.at, move.number))
        stage = fields.get("stage")
        if moves and stage not in {None, moves[-1].target}:
            target = self._stages.get(moves[-1].target.casefold(), "the stage")
            return f"{target}, where the last of its moves led"
        if not moves and stage is None and self._initial is not None:
            fields["stage"] = self._initial
        return None

    def _header(self, field: str) -> str:
        position = self.columns.used.get(field)
        return field if position is None else self.columns.headers[position]


def wanted_fields(playbook: Playbook) -> dict[str, FieldType]:
    """
    Tell which columns of a table of leads a playbook can use.

    Returns:
        Fields, traits and media of contact points, with their types. ``id``, ``stage``
        and ``created_at`` are always among them, and what the record insists on.
    """
    given = given_of_record(playbook.record)
    types = types_of_record(playbook.record)
    declared = {name: types[name] for name in given}
    needs = playbook.requires
    names = {"id", "stage", "created_at"} | needs.fields
    if "consents" in needs.histories:
        names.add("erased_at")  # who was forgotten consents to nothing
    names |= {name for name in declared if _required(playbook.record, name)}
    wanted = {name: declared[name] for name in declared if name in names}
    for node in playbook.nodes:
        for part in n.walk(node):
            if isinstance(part, n.Trait):
                wanted[part.name] = FieldType(
                    part.kind, None, part.options, optional=True
                )
    if "contacts" in needs.histories:
        for medium in Medium:
            wanted.setdefault(
                medium.value, FieldType(ValueKind.TEXT, str, (), optional=True)
            )
    return wanted


def makers(playbook: Playbook, cells: Cells) -> dict[str, Callable[[Any], object]]:
    """
    Tell what is made of the values of a table of leads: stages and contact points.

    Args:
        playbook: Whose stages they are.

        cells: How addresses and numbers are read.

    Returns:
        Fields to functions of a value.
    """
    # A field or a trait of the same name is no contact point.
    others = types_of_record(playbook.record).keys() | playbook.requires.traits
    made: dict[str, Callable[[Any], object]] = {
        medium.value: partial(cells.contact, medium=medium)
        for medium in Medium
        if medium not in others
    }
    stages = _stages(playbook)
    if stages:
        made["stage"] = partial(_stage, stages)
    return made


def _stages(playbook: Playbook) -> dict[str, str]:
    # In tables, upper and lower case don't matter.
    lifecycle = playbook.lifecycle
    return {} if lifecycle is None else {s.casefold(): s for s in lifecycle.stages}


def _stage(stages: dict[str, str], text: str) -> str:
    stage = stages.get(text.casefold())
    if stage is None:
        raise CellError(f"a stage: {', '.join(stages.values())}")
    return stage


def _required(record: type[Lead], name: str) -> bool:
    field = given_of_record(record).get(name)
    return field is not None and field.default is attrs.NOTHING
