"""What an operator reads while a backup is restored."""

import io
import time

import pytest

from yaoan.config.keeping import steps


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, "0.0 s"), (7.25, "7.2 s"), (59.9, "59.9 s"), (60, "1 min 0 s"), (185.2, "3 min 5 s"),
        (3599.4, "59 min 59 s"), (3599.6, "1 h 0 min"), (3845, "1 h 4 min"), (90_000, "25 h 0 min"),
    ],
)  # fmt: skip
def test_a_span_is_said_as_people_say_it(seconds, said):
    assert steps.span(seconds) == said


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("error", "shows_meanwhile"), [(io.StringIO, False), (Terminal, True)])
def test_a_step_says_what_it_took_and_on_a_terminal_how_far_it_is(monkeypatch, capsys, error, shows_meanwhile):
    screen, asked = error(), []

    def far():
        asked.append(True)
        return f"{len(asked)} of 9,"

    monkeypatch.setattr(steps.sys, "stderr", screen)
    monkeypatch.setattr(steps, "EVERY_SECONDS", 0.001)
    with steps.step("Database restored", far):
        deadline = time.monotonic() + 10
        while shows_meanwhile and len(asked) < 3 and time.monotonic() < deadline:
            pass
    assert capsys.readouterr().out.startswith("Database restored: 0.")
    shown = screen.getvalue()
    assert ("\rDatabase restored … 2 of 9, 0.0 s" in shown) is shows_meanwhile
    assert shown == "" or shown.endswith("\r"), "the line is wiped when the step is over"


def test_a_step_that_fails_says_so_by_its_error_alone(capsys):
    with pytest.raises(RuntimeError, match="pg_restore failed"), steps.step("Database restored"):
        raise RuntimeError("pg_restore failed")
    assert capsys.readouterr().out == ""
