"""Waiting with a deadline.  A deadline only bounds a test that hangs; no test
asserts how long something takes."""

import os
import time

# A machine that others keep busy may need more.
DEADLINE_S = float(os.environ.get("DEADLINE_S", "30"))


def wait_until(condition, what, seconds=DEADLINE_S, pause=0.05):
    """The first true value of condition(); fails naming what never came."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(pause)
