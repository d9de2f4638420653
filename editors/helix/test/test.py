"""Runs Helix in a terminal of its own: mends, renames, formats and writes by its keys. See editors/test.sh."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

report = open(os.environ["REPORT"], "w", encoding="utf-8")
FILE, OTHER = "policies/law.weir", "policies/vocabulary.weir"
shown = b""


def check(what, holds, found=None):
    if not holds:
        report.write(f"failed: {what}: {found}\n")
        os.kill(child, signal.SIGKILL)
        sys.exit(1)
    report.write(f"ok   {what}\n")
    report.flush()


def look(seconds):
    """Takes what Helix draws."""
    global shown
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                return


def keys(text):
    os.write(terminal, text.encode())
    look(0.3)


def wait(what, condition, keep_on=lambda: None):
    end = time.monotonic() + 15
    while not condition() and time.monotonic() < end:
        keep_on()
        look(0.2)
    check(what, condition(), re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b" ", shown[-3000:]).decode(errors="replace"))


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execvp(sys.argv[1], sys.argv[1:] + [FILE])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))

wait("a misspelt name is found", lambda: b"there is no fact" in shown)


def mend():
    # To the finding, its fixes, the first of them. What follows an escape at once would be taken for Alt.
    keys("/数剧\r")
    keys(" a")
    look(1)
    keys("\r")
    look(0.5)
    keys("\x1b")
    look(0.5)
    keys(":w\r")


wait("the fix mends the name", lambda: "when 数据 then" in text(FILE), mend)
keys("gg")
keys("/^    when 数据\r")
keys("gl")
keys(" k")
wait("hover shows the documentation", lambda: b"leaves the" in shown)
keys("\x1b")
look(0.5)
keys(" r")
look(1)
keys("\x15出境数据\r")
look(1)
keys(":wa\r")
wait("rename changes both files", lambda: "fact 出境数据:" in text(OTHER) and "when 出境数据\n" in text(FILE))
keys(":format\r")
look(1)
keys(":w\r")
wait("formatting lays out", lambda: "\n    when 出境数据\n    then pathway exempt\n" in text(FILE))
keys(":qa\r")
end = time.monotonic() + 10
ended = 0
while not ended and time.monotonic() < end:
    look(0.1)
    ended, status = os.waitpid(child, os.WNOHANG)
check("Helix ends", ended and os.waitstatus_to_exitcode(status) == 0, ended)
report.write("done\n")
