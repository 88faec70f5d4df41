from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from easel_worker.deployment import DeployedModel
from easel_worker.model_server import Container, ModelServer
from tests.jobs import Run, make_job
from tests.test_deployment import FLUX, model


class Channel:
    def __init__(self, *, lost: bool = False) -> None:
        self.said: list[tuple[str | None, dict[str, Any]]] = []
        self.commits = 0
        self._lost = lost

    def put(self, v: Any, *, timeout: float | None = None, partition: str | None = None) -> None:
        if self._lost:
            raise ConnectionError("gone")
        self.said.append((partition, json.loads(v)))

    def commit(self) -> None:
        self.commits += 1


def serve(channel: Channel, **stated: Any) -> ModelServer:
    deployed = cast(DeployedModel, model("Model_sketch", **stated))
    return ModelServer("sketch", deployed, Container(channel, channel, lambda: None, lambda: False))


def test_a_container_says_when_it_loads_and_when_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODAL_TASK_ID", "ta-1")
    channel = Channel()
    serve(channel).start()
    assert [partition for partition, _ in channel.said] == ["model:Model_sketch"] * 2
    assert [event["state"] for _, event in channel.said] == ["loading", "ready"]
    assert {(event["type"], event["container"]) for _, event in channel.said} == {("container", "ta-1")}
    assert channel.commits == 1


def test_it_serves_its_model_with_its_hash_and_counts_the_loading_once(tmp_path: Path) -> None:
    server = serve(Channel(lost=True))
    server.start()
    first = json.loads(server.generate(json.dumps(make_job()), {}, Run(tmp_path / "1").platform)["reply"])
    second = json.loads(server.generate(json.dumps(make_job()), {}, Run(tmp_path / "2").platform)["reply"])
    other = json.loads(server.generate(json.dumps(make_job(model="x")), {}, Run(tmp_path / "3").platform)["reply"])
    assert first["result"]["worker"]["deploy_hash"] == "hash of Model_sketch"
    assert first["result"]["measured"]["load_ms"] >= 0
    assert second["result"]["measured"]["load_ms"] == 0
    assert other["refused"]["reason"] == "unknown_model"


def test_a_snapshot_is_taken_in_silence_and_woken_aloud() -> None:
    channel = Channel()
    server = serve(channel)
    server.load()
    assert channel.said == []
    server.wake()
    assert [event["state"] for _, event in channel.said] == ["loading", "ready"]


def test_a_gpu_that_is_paid_for_and_not_there_stops_the_container() -> None:
    with pytest.raises(RuntimeError, match="torch sees none"):
        serve(Channel(), **{**FLUX, "modal_gpu": "A10"}).start()
