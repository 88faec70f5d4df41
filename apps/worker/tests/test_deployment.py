from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from easel_worker.deployment import DeploymentError, newest_commit, pin_revisions, read_deployment
from easel_worker.version import WORKER_VERSION
from tests.jobs import RUNTIME

ROOM = Path(__file__).resolve().parents[1]


def model(class_name: str, modal_gpu: str | None = None, revision: str | None = None, **runtime: Any) -> dict[str, Any]:
    stated = {**RUNTIME, **runtime}
    own = {"class_name": class_name, "deploy_hash": f"hash of {class_name}", "modal_gpu": modal_gpu}
    return {**own, "modes": ["txt2img"], "revision": revision, "runtime": stated}


def write(folder: Path, models: Any, **changes: Any) -> Path:
    path = folder / "deployment.json"
    stated = {"app_name": "easel-0badcafe", "environment": "main", "worker_version": WORKER_VERSION, "models": models}
    path.write_text(json.dumps({**stated, **changes}))
    return path


FLUX: dict[str, Any] = {"pipeline": "FluxPipeline", "repo": "someone/weights", "quantization": "nf4"}
GATED: dict[str, Any] = {"secrets": ["hub-token"], "memory_mib": 4096, "cpu": 2, "timeout_s": 300, "scaledown_s": 90}


TRANSFORMER: dict[str, Any] = {
    "pipeline": "WanImageToVideoPipeline",
    "quantization": "nf4",
    "options": {"base": "a/b", "transformer": "x.safetensors"},
}


def in_another_process(program: str, path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Imports as `modal deploy` does, where no host can be reached."""
    blocked = "import socket\nsocket.socket.connect = lambda *a: (_ for _ in ()).throw(OSError('no network'))\n"
    environment = {**os.environ, "EASEL_DEPLOYMENT": str(path), "MODAL_CONFIG_PATH": "/nonexistent", **more}
    command = [sys.executable, "-c", blocked + program]
    return subprocess.run(command, env=environment, cwd=ROOM, capture_output=True, text=True, timeout=300, check=False)


PRINT_APP = """
import json, easel_worker.modal_app as m
def settings(name):
    options = m.class_options(next(x for x in m.deployment["models"].values() if x["class_name"] == name))
    options["image"] = "models" if options["image"] is m.model_image else "base"
    options["volumes"] = sorted(options["volumes"])
    options["secrets"] = len(options["secrets"])
    return options
names = [x["class_name"] for x in m.deployment["models"].values()]
print(json.dumps({
    "app": m.app.name, "classes": {n: type(getattr(m, n)).__name__ for n in names},
    "settings": {n: settings(n) for n in names},
    "describe": m.describe(m.deployment),
}))
"""


def test_the_app_has_a_class_per_model_and_the_ledger(tmp_path: Path) -> None:
    pytest.importorskip("modal")
    models = {
        "paint-1.5": model("Model_paint_1P5", "A10", "c0ffee", **FLUX, **GATED),
        "sketch": model("Model_sketch", min_containers=1, max_containers=3, concurrency=4, loading="snapshot"),
    }
    done = in_another_process(PRINT_APP, write(tmp_path, models))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["app"] == "easel-0badcafe"
    assert said["classes"] == {"Model_paint_1P5": "Cls", "Model_sketch": "Cls"}
    assert said["settings"]["Model_paint_1P5"] == {
        "image": "models",
        "gpu": "A10",
        "memory": 4096,
        "cpu": 2,
        "secrets": 1,
        "volumes": ["/models", "/results"],
        "timeout": 360,
        "startup_timeout": 60,
        "min_containers": 0,
        "max_containers": 1,
        "scaledown_window": 90,
        "enable_memory_snapshot": False,
        "retries": 0,
    }
    sketch = said["settings"]["Model_sketch"]
    assert (sketch["image"], sketch["gpu"], sketch["enable_memory_snapshot"]) == ("base", None, True)
    assert said["describe"] == {
        "worker_version": WORKER_VERSION,
        "models": {
            "paint-1.5": {"deploy_hash": "hash of Model_paint_1P5", "revision": "c0ffee"},
            "sketch": {"deploy_hash": "hash of Model_sketch", "revision": None},
        },
    }


def test_a_hub_that_cannot_be_reached_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, {"paint": model("Model_paint", "A10", **FLUX)})
    done = in_another_process("import easel_worker.modal_app", path, HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "someone/weights cannot be had from http://127.0.0.1:9" in last
    assert "State its revision" in last


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    asked: list[str] = []

    class Hub(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            known = "known" in self.path
            self.send_response(200 if known else 404)
            self.end_headers()
            self.wfile.write(b'{"sha": "c0ffee"}' if known else b"{}")

        def log_message(self, format: str, *args: Any) -> None:
            """Stays quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield asked
    server.shutdown()
    server.server_close()


def test_revisions_are_pinned_once_per_repository(tmp_path: Path, hub: list[str]) -> None:
    known = {**FLUX, "repo": "someone/known"}
    models = {
        "a": model("A", "A10", **known),
        "b": model("B", "A10", **known),
        "c": model("C", "A10", "beef", **known),
        "d": model("D", "A10", **{**known, "revision": "dead"}),
        "sketch": model("E"),
    }
    pinned = pin_revisions(read_deployment(write(tmp_path, models)), newest_commit)["models"]
    found = {i: (m["revision"], m["runtime"]["revision"]) for i, m in pinned.items()}
    assert found == {
        "a": ("c0ffee", "c0ffee"),
        "b": ("c0ffee", "c0ffee"),
        "c": ("beef", "beef"),
        "d": ("dead", "dead"),
        "sketch": (None, None),
    }
    assert hub == ["/api/models/someone/known/revision/main"]


def test_a_repository_that_does_not_exist(hub: list[str]) -> None:
    with pytest.raises(DeploymentError, match=r"someone/else cannot be had .*: 404"):
        newest_commit("someone/else")


@pytest.mark.parametrize(
    ("models", "changes", "says"),
    [
        ({}, {"worker_version": "9.9.9"}, "is for worker 9.9.9"),
        ({"x": model("X", pipeline="Nonsense")}, {}, 'no pipeline is called "Nonsense"'),
        ({"x": model("X", options={"magic": 1})}, {}, "x: options.magic means nothing to ProceduralPipeline"),
        ({"x": model("X", surprise=1)}, {}, "x: .*surprise"),
        ({"x": model("X", **FLUX, loading="snapshot")}, {}, "set loading to on_enter"),
        (
            {"x": model("X", **FLUX, options={"quantize": []}), "y": model("Y", **TRANSFORMER)},
            {},
            "y: weights in a file",
        ),
        (None, {}, "is no deployment"),
    ],
)
def test_what_cannot_be_deployed(tmp_path: Path, models: Any, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DeploymentError, match=says):
        read_deployment(write(tmp_path, models, **changes))


def test_every_model_of_the_settings_can_be_deployed(tmp_path: Path) -> None:
    """The names of pipelines and options in the settings file are those that this worker knows."""
    settings = json.loads((ROOM.parents[1] / "inference_settings.json").read_text(encoding="utf-8"))
    runtimes = {
        i: stated["runtimes"]["modal"] for i, stated in settings["models"].items() if "modal" in stated["runtimes"]
    }
    models = {
        model_id: {
            "class_name": f"Model_{number}",
            "deploy_hash": "h",
            "modal_gpu": settings["hardware"][runtime["gpu"]].get("modal_gpu"),
            "modes": list(settings["models"][model_id]["modes"]),
            "revision": None,
            "runtime": runtime,
        }
        for number, (model_id, runtime) in enumerate(runtimes.items())
    }
    pinned = pin_revisions(read_deployment(write(tmp_path, models)), lambda repo: f"newest of {repo}")
    assert len(pinned["models"]) == len(runtimes) > 0
    assert all(deployed["revision"] for deployed in pinned["models"].values())
