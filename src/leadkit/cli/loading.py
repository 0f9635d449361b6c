"""
A table as leads: which columns a playbook needs, and what each row says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..codes import Medium
from ..errors import LeadError
from ..happenings import ContactPoint
from ..kinds import FieldType, ValueKind
from ..leads import Lead
from ..playbook import Playbook
from ..records import Record, types_of_record
from ..rules import nodes as n
from .cells import Cells
from .columns import Columns, Rejected
from .tables import Row, Table


@attrs.frozen
class LeadReader:
    """
    Makes leads of the rows of a table, as a playbook needs them.

    Attributes:
        playbook: Whose rules say which columns are needed.

        columns: The columns that are read.

        cells: How texts are read.

        sides: Activities, consents and so on by lead id, by field.
    """

    playbook: Playbook
    columns: Columns
    cells: Cells
    sides: Mapping[str, Mapping[str, list[Record]]]

    @property
    def absent(self) -> tuple[str, ...]:
        """
        Fields and traits that rules read and the table doesn't have.
        """
        needs = self.playbook.requires
        return tuple(sorted((needs.fields | needs.traits) - self.columns.used.keys()))

    @property
    def lacking(self) -> tuple[str, ...]:
        """
        Fields without a default that the table doesn't have; ids can be made up.
        """
        record = self.playbook.record
        required = (f for f in types_of_record(record) if _required(record, f))
        return tuple(f for f in required if f not in {"id", *self.columns.used})

    @property
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
        seen: dict[str, int] = {}
        for number, row in enumerate(table, 1):
            made = self._lead(row, number)
            if isinstance(made, Lead):
                first = seen.setdefault(made.id, row.line)
                if first != row.line:
                    made = Rejected(
                        row.line, "id", f"an id of its own; line {first} has this one"
                    )
            yield row.line, made

    def _lead(self, row: Row, number: int) -> Lead | Rejected:
        values = self.columns.read(row, self.cells)
        if isinstance(values, Rejected):
            return values
        record = self.playbook.record
        declared = types_of_record(record)
        fields: dict[str, Any] = {"traits": {}, "contacts": []}
        if self.numbered:
            fields["id"] = str(number)
        for name, value in values.items():
            if name not in declared:
                key = "contacts" if _is_contact(name, self.playbook) else "traits"
                if value is not None and key == "contacts":
                    fields[key].append((name, value))
                elif value is not None:
                    fields[key][name] = value
            elif value is not None or declared[name].optional:
                fields[name] = value
            elif _required(record, name):
                return Rejected(row.line, self._header(name), declared[name].wanted)
        return self._built(row, fields)

    def _built(self, row: Row, fields: dict[str, Any]) -> Lead | Rejected:
        contacts: list[ContactPoint] = []
        for medium, value in fields["contacts"]:
            try:
                contacts.append(ContactPoint(medium, value))
            except LeadError as error:
                return Rejected(row.line, self._header(medium), error.expected)
        fields["contacts"] = contacts
        for side, records in self.sides.items():
            if fields["id"] in records:
                fields[side] = records[fields["id"]]
        wanted = self._settle_stage(fields)
        if wanted is not None:
            return Rejected(row.line, self._header("stage"), wanted)
        try:
            return self.playbook.record(**fields)
        except LeadError as error:
            return Rejected(row.line, "", f"{error.subject}: {error.expected}")
        except (TypeError, ValueError):
            # A validator of the host's; its message may quote the value.
            return Rejected(
                row.line, "", f"what {self.playbook.record.__name__} accepts"
            )

    def _settle_stage(self, fields: dict[str, Any]) -> str | None:
        # Put the stage as the lifecycle has it, or say what was expected instead.
        lifecycle, stage = self.playbook.lifecycle, fields.get("stage")
        if lifecycle is not None and stage is not None:
            known = {code.casefold(): code for code in lifecycle.stages}
            if stage.casefold() not in known:
                return f"a stage: {', '.join(lifecycle.stages)}"
            fields["stage"] = stage = known[stage.casefold()]
        moves = sorted(fields.get("moves", ()), key=lambda move: (move.at, move.number))
        if moves and stage not in {None, moves[-1].target}:
            return f"{moves[-1].target}, where the last of its moves led"
        if lifecycle is not None and stage is None and not moves:
            fields["stage"] = lifecycle.initial
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
    declared = types_of_record(playbook.record)
    needs = playbook.requires
    names = {"id", "stage", "created_at"} | needs.fields
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


def _is_contact(name: str, playbook: Playbook) -> bool:
    return name in list(Medium) and name not in playbook.requires.traits


def _required(record: type[Lead], name: str) -> bool:
    return attrs.fields_dict(record)[name].default is attrs.NOTHING
