"""Says what an attempt is doing. Reports are a courtesy: the work does not wait for them, nor fail with them."""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from easel_worker.clock import utc_now
from easel_worker.events import Level, Stage
from easel_worker.failures import redact
from easel_worker.results import WorkerOutput
from easel_worker.schema import check

Publish = Callable[[list[str]], None]

HEARTBEAT_S = 10.0
PROGRESS_EVERY_S = 0.5
CLOSING_S = 15.0


class Reporter:
    """Numbers the events of an attempt and sends them from a thread of its own, with a heartbeat while it is open."""

    def __init__(
        self,
        attempt_id: str,
        publish: Publish,
        *,
        heartbeat_s: float = HEARTBEAT_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._attempt_id = attempt_id
        self._publish = publish
        self._heartbeat_s = heartbeat_s
        self._now = now
        self._lock = threading.Lock()
        self._seq = 0
        self._stage: Stage | None = None
        self._highest = 0.0
        self._next_progress = float("-inf")
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._complained = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._send_all, name="reporter", daemon=True)
        self._pulse = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Reporter:
        self._thread.start()
        self._pulse.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closed.set()
        self._waiting.put(None)
        self._thread.join(CLOSING_S)

    def stage(self, stage: Stage) -> None:
        if stage != self._stage:
            self._stage = stage
            self._say({"type": "stage", "stage": stage})

    def progress(self, progress: float, step: int, total_steps: int) -> None:
        """At most two a second, and never backwards; the end is always said."""
        now = self._now()
        if progress < self._highest or (now < self._next_progress and progress < 100):
            return
        self._highest = progress
        self._next_progress = now + PROGRESS_EVERY_S
        self._say({"type": "progress", "progress": progress, "step": step, "total_steps": total_steps})

    def preview(self, index: int, data_url: str) -> None:
        self._say({"type": "preview", "index": index, "data_url": data_url})

    def output(self, output: WorkerOutput) -> None:
        self._say({"type": "output", "output": output})

    def log(self, level: Level, message: str) -> None:
        self._say({"type": "log", "level": level, "message": redact(message)})

    def _say(self, event: Mapping[str, Any]) -> None:
        with self._lock:
            whole = {"attempt_id": self._attempt_id, "seq": self._seq, "at": utc_now(), **event}
            check("event", whole)
            self._seq += 1
            self._waiting.put(json.dumps(whole))

    def _beat(self) -> None:
        while not self._closed.wait(self._heartbeat_s):
            self._say({"type": "heartbeat"})

    def _send_all(self) -> None:
        last = False
        while not last:
            lines: list[str] = []
            item = self._waiting.get()
            while item is not None:
                lines.append(item)
                if self._waiting.empty():
                    break
                item = self._waiting.get()
            last = item is None
            if lines:
                self._send(lines)

    def _send(self, lines: list[str]) -> None:
        try:
            self._publish(lines)
        except Exception as error:  # whatever the channel throws: a lost report must not lose the work
            if not self._complained:
                self._complained = True
                sys.stderr.write(f"easel: events cannot be sent: {redact(repr(error))}\n")
