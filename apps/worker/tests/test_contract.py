"""Both languages read the same fixtures and keep to the same schema."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from easel_worker.events import WorkerEvent
from easel_worker.job import JOB_VERSION, Job
from easel_worker.results import WorkerReply, WorkerResult
from easel_worker.schema import check, problems, schema_path, worker_schema
from tests.schema_parity import differences

FIXTURES = schema_path().parents[1] / "fixtures" / "worker"
TYPES = {"job": Job, "event": WorkerEvent, "result": WorkerResult, "reply": WorkerReply}
CASES = [case for path in sorted(FIXTURES.glob("*.json")) for case in json.loads(path.read_text(encoding="utf-8"))]


def test_every_kind_of_message_has_fixtures() -> None:
    assert {case["message"] for case in CASES} == set(TYPES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['message']}: {case['name']}")
def test_fixture(case: dict[str, Any]) -> None:
    wrong = problems(case["message"], case["value"])
    assert (not wrong) is case["valid"], wrong


def test_every_message_of_the_schema_has_a_type() -> None:
    assert set(worker_schema()["properties"]) == set(TYPES)


@pytest.mark.parametrize("message", TYPES)
def test_types_and_schema_say_the_same(message: str) -> None:
    schema = worker_schema()
    assert differences(TYPES[message], schema["properties"][message], schema["$defs"]) == []


def test_version_of_the_job_is_the_schemas() -> None:
    assert worker_schema()["$defs"]["Job"]["properties"]["job_version"]["const"] == JOB_VERSION


def _changed(path: list[str], change: dict[str, Any]) -> dict[str, Any]:
    definitions: dict[str, Any] = copy.deepcopy(worker_schema()["$defs"])
    inner = definitions
    for name in path:
        inner = inner[name]
    inner.update(change)
    return definitions


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (["Job", "properties"], {"priority": {"type": "integer"}}),
        (["Job", "properties"], {"count": {"type": "string"}}),
        (["Job", "properties"], {"mode": {"enum": ["txt2img"]}}),
        (["Job"], {"required": ["job_version"]}),
        (["Job", "properties", "files", "additionalProperties", "properties"], {"name": {"type": "string"}}),
        (["ModalRuntime", "properties"], {"region": {"type": "string"}}),
    ],
)
def test_a_changed_job_is_noticed(path: list[str], change: dict[str, Any]) -> None:
    definitions = _changed(path, change)
    assert differences(Job, definitions["Job"], definitions) != []


def test_a_field_that_went_away_is_noticed() -> None:
    definitions = copy.deepcopy(worker_schema()["$defs"])
    del definitions["Job"]["properties"]["task_id"]
    assert ".task_id: in the type only" in differences(Job, definitions["Job"], definitions)


def test_a_message_of_ours_that_is_wrong_is_stopped() -> None:
    with pytest.raises(ValueError, match="reply is not as declared"):
        check("reply", {"duplicate_of": ""})
