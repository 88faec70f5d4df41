"""`invoke`: one call as a platform would make it, from standard input to standard output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from easel_worker.cli.run import read_files, write_lines
from easel_worker.host import Host
from easel_worker.platforms.folder import FolderPlatform
from easel_worker.run_attempt import run_attempt


def invoke() -> int:
    """`{call_id, job_json, files_dir, state_dir}` in; `{"event": …}` lines and one `{"reply": …}` line out.

    Outputs lie in `state_dir/results/<attempt_id>/`. `model` and `deploy_hash` may be stated as a deployment does.
    """
    request = json.load(sys.stdin)
    files_dir = request.get("files_dir")
    host = Host(request.get("model"), request.get("deploy_hash", ""))
    platform = FolderPlatform(Path(request["state_dir"]), request["call_id"], _say)
    answer = run_attempt(request["job_json"], read_files(Path(files_dir) if files_dir else None), platform, host)
    write_lines(sys.stdout, [f'{{"reply": {answer["reply"]}}}'])
    return 0


def _say(lines: list[str]) -> None:
    write_lines(sys.stdout, [f'{{"event": {line}}}' for line in lines])
