"""The order that the ledger stands on: files, the result, the commit, the word; and reload before reading."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from easel_worker.host import Host
from easel_worker.ledger import answer
from easel_worker.platforms.folder import FolderPlatform
from easel_worker.platforms.on_modal import ModalPlatform
from easel_worker.platforms.results_folder import ResultsFolder
from easel_worker.run_attempt import run_attempt
from tests.jobs import ATTEMPT, Run, make_job


class Recorder:
    """A Dict, a Queue and a Volume in one, writing down what is done to them and what lies on the disk then."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.done: list[str] = []
        self.claims: dict[str, Any] = {}
        self.items: dict[str, list[str]] = {}

    def put(self, key: Any, value: Any, *, skip_if_exists: bool = False) -> bool:
        assert skip_if_exists
        self.done.append("claim")
        if key in self.claims:
            return False
        self.claims[key] = value
        return True

    def get(self, key: Any, default: Any | None = None) -> Any | None:
        return self.claims.get(key, default)

    def put_many(self, vs: list[Any], *, timeout: float | None = None, partition: str | None = None) -> None:
        self.items.setdefault(str(partition), []).extend(vs)
        self.done += [f"say {json.loads(v)['type']}" for v in vs if json.loads(v)["type"] == "output"]

    def commit(self) -> None:
        self.done.append(f"commit {' '.join(sorted(path.name for path in (self.root / ATTEMPT).iterdir()))}")

    def reload(self) -> None:
        self.done.append("reload")

    def platform(self, call_id: str = "fc-1") -> ModalPlatform:
        return ModalPlatform(call_id, self, self, self, self.root)


def test_the_result_is_written_last_and_committed_before_anybody_is_told(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    run_attempt(json.dumps(make_job(count=2)), {}, recorder.platform(), Host())
    assert recorder.done == [
        "claim",
        "commit output-0",
        "say output",
        "commit output-0 output-1 result.json",
        "say output",
    ]
    assert list(recorder.items) == [ATTEMPT]
    assert all(isinstance(item, str) for item in recorder.items[ATTEMPT])


def test_a_result_that_was_not_committed_is_not_reported(tmp_path: Path) -> None:
    class Refusing(Recorder):
        def commit(self) -> None:
            raise OSError("no space left on device")

    recorder = Refusing(tmp_path)
    reply = json.loads(run_attempt(json.dumps(make_job()), {}, recorder.platform(), Host())["reply"])
    assert reply["result"]["error"]["code"] == "storage_error"
    assert "say output" not in recorder.done


def test_a_call_that_was_moved_to_another_container_reads_after_reloading(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    first = run_attempt(json.dumps(make_job()), {}, recorder.platform(), Host())
    recorder.done.clear()
    assert run_attempt(json.dumps(make_job()), {}, recorder.platform(), Host()) == first
    assert recorder.done == ["claim", "reload"]


def test_the_ledger_reloads_before_it_reads(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    platform = recorder.platform()

    def ask(**request: Any) -> Any:
        return answer(json.dumps(request), platform, {"worker_version": "1", "models": {}})

    assert json.loads(ask(op="find", attempt_id=ATTEMPT)["reply"]) == {
        "state": "absent",
        "call_id": None,
        "result": None,
    }
    platform.claim(ATTEMPT)
    assert json.loads(ask(op="find", attempt_id=ATTEMPT)["reply"])["state"] == "claimed"
    made = run_attempt(json.dumps(make_job()), {}, platform, Host())
    found = json.loads(ask(op="find", attempt_id=ATTEMPT)["reply"])
    assert (found["state"], found["call_id"]) == ("finished", "fc-1")
    assert found["result"] == json.loads(made["reply"])["result"]
    recorder.done.clear()
    part = ask(op="read", attempt_id=ATTEMPT, name="output-0", offset=4, length=10)
    assert recorder.done == ["reload"]
    assert part["data"] == made["files"]["output-0"][4:14]
    assert json.loads(part["reply"]) == {"size": len(made["files"]["output-0"])}
    assert json.loads(ask(op="read", attempt_id=ATTEMPT, name="output-7")["reply"]) == {"size": None}
    assert json.loads(ask(op="describe")["reply"]) == {"worker_version": "1", "models": {}}


@pytest.mark.parametrize(
    "request_",
    [
        {"op": "drop"},
        {"op": "find", "attempt_id": "../elsewhere"},
        {"op": "read", "attempt_id": ATTEMPT, "name": "../result.json"},
        {"op": "read", "attempt_id": ATTEMPT, "name": "result.json"},
        {"op": "read", "attempt_id": ATTEMPT, "name": "output-0", "offset": -1},
        {"op": "read", "attempt_id": ATTEMPT, "name": "output-0", "length": 5 * 1024 * 1024},
    ],
)
def test_the_ledger_answers_nothing_else(tmp_path: Path, request_: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is no|must not"):
        answer(json.dumps(request_), Recorder(tmp_path).platform(), {})


def test_of_many_calls_one_gets_the_attempt(tmp_path: Path) -> None:
    holders: list[str] = []
    start = threading.Barrier(8)

    def claim(call_id: str) -> None:
        platform = FolderPlatform(tmp_path, call_id, lambda _: None)
        start.wait()
        holders.append(platform.claim(ATTEMPT) or f"taken by {call_id}")

    threads = [threading.Thread(target=claim, args=(f"fc-{index}",)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [holder for holder in holders if holder.startswith("taken by ")]
    assert sorted(holders) == [winner.removeprefix("taken by ")] * 7 + [winner]
    assert [path.name for path in (tmp_path / "claims").iterdir()] == [f"{ATTEMPT}.json"]


def test_old_attempts_are_removed_and_nothing_else(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run(make_job())
    stranger = tmp_path / "results" / "notes"
    stranger.mkdir()
    results = ResultsFolder(tmp_path / "results")
    assert results.sweep() == 0
    assert results.sweep(older_than_s=-1) == 1
    assert results.finished(ATTEMPT) is None
    assert stranger.exists()
