"""`python -m easel_worker run …` and `python -m easel_worker invoke`."""

from __future__ import annotations

import argparse
import sys

from easel_worker.cli.invoke import invoke
from easel_worker.cli.run import add_arguments, run
from easel_worker.version import WORKER_VERSION


def main() -> int:
    parser = argparse.ArgumentParser(prog="easel_worker", description="Runs Easel's jobs without Modal.")
    parser.add_argument("--version", action="version", version=WORKER_VERSION)
    commands = parser.add_subparsers(dest="command", required=True)
    add_arguments(commands.add_parser("run", help="run one job from files"))
    commands.add_parser("invoke", help="run one job from a request on the standard input")
    arguments = parser.parse_args()
    return run(arguments) if arguments.command == "run" else invoke()


if __name__ == "__main__":
    sys.exit(main())
