"""`ledger`: one question to the ledger of a folder, as a platform would put it."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from easel_worker.cli.run import write_lines
from easel_worker.ledger import answer
from easel_worker.platforms.folder import FolderPlatform
from easel_worker.version import WORKER_VERSION


def ledger() -> int:
    """`{request_json, state_dir}` in, with `models` for what is described; one line out, its `data` in base64."""
    request = json.load(sys.stdin)
    platform = FolderPlatform(Path(request["state_dir"]), "ledger", lambda _: None)
    description = {"worker_version": WORKER_VERSION, "models": request.get("models", {})}
    answered = answer(request["request_json"], platform, description)
    data = answered.get("data")
    encoded = base64.b64encode(data).decode() if isinstance(data, bytes) else None
    write_lines(sys.stdout, [json.dumps({"reply": answered["reply"], "data": encoded})])
    return 0
