from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from easel_worker.version import WORKER_VERSION
from tests.jobs import ATTEMPT, make_job, png

ROOM = Path(__file__).resolve().parents[1]


def easel_worker(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "easel_worker", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOM, timeout=300, check=False)


def test_the_version_is_the_projects() -> None:
    stated = re.search(r'^version = "(.+)"$', (ROOM / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert stated is not None
    assert easel_worker("--version").stdout.strip() == WORKER_VERSION == stated[1]


def test_one_job_from_files(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "image").write_bytes(png())
    (tmp_path / "job.json").write_text(json.dumps(make_job(mode="img2img", files={"image": png()})))
    events = tmp_path / "events.jsonl"
    out = tmp_path / "out"
    paths = ["--job", str(tmp_path / "job.json"), "--files", str(files), "--out", str(out), "--events", str(events)]
    done = easel_worker("run", *paths)
    assert done.returncode == 0, done.stderr
    (output,) = json.loads(done.stdout)["result"]["outputs"]
    assert hashlib.sha256((out / "results" / ATTEMPT / "output-0").read_bytes()).hexdigest() == output["sha256"]
    assert {json.loads(line)["type"] for line in events.read_text().splitlines()} >= {"stage", "progress", "output"}
    assert easel_worker("run", *paths).returncode == 1  # another call holds the attempt now


@pytest.mark.parametrize("call_id", ["fc-1", "fc-2"])
def test_a_call_as_a_platform_makes_it(tmp_path: Path, call_id: str) -> None:
    def request(call: str) -> str:
        return json.dumps({"call_id": call, "job_json": json.dumps(make_job()), "state_dir": str(tmp_path)})

    first = lines_of(easel_worker("invoke", given=request("fc-1")))
    assert all(set(line) == {"event"} for line in first[:-1])
    assert set(first[-1]) == {"reply"}
    assert "outputs" in first[-1]["reply"]["result"]
    second = lines_of(easel_worker("invoke", given=request(call_id)))
    assert second == ([first[-1]] if call_id == "fc-1" else [{"reply": {"duplicate_of": "fc-1"}}])


def test_the_ledger_of_a_folder(tmp_path: Path) -> None:
    def ask(**question: Any) -> dict[str, Any]:
        request = {"request_json": json.dumps(question), "state_dir": str(tmp_path), "models": {"x": {}}}
        (line,) = lines_of(easel_worker("ledger", given=json.dumps(request)))
        return line

    request = {"call_id": "fc-1", "job_json": json.dumps(make_job()), "state_dir": str(tmp_path)}
    reply = lines_of(easel_worker("invoke", given=json.dumps(request)))[-1]["reply"]
    found = json.loads(ask(op="find", attempt_id=ATTEMPT)["reply"])
    assert found == {"state": "finished", "call_id": "fc-1", "result": reply["result"]}
    read = ask(op="read", attempt_id=ATTEMPT, name="output-0", offset=1, length=3)
    assert base64.b64decode(read["data"]) == b"PNG"
    described = ask(op="describe")
    assert json.loads(described["reply"]) == {"worker_version": WORKER_VERSION, "models": {"x": {}}}
    assert described["data"] is None


def test_a_call_whose_process_was_killed_comes_to_its_end_when_it_is_started_again(tmp_path: Path) -> None:
    """As a platform does when it takes a machine away: the same call, once more."""
    job = make_job(count=2, input={"steps": 150, "width": 256, "height": 256})
    request = json.dumps({"call_id": "fc-1", "job_json": json.dumps(job), "state_dir": str(tmp_path)})
    command = [sys.executable, "-m", "easel_worker", "invoke"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOM) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write(request)
        first.stdin.close()
        for line in first.stdout:
            if json.loads(line)["event"]["type"] == "progress":
                first.kill()
                break
    folder = tmp_path / "results" / ATTEMPT
    assert not (folder / "result.json").exists()
    result = lines_of(easel_worker("invoke", given=request))[-1]["reply"]["result"]
    assert [output["index"] for output in result["outputs"]] == [0, 1]
    for output in result["outputs"]:
        data = (folder / f"output-{output['index']}").read_bytes()
        assert hashlib.sha256(data).hexdigest() == output["sha256"]
    assert json.loads((folder / "result.json").read_bytes()) == result


def lines_of(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_no_heavy_library_is_loaded_before_it_is_needed() -> None:
    program = (
        "import easel_worker.__main__, sys; print([m for m in ('torch', 'diffusers', 'modal') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOM, check=True)
    assert done.stdout.strip() == "[]"
