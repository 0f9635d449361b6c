"""
What all tests may rely on, however they were started.
"""

import os
import signal

# A shell's background jobs ignore Ctrl-C, and those of nohup that the terminal is gone.
# What the tests stop would never end then: processes pass on what they ignore.
for _name, _usual in (
    ("SIGINT", signal.default_int_handler),
    ("SIGTERM", signal.SIG_DFL),
    ("SIGHUP", signal.SIG_DFL),
):
    _number = getattr(signal, _name, None)
    if _number is not None and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

# What they test is what a terminal of their own would show, and not somebody else's.
for _name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
    os.environ.pop(_name, None)
os.environ["TERM"] = "xterm"
