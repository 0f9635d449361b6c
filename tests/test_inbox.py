"""
The inbox example, over loopback: an application as a host would write it.
"""

import ast
import io
import json
import re
import runpy
import socket
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from socketserver import ThreadingMixIn
from textwrap import indent
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import UUID, uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leadkit as lk

FILE = Path(__file__).parent.parent / "examples" / "inbox" / "inbox.py"
PAGE = FILE.parents[2] / "docs" / "how-to" / "inside-a-web-application.md"
INBOX = SimpleNamespace(**runpy.run_path(str(FILE)))
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
LINA = {"email": "lina@example.com", "name": "Lina Berg", "consent": "2026-05"}
TRAITS = {"company_size": 120, "decision_maker": True}


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        """Say nothing; a test's own words are enough."""


class Clock:
    """A clock that goes on by a minute whenever it is read."""

    def __init__(self):
        self.minutes = count()

    def __call__(self):
        return MAY + timedelta(minutes=next(self.minutes))


class Client:
    """What a browser, a form or a colleague's program is."""

    def __init__(self, path, port):
        self.path, self.port = path, port

    def ask(self, method, path, body=None, kind=JSON):
        """Send a request, and take the status and the answer."""
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else encoded(body, kind)
        url = f"http://127.0.0.1:{self.port}{path}"
        request = Request(url, data, {"Content-Type": kind}, method=method)
        try:
            with urlopen(request, timeout=30) as got:
                return got.status, json.load(got)
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)

    def capture(self, **sent):
        """Send the form, and take the id of the lead."""
        status, answer = self.ask("POST", "/leads", {**LINA, **sent})
        assert 200 == status, answer
        return answer["id"]

    def rows(self):
        """Look at what is kept."""
        db = sqlite3.connect(self.path)
        try:
            return sorted(db.execute("SELECT id, stage, lead FROM leads"))
        finally:
            db.close()

    def kept(self, lead_id):
        """Read the lead that is kept."""
        [text] = [text for found, _, text in self.rows() if found == lead_id]
        return lk.Lead.from_dict(json.loads(text))


def encoded(body, kind):
    """Write a body as its kind says."""
    return (urlencode(body) if kind == FORM else json.dumps(body)).encode()


@pytest.fixture(name="client")
def _client(tmp_path):
    path = str(tmp_path / "leads.sqlite")
    app = INBOX.Inbox(path, Clock())
    with make_server("127.0.0.1", 0, app, Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            client = Client(path, server.server_port)
            client.ask("GET", "/leads")  # makes the table
            yield client
        finally:
            server.shutdown()
            thread.join()


class TestWay:
    def test_from_the_form_to_the_customer(self, client):
        """
        What is sent over HTTP makes of a lead what leadkit makes of it.
        """
        lead_id = client.capture(traits=TRAITS)
        at = f"/leads/{lead_id}"
        client.ask("POST", f"{at}/activities", {"id": "a1", "type": "price_requested"})
        client.ask("POST", f"{at}/activities", {"id": "a2", "type": "call_held"})
        client.ask("POST", f"{at}/moves", {"trigger": "qualify", "by": "Tom"})
        sold = {"id": "a3", "type": "purchased", "value": 120}
        client.ask("POST", f"{at}/activities", sold)

        def minute(number):
            return MAY + timedelta(minutes=number)

        playbook = lk.standard.playbook()
        lead = lk.Lead.capture(
            id=lead_id,
            name="Lina Berg",
            contact=lk.ContactPoint("email", "lina@example.com"),
            consent=lk.Consent(
                purpose="marketing",
                medium="email",
                granted=True,
                at=minute(1),
                source="2026-05",
            ),
            touch=lk.Touch("form", at=minute(1)),
            at=minute(1),
            activities=[lk.Activity(id=lead_id, type="form_submitted", at=minute(1))],
            traits=TRAITS,
        )
        lead = playbook.run(lead, until=minute(1)).lead
        asked = lk.Activity(id="a1", type="price_requested", at=minute(2))
        lead = playbook.run(lead, [asked], until=minute(2)).lead
        called = lk.Activity(id="a2", type="call_held", at=minute(3))
        lead = playbook.run(lead, [called], until=minute(3)).lead
        lead = playbook.run(lead, until=minute(4)).lead
        lead = playbook.lifecycle.advance(lead, "qualify", at=minute(4), by="Tom")
        lead = playbook.run(lead, until=minute(4)).lead
        bought = lk.Activity(id="a3", type="purchased", at=minute(5), value=120)
        lead = playbook.run(lead, [bought], until=minute(5)).lead

        assert "customer" == lead.stage
        assert lead == client.kept(lead_id)

    def test_refusal(self, client):
        """
        A move that may not be made is refused in words, with those that may.
        """
        lead_id = client.capture()
        before = client.rows()
        status, answer = client.ask(
            "POST", f"/leads/{lead_id}/moves", {"trigger": "qualify"}
        )

        assert 409 == status
        assert ["disqualify"] == answer["allowed"]
        assert "a two-way conversation has to have taken place" in answer["problem"]
        assert before == client.rows()

    def test_reason(self, client):
        """
        An exit is made with its reason, and refused without.
        """
        path = f"/leads/{client.capture()}/moves"
        status, _ = client.ask("POST", path, {"trigger": "disqualify"})
        again, answer = client.ask(
            "POST", path, {"trigger": "disqualify", "reason": "a competitor"}
        )

        assert (409, 200, "disqualified") == (status, again, answer["stage"])

    def test_assessment(self, client):
        """
        The assessment is the playbook's, as of the instant of the question.
        """
        lead_id = client.capture(traits=TRAITS)
        status, answer = client.ask("GET", f"/leads/{lead_id}")
        seen = lk.standard.playbook().assess(
            client.kept(lead_id), as_of=MAY + timedelta(minutes=2)
        )

        assert 200 == status
        assert {
            "id": lead_id,
            "stage": "nurtured",
            "scores": {name: score.total for name, score in seen.scores.items()},
            "allowed": list(seen.allowed),
            "why": str(seen).splitlines(),
        } == answer

    def test_stages(self, client):
        """
        Leads are found by the stage that they are in.
        """
        ids = [client.capture() for _ in range(3)]
        client.ask(
            "POST",
            f"/leads/{ids[0]}/moves",
            {"trigger": "disqualify", "reason": "no fit"},
        )
        found = {
            stage: client.ask("GET", f"/leads?stage={stage}")[1]["leads"]
            for stage in ("lead", "nurtured", "disqualified")
        }

        assert {
            "lead": [],
            "nurtured": sorted(ids[1:]),
            "disqualified": ids[:1],
        } == found

    @pytest.mark.parametrize("kind", [FORM, JSON, f"{JSON}; charset=utf-8"])
    def test_kinds(self, client, kind):
        """
        A form may come as browsers send it, or as JSON.
        """
        status, answer = client.ask("POST", "/leads", LINA, kind)
        lead = client.kept(answer["id"])

        assert 200 == status
        assert "lina@example.com" == lead.contacts[0].value
        assert ("2026-05", True) == (lead.consents[0].source, lead.consents[0].granted)

    def test_ids(self, client):
        """
        A lead's id is a UUID of its own, which says nothing about it.
        """
        ids = {client.capture() for _ in range(3)}

        assert 3 == len(ids)
        assert {4} == {UUID(one).version for one in ids}

    def test_nothing_personal_in_the_answer_to_the_form(self, client):
        """
        Whoever sends the form learns the id, and nothing else.
        """
        assert {"id"} == client.ask("POST", "/leads", LINA)[1].keys()

    def test_stays(self, client):
        """
        Another process that opens the file has all the leads.
        """
        lead_id = client.capture()
        again = INBOX.Inbox(client.path)

        assert lead_id in again.answer(request("GET", "/leads/" + lead_id)).values()


class TestTwice:
    def test_form(self, client):
        """
        A form that is sent twice is one lead.
        """
        submission = str(uuid4())
        ids = {client.capture(submission=submission) for _ in range(2)}

        assert {submission} == ids
        assert 1 == len(client.rows())

    @pytest.mark.parametrize("at", [{}, {"at": "2026-05-01T11:00:00+00:00"}])
    def test_activity(self, client, at):
        """
        An activity that is sent twice happened once, when it was sent first.
        """
        lead_id = client.capture()
        path = f"/leads/{lead_id}/activities"
        sent = {"id": "a1", "type": "call_held", **at}
        client.ask("POST", path, sent)
        before = client.kept(lead_id)
        status, _ = client.ask("POST", path, sent)

        assert 200 == status
        assert before == client.kept(lead_id)

    def test_another_activity(self, client):
        """
        Another activity with the same id is refused.
        """
        path = f"/leads/{client.capture()}/activities"
        client.ask("POST", path, {"id": "a1", "type": "call_held"})
        before = client.rows()
        status, answer = client.ask("POST", path, {"id": "a1", "type": "purchased"})

        assert 400 == status
        assert "two different activities with one id" in answer["problem"]
        assert before == client.rows()


class TestAtOnce:
    def test_no_activity_is_lost(self, client):
        """
        Of activities that many send at the same time, none is lost.
        """
        lead_id = client.capture()
        ids = [f"a{number}" for number in range(40)]

        def send(activity_id):
            sent = {"id": activity_id, "type": "page_viewed"}
            return client.ask("POST", f"/leads/{lead_id}/activities", sent)[0]

        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(send, ids))
        lead = client.kept(lead_id)

        assert {200} == set(statuses)
        assert {lead_id, *ids} == {one.id for one in lead.activities}

    def test_one_lead(self, client):
        """
        Of forms with one submission that come at the same time, one makes the lead.
        """
        submission = str(uuid4())

        def send(_):
            return client.ask("POST", "/leads", {**LINA, "submission": submission})

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(send, range(16)))

        assert [(200, {"id": submission})] * 16 == answers
        assert 1 == len(client.kept(submission).activities)

    def test_one_move(self, client):
        """
        Of those who make one move at the same time, one makes it.
        """
        lead_id = client.capture()

        def send(number):
            sent = {"trigger": "disqualify", "reason": f"no fit, says {number}"}
            return client.ask("POST", f"/leads/{lead_id}/moves", sent)[0]

        with ThreadPoolExecutor(8) as pool:
            statuses = sorted(pool.map(send, range(8)))
        moves = [one.trigger for one in client.kept(lead_id).moves]

        assert [200, *[409] * 7] == statuses
        assert ["nurture", "disqualify"] == moves


class TestRefused:
    @pytest.mark.parametrize(
        ("method", "path", "body", "kind", "status", "told"),
        [
            ("POST", "/leads", LINA | {"consent": None}, JSON, 400, "consent"),
            ("POST", "/leads", LINA | {"consent": "2020-01"}, JSON, 400, "consent"),
            ("POST", "/leads", LINA | {"email": "lina at home"}, JSON, 400, "email"),
            ("POST", "/leads", LINA | {"email": None}, JSON, 400, "ContactPoint"),
            ("POST", "/leads", LINA | {"name": ["Lina"]}, JSON, 400, "name"),
            ("POST", "/leads", LINA | {"traits": {"a": []}}, JSON, 400, "trait"),
            ("POST", "/leads", LINA | {"submission": "Lina"}, JSON, 400, "read"),
            ("POST", "/leads", b"{", JSON, 400, "can't be read"),
            ("POST", "/leads", b'{"email": "\xff"}', JSON, 400, "can't be read"),
            ("POST", "/leads", b"[" * 9000, JSON, 400, "can't be read"),
            ("POST", "/leads", b"[]", JSON, 400, "names and their values"),
            ("POST", "/leads", b"", JSON, 400, "can't be read"),
            ("POST", "/leads", b"a=\xff", FORM, 400, "can't be read"),
            ("POST", "/leads", b"[" * 16_385, JSON, 413, "16384 bytes"),
            ("POST", "/leads", b"<a/>", "text/xml", 415, JSON),
            ("POST", "/leads", b"<a/>", "", 415, FORM),
            ("PUT", "/leads", None, JSON, 404, "no such page"),
            ("GET", "/", None, JSON, 404, "no such page"),
            ("GET", "/leads/", None, JSON, 404, "no such lead"),
            ("GET", "/leads/Lina", None, JSON, 404, "no such lead"),
            ("GET", "/leads/%00%ff", None, JSON, 404, "no such lead"),
            ("POST", "/leads/Lina/moves", {}, JSON, 404, "no such lead"),
            ("POST", "/leads/Lina/activities", {}, JSON, 404, "no such lead"),
            ("POST", "/leads/ID/activities", {}, JSON, 400, "type"),
            ("POST", "/leads/ID/activities", {"typ": "x"}, JSON, 400, "unknown key"),
            (
                "POST",
                "/leads/ID/activities",
                {"type": "call_held", "at": "2026-05-01"},
                JSON,
                400,
                "time zone",
            ),
            ("POST", "/leads/ID/moves", {}, JSON, 409, "no such move"),
            ("POST", "/leads/ID/moves", {"trigger": "nurtur"}, JSON, 409, "nurture"),
            (
                "POST",
                "/leads/ID/moves",
                {"trigger": "disqualify", "reason": "x", "by": 1},
                JSON,
                400,
                "by",
            ),
        ],
    )
    def test_table(self, client, method, path, body, kind, status, told):
        """
        What can't be done is told in a sentence that tells nothing about anybody, and
        changes nothing.
        """
        lead_id = client.capture()
        before = client.rows()
        got, answer = client.ask(method, path.replace("ID", lead_id), body, kind)

        assert (status, before) == (got, client.rows())
        assert told in answer["problem"]
        assert "lina" not in answer["problem"].lower()

    @pytest.mark.parametrize("length", ["99", "-1", "many", "9" * 5000])
    def test_length(self, client, length):
        """
        A request that isn't as long as it says is refused, and none is waited for.
        """
        head = f"POST /leads HTTP/1.0\r\nContent-Type: {JSON}\r\n"
        with socket.create_connection(("127.0.0.1", client.port), 30) as link:
            link.sendall(f"{head}Content-Length: {length}\r\n\r\n{{}}".encode())
            link.shutdown(socket.SHUT_WR)
            answer = link.makefile("rb").read()

        assert answer.split()[1] in {b"400", b"413"}
        assert [] == client.rows()


class TestTurn:
    def test_clock(self, tmp_path):
        """
        The clock is read once for a request.
        """
        clock = Clock()
        app = INBOX.Inbox(str(tmp_path / "leads.sqlite"), clock)
        app.answer(request("POST", "/leads", LINA))

        assert 1 == next(clock.minutes)

    def test_what_fails_is_taken_back(self, tmp_path):
        """
        If anything fails after a lead was written, it was not.
        """
        path = str(tmp_path / "leads.sqlite")
        lead_id = INBOX.Inbox(path, Clock()).answer(request("POST", "/leads", LINA))
        db = sqlite3.connect(path, isolation_level=None)
        try:
            before = db.execute("SELECT * FROM leads").fetchall()
            db.execute("BEGIN IMMEDIATE")
            turn = INBOX.Turn(db, MAY + timedelta(days=1))

            def fail_halfway():
                with db:
                    lead = turn.load(lead_id["id"])
                    turn.record(lead, {"type": "call_held"})
                    turn.move(turn.load(lead.id), {"trigger": "qualify"})

            with pytest.raises(lk.MoveRefused):
                fail_halfway()

            assert before == db.execute("SELECT * FROM leads").fetchall()
        finally:
            db.close()

    @settings(
        max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        route=st.sampled_from(["", "/ID/activities", "/ID/moves"]),
        sent=st.dictionaries(
            st.sampled_from(
                [
                    *("email", "name", "consent", "submission", "campaign", "traits"),
                    *("id", "type", "at", "actor", "direction", "value", "medium"),
                    *("channel", "purpose", "trigger", "by", "reason", "unknown"),
                ]
            ),
            st.recursive(
                st.none()
                | st.booleans()
                | st.integers()
                | st.floats()
                | st.text(max_size=8)
                | st.sampled_from(["2026-05", "a@example.com", "call_held", "nurture"]),
                lambda inner: (
                    st.lists(inner, max_size=2)
                    | st.dictionaries(st.text(max_size=3), inner, max_size=2)
                ),
                max_leaves=4,
            ),
            max_size=6,
        ),
    )
    def test_whatever_comes(self, tmp_path, route, sent):
        """
        Whatever is sent, it is answered, and every lead that is kept can be read.
        """
        app = INBOX.Inbox(str(tmp_path / f"{uuid4()}.sqlite"), Clock())
        lead_id = app.answer(request("POST", "/leads", LINA))["id"]
        told = []
        path = "/leads" + route.replace("ID", lead_id)
        app(request("POST", path, sent), lambda status, _: told.append(status[:3]))

        assert told[0] in {"200", "400", "409"}
        for stage in lk.Stage:
            for one in app.answer(request("GET", "/leads", query=f"stage={stage}"))[
                "leads"
            ]:
                assert stage == app.answer(request("GET", f"/leads/{one}"))["stage"]


class TestPage:
    def test_excerpts(self):
        """
        What the page shows of the file stands in the file, letter by letter.
        """
        page = PAGE.read_text(encoding="utf-8")
        marked = r"<!--- from inbox\.py -->\n```python\n(.*?)```"
        parts = [
            part
            for block in re.findall(marked, page, re.DOTALL)
            for part in block.split("\n\n\n")
        ]
        text = FILE.read_text()

        assert 7 == len(parts)
        assert [] == [one for one in parts if indent(one, "    ") not in text]


class TestFile:
    def test_short(self):
        """
        It is short enough to be read before lunch, and to be copied.
        """
        assert 150 > len(FILE.read_text().splitlines())

    def test_standard_library(self):
        """
        It needs leadkit and nothing else.
        """
        tree = ast.parse(FILE.read_text())
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.partition(".")[0])

        assert {"leadkit"} == names - sys.stdlib_module_names


def request(method, path, sent=None, query=""):
    """Make what a WSGI server hands over."""
    body = b"" if sent is None else json.dumps(sent).encode()
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": JSON,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
