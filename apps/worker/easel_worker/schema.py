"""The worker messages as the contract declares them: one schema for both languages."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

IN_IMAGE = Path("/easel/worker.schema.json")
IN_REPOSITORY = Path("specs", "generated", "worker.schema.json")


class SchemaMissing(Exception):
    """The schema of the messages is not where it should be."""


def schema_path() -> Path:
    """Where the schema lies: beside the code in an image, in specs/generated in a checkout."""
    stated = os.environ.get("EASEL_WORKER_SCHEMA")
    roots = Path(__file__).resolve().parents
    candidates = [Path(stated)] if stated else [IN_IMAGE, *(root / IN_REPOSITORY for root in roots)]
    for path in candidates:
        if path.is_file():
            return path
    raise SchemaMissing(f"{candidates[0]} is missing. Set EASEL_WORKER_SCHEMA to worker.schema.json.")


@cache
def worker_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_path().read_text(encoding="utf-8"))
    return schema


@cache
def _validator(definition: str) -> Any:
    return Draft202012Validator({"$defs": worker_schema()["$defs"], "$ref": f"#/$defs/{definition}"})


def problems(message: str, value: object) -> list[str]:
    """What is wrong with a message, one line each; nothing when it is as declared."""
    reference: str = worker_schema()["properties"][message]["$ref"]
    return problems_of_definition(reference.removeprefix("#/$defs/"), value)


def problems_of_definition(definition: str, value: object) -> list[str]:
    """The same for a part of the messages."""
    found = sorted(_validator(definition).iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{'.'.join(map(str, error.absolute_path)) or definition}: {error.message[:300]}" for error in found]


def check(message: str, value: object) -> None:
    """Stops a message that the other side would refuse: a fault of ours."""
    wrong = problems(message, value)
    if wrong:
        raise ValueError(f"{message} is not as declared: {'; '.join(wrong)}")
