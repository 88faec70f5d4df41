"""`python -m easel_worker run …`, and `invoke` and `ledger` for programs that stand in for a platform."""

from __future__ import annotations

import argparse
import sys

from easel_worker.cli.invoke import invoke
from easel_worker.cli.ledger import ledger
from easel_worker.cli.run import add_arguments, run
from easel_worker.version import WORKER_VERSION


def main() -> int:
    parser = argparse.ArgumentParser(prog="easel_worker", description="Runs Easel's jobs without Modal.")
    parser.add_argument("--version", action="version", version=WORKER_VERSION)
    commands = parser.add_subparsers(dest="command", required=True)
    add_arguments(commands.add_parser("run", help="run one job from files"))
    commands.add_parser("invoke", help="run one job from a request on the standard input")
    commands.add_parser("ledger", help="answer one question from the standard input")
    arguments = parser.parse_args()
    if arguments.command == "run":
        return run(arguments)
    return invoke() if arguments.command == "invoke" else ledger()


if __name__ == "__main__":
    sys.exit(main())
