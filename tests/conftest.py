"""
What all tests may rely on, however they were started.
"""

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
