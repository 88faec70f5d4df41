"""Jobs, files and platforms for tests."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from PIL import Image

from easel_worker.host import Host
from easel_worker.platforms.folder import FolderPlatform
from easel_worker.results import Answer
from easel_worker.run_attempt import run_attempt

ATTEMPT = "att_01jd5k0m3r8x9v2w4y6z7a8b9c"
RECIPE = {"model": "sketch", "mode": "txt2img", "input": {"prompt": "a hill"}}
RUNTIME: dict[str, Any] = {
    "pipeline": "ProceduralPipeline",
    "repo": "none/none",
    "revision": None,
    "dtype": "float32",
    "quantization": None,
    "loading": "on_enter",
    "gpu": "cpu",
    "vram_min_gib": 1,
    "min_containers": 0,
    "max_containers": 1,
    "concurrency": 1,
    "timeout_s": 60,
    "startup_timeout_s": 60,
    "scaledown_s": 60,
}


def make_job(**changes: Any) -> dict[str, Any]:
    own = changes.pop("input", {})
    files = changes.pop("files", {})
    return {
        "job_version": 1,
        "task_id": "task_01jd5k0m3r8x9v2w4y6z7a8b9c",
        "attempt_id": ATTEMPT,
        "model": "sketch",
        "mode": "txt2img",
        "input": {"prompt": "a hill", "seed": 7, "width": 64, "height": 48, "steps": 4, **own},
        "count": 1,
        "files": {
            name: {"content_type": "image/png", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in files.items()
        },
        "runtime": RUNTIME,
        "output": {"format": "png", "recipe": RECIPE},
        "progress": None,
        "deadline_at": in_seconds(3600),
        **changes,
    }


def in_seconds(seconds: float) -> str:
    then = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def png(colour: str = "teal", size: tuple[int, int] = (40, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


class Run:
    """Runs jobs in a folder and keeps what was said."""

    def __init__(self, root: Path, call_id: str = "fc-1") -> None:
        self.events: list[dict[str, Any]] = []
        self.platform = FolderPlatform(root, call_id, lambda lines: self.events.extend(map(json.loads, lines)))

    def __call__(self, job: dict[str, Any], files: dict[str, bytes] | None = None, host: Host | None = None) -> Answer:
        return run_attempt(json.dumps(job), files or {}, self.platform, host or Host(deploy_hash="0123456789abcdef"))

    def reply(self, *args: Any, **more: Any) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(self(*args, **more)["reply"])
        return reply

    def error(self, *args: Any, **more: Any) -> dict[str, Any]:
        error: dict[str, Any] = self.reply(*args, **more)["result"]["error"]
        return error

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]
