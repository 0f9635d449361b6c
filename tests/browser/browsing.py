"""
A Chromium without a window, spoken to over a pipe in its DevTools protocol.

That takes nothing but the browser itself, sees every request and every message of a
page, and needs no script in it.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
from collections import deque
from contextlib import contextmanager

import attrs
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "there is no chromium; install one: apt-get install chromium"

# So many seconds may pass without a word of it.
PATIENCE = 60
# Chromium listens at 3 and answers at 4, whatever the pipe's ends are called here.
_LAUNCH = (
    "import os, sys; from fcntl import F_DUPFD, fcntl; "
    "r, w = (fcntl(int(end), F_DUPFD, 10) for end in sys.argv[1:3]); "
    "os.dup2(r, 3); os.dup2(w, 4); os.execvp(sys.argv[3], sys.argv[3:])"
)


def chromium():
    """
    Where Chromium is; the test is skipped if there is none.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(MISSING)
    return found


@attrs.define
class Seen:
    """
    What was seen while a page was shown: what it asked for, what of that its policy
    didn't let out, and what it said.
    """

    requests: list = attrs.field(factory=list)
    stopped: list = attrs.field(factory=list)
    messages: list = attrs.field(factory=list)


class Browser:
    """
    A browser with one page.
    """

    def __init__(self, reading, writing):
        self._reading = reading
        self._writing = writing
        self._number = 0
        self._rest = b""
        self._events = deque()
        self._session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        """
        Send a command and wait for its answer; what happens meanwhile is kept.
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self._events.append(answer)

    def _receive(self):
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._reading], [], [], PATIENCE)

            assert ready, "the browser doesn't answer"
            more = os.read(self._reading, 1 << 20)
            assert more, "the browser has gone"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def show(self, path, *, width=1100, height=800, scheme="light", factor=1):
        """
        Show a file, and tell what it asked for and what it said.
        """
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=factor,
            mobile=width < 600,
        )
        self.ask(
            "Emulation.setEmulatedMedia",
            media="",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )
        self._events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        while not any(e.get("method") == "Page.loadEventFired" for e in self._events):
            self._events.append(self._receive())
        # What comes late comes before the answer to this.
        self.value("new Promise(done => setTimeout(done, 100))")
        return self._seen()

    def _seen(self):
        seen, urls = Seen(), {}
        for event in self._events:
            params = event.get("params", {})
            match event.get("method"):
                case "Network.requestWillBeSent":
                    urls[params["requestId"]] = params["request"]["url"]
                    seen.requests.append(params["request"]["url"])
                case "Network.loadingFailed" if params.get("blockedReason") == "csp":
                    seen.stopped.append(urls[params["requestId"]])
                case "Log.entryAdded":
                    seen.messages.append(params["entry"]["text"])
                case "Runtime.consoleAPICalled":
                    values = (one.get("value") for one in params["args"])
                    seen.messages.append(" ".join(map(str, values)))
                case "Runtime.exceptionThrown":
                    seen.messages.append(params["exceptionDetails"]["text"])
        return seen

    def value(self, script):
        """
        The value of a piece of JavaScript in the page.
        """
        answer = self.ask(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def screenshot(self):
        """
        The whole page as a PNG.
        """
        taken = self.ask(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True
        )
        return base64.b64decode(taken["data"])

    def pdf(self):
        """
        The page as it is printed.
        """
        return base64.b64decode(self.ask("Page.printToPDF")["data"])


@contextmanager
def browser(folder):
    """
    A browser of its own, whose settings are in *folder*, until the block ends.
    """
    program = chromium()
    here_r, there_w = os.pipe()
    there_r, here_w = os.pipe()
    command = [
        sys.executable,
        "-c",
        _LAUNCH,
        str(there_r),
        str(there_w),
        program,
        "--headless",
        "--remote-debugging-pipe",
        f"--user-data-dir={folder}",
        "--no-first-run",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--hide-scrollbars",
        # In a container the tests run as root, which has no sandbox.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    process = subprocess.Popen(
        command,
        pass_fds=(there_r, there_w),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(there_r)
    os.close(there_w)
    try:
        yield Browser(here_r, here_w)
    finally:
        os.close(here_w)  # which ends it
        process.wait(timeout=30)
        os.close(here_r)
