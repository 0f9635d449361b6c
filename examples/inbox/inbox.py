"""
A web form's inbox: leads come in over HTTP, are judged, and are kept in SQLite as JSON.

``python inbox.py`` serves it at http://127.0.0.1:8000/. What leadkit leaves to its host
is here: ids, clock, storage, transactions, HTTP. All but POST /leads is for your staff.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPException, responses
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4
from wsgiref.simple_server import make_server

import leadkit as lk

PLAYBOOK = lk.standard.playbook()  # put your own here
LIFECYCLE = PLAYBOOK.lifecycle or lk.standard.lifecycle()
CONSENTS = ("2026-05",)  # the versions of the text that people agree to
AGREED = partial(lk.Consent, purpose="marketing", medium="email", granted=True)
LONGEST = 16_384  # bytes of a request
TABLE = "CREATE TABLE IF NOT EXISTS leads (id PRIMARY KEY, stage, lead)"
READERS: dict[str, Callable[[bytes], Any]] = {
    "application/json": json.loads,
    "application/x-www-form-urlencoded": lambda body: dict(parse_qsl(body.decode())),
}


@dataclass(frozen=True)
class Turn:  # one request's turn at the database; it is kept whole, or not at all
    db: sqlite3.Connection
    now: datetime

    def find(self, stage: str) -> object:
        rows = self.db.execute("SELECT id FROM leads WHERE stage = ?", (stage,))
        return {"leads": sorted(lead_id for (lead_id,) in rows)}

    def load(self, lead_id: str) -> lk.Lead:
        query = "SELECT lead FROM leads WHERE id = ?"
        for (text,) in self.db.execute(query, (lead_id,)):
            lead = PLAYBOOK.record.from_dict(json.loads(text))
            return PLAYBOOK.run(lead, until=self.now).lead
        raise HTTPException(404, "there is no such lead")

    def save(self, lead: lk.Lead) -> object:
        lead = PLAYBOOK.run(lead, until=self.now).lead
        row = (lead.id, lead.stage, json.dumps(lead.to_dict()))
        self.db.execute("INSERT OR REPLACE INTO leads VALUES (?, ?, ?)", row)
        return self.show(lead)

    def show(self, lead: lk.Lead) -> object:
        seen = PLAYBOOK.assess(lead, as_of=self.now)
        scores = {name: score.total for name, score in seen.scores.items()}
        facts = {"id": lead.id, "stage": lead.stage, "scores": scores}
        return {**facts, "allowed": seen.allowed, "why": str(seen).splitlines()}

    def capture(self, sent: dict[str, Any]) -> object:
        lead_id = str(UUID(str(sent.get("submission", uuid4()))))
        if self.db.execute("SELECT 1 FROM leads WHERE id = ?", (lead_id,)).fetchone():
            return {"id": lead_id}  # a form that is sent twice is one lead
        version = sent.get("consent")
        agreed = AGREED(at=self.now, source=version) if version in CONSENTS else None
        lead = PLAYBOOK.record.capture(
            id=lead_id,
            name=sent.get("name"),
            contact=lk.ContactPoint("email", sent.get("email", "")),
            consent=agreed,
            touch=lk.Touch("form", at=self.now, campaign=sent.get("campaign")),
            activities=[lk.Activity(id=lead_id, type="form_submitted", at=self.now)],
            traits=sent.get("traits", {}),
            at=self.now,
        )
        self.save(lead)
        return {"id": lead_id}

    def record(self, lead: lk.Lead, sent: dict[str, Any]) -> object:
        before = {one.id: one.at for one in lead.activities}  # what came twice is one
        new = {"id": str(uuid4()), **sent}
        at = before.get(str(new["id"]), self.now).isoformat()
        return self.save(lead.record(lk.Activity.from_dict({"at": at, **new})))

    def move(self, lead: lk.Lead, sent: dict[str, Any]) -> object:
        trigger, by, reason = map(sent.get, ("trigger", "by", "reason"))
        lead = LIFECYCLE.advance(lead, str(trigger), at=self.now, by=by, reason=reason)
        return self.save(lead)


def given(environ: dict[str, Any]) -> dict[str, Any]:
    if environ["REQUEST_METHOD"] != "POST":
        return dict(parse_qsl(environ.get("QUERY_STRING", "")))
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in READERS:
        raise HTTPException(415, f"expected {' or '.join(READERS)}")
    if not 0 <= (length := int(environ.get("CONTENT_LENGTH") or 0)) <= LONGEST:
        raise HTTPException(413, f"expected {LONGEST} bytes at most")
    body = environ["wsgi.input"].read(length)
    if len(body) < length or not isinstance(sent := READERS[kind](body), dict):
        raise HTTPException(400, "expected names and their values, and all of them")
    return sent


@dataclass(frozen=True)
class Inbox:  # the application; it wants a file, and a test may give it a clock
    path: str
    clock: Any = lambda: datetime.now(UTC)

    def answer(self, environ: dict[str, Any]) -> object:
        sent = given(environ)
        with closing(sqlite3.connect(self.path, isolation_level=None)) as db, db:
            db.execute("BEGIN IMMEDIATE")  # one at a time
            db.execute(TABLE)
            turn = Turn(db, self.clock())  # read now, so that what is later is later
            match environ["REQUEST_METHOD"], *environ["PATH_INFO"].split("/")[1:]:
                case "POST", "leads":
                    return turn.capture(sent)
                case "GET", "leads":
                    return turn.find(sent.get("stage", ""))
                case "GET", "leads", lead_id:
                    return turn.show(turn.load(lead_id))
                case "POST", "leads", lead_id, "activities":
                    return turn.record(turn.load(lead_id), sent)
                case "POST", "leads", lead_id, "moves":
                    return turn.move(turn.load(lead_id), sent)
        raise HTTPException(404, "there is no such page")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        try:
            status, answer = 200, self.answer(environ)
        except HTTPException as no:
            status, answer = no.args[0], {"problem": no.args[1]}
        except lk.MoveRefused as no:
            status, answer = 409, {"problem": str(no), "allowed": no.allowed}
        except lk.LeadError as error:  # which quotes nothing of what was sent
            status, answer = 400, {"problem": str(error)}
        except (ValueError, RecursionError):
            status, answer = 400, {"problem": "it can't be read"}
        headers = [("Content-Type", "application/json")]
        start_response(f"{status} {responses[status]}", headers)
        return [json.dumps(answer).encode()]


if __name__ == "__main__":
    make_server("127.0.0.1", 8000, Inbox("leads.sqlite")).serve_forever()
