"""`run`: one job from files."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from easel_worker.host import Host
from easel_worker.platforms.folder import FolderPlatform
from easel_worker.run_attempt import run_attempt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--job", type=Path, required=True, help="the job as JSON")
    parser.add_argument("--files", type=Path, help="folder of the job's files, each named after its parameter")
    parser.add_argument("--out", type=Path, required=True, help="folder for the ledger and the results")
    parser.add_argument("--events", help="where events go as JSON lines: a file, or - for the standard output")


def run(arguments: argparse.Namespace) -> int:
    """Prints the reply; 0 when the job succeeded."""
    with ExitStack() as stack:
        events = _events(arguments.events, stack)
        platform = FolderPlatform(arguments.out, f"local-{uuid.uuid4()}", lambda lines: write_lines(events, lines))
        answer = run_attempt(arguments.job.read_text(encoding="utf-8"), read_files(arguments.files), platform, Host())
    print(answer["reply"])
    reply: dict[str, Any] = json.loads(answer["reply"])
    return 0 if "outputs" in reply.get("result", {}) else 1


def read_files(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _events(stated: str | None, stack: ExitStack) -> TextIO | None:
    if stated is None or stated == "-":
        return sys.stdout if stated else None
    return stack.enter_context(Path(stated).open("a", encoding="utf-8"))


def write_lines(file: TextIO | None, lines: list[str]) -> None:
    if file is not None:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
