from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from easel_worker.reporter import Reporter
from tests.jobs import ATTEMPT


class Listener:
    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.changed = threading.Condition()

    def __call__(self, lines: list[str]) -> None:
        with self.changed:
            self.events += map(json.loads, lines)
            self.changed.notify_all()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]


def test_progress_is_said_at_most_twice_a_second_and_never_falls() -> None:
    clock = [0.0]
    listener = Listener()
    with Reporter(ATTEMPT, listener, now=lambda: clock[0]) as reporter:
        for step in range(1, 101):
            clock[0] += 0.1
            reporter.progress(step, step, 100)
        reporter.progress(50, 50, 100)
    said = [event["progress"] for event in listener.of("progress")]
    assert said == sorted(said)
    assert said[-1] == 100
    assert 18 <= len(said) <= 22


def test_a_heartbeat_while_it_is_open_and_none_after() -> None:
    listener = Listener()
    with Reporter(ATTEMPT, listener, heartbeat_s=0.01), listener.changed:
        assert listener.changed.wait_for(lambda: len(listener.of("heartbeat")) >= 3, timeout=60)
    numbers = [event["seq"] for event in listener.events]
    assert numbers == list(range(len(numbers)))


def test_the_same_stage_is_said_once() -> None:
    listener = Listener()
    with Reporter(ATTEMPT, listener) as reporter:
        for stage in ("loading", "running", "running"):
            reporter.stage(stage)
    assert [event["stage"] for event in listener.of("stage")] == ["loading", "running"]


def test_a_lost_channel_is_complained_about_once(capfd: pytest.CaptureFixture[str]) -> None:
    def lost(_: list[str]) -> None:
        raise ConnectionError("gone")

    with Reporter(ATTEMPT, lost) as reporter:
        for step in range(3):
            reporter.log("info", f"line {step}")
    assert capfd.readouterr().err.count("gone") == 1


def test_an_event_that_is_not_as_declared_is_a_fault() -> None:
    with Reporter(ATTEMPT, Listener()) as reporter, pytest.raises(ValueError, match="event is not as declared"):
        reporter.stage("thinking")  # type: ignore[arg-type]
