"""One model in a container: its weights are loaded once, before the first call."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from easel_worker.clock import utc_now
from easel_worker.deployment import DeployedModel, needs_weights
from easel_worker.host import Host
from easel_worker.platforms import Platform
from easel_worker.results import Answer
from easel_worker.run_attempt import run_attempt

QUEUE_TIMEOUT_S = 5.0


class ContainerEvents(Protocol):
    def put(self, v: Any, *, timeout: float | None = None, partition: str | None = None) -> None: ...


class WeightsVolume(Protocol):
    def commit(self) -> None: ...


def has_gpu() -> bool:
    import torch

    return bool(torch.cuda.is_available())


@dataclass(frozen=True)
class Container:
    """What a model needs of the container that it runs in."""

    events: ContainerEvents
    weights: WeightsVolume
    retire: Callable[[], None]
    has_gpu: Callable[[], bool] = has_gpu


class ModelServer:
    def __init__(self, model_id: str, model: DeployedModel, container: Container) -> None:
        self._model = model
        self._container = container
        self._host = Host(model_id, model["deploy_hash"], retire=container.retire)

    def start(self) -> None:
        self._say("loading")
        self._refuse_without_gpu()
        self.load()
        self._say("ready")

    def load(self) -> None:
        """Also before a snapshot is taken, where there is no GPU yet."""
        self._host.pipeline(self._model["runtime"])
        self._container.weights.commit()  # what was downloaded

    def wake(self) -> None:
        """After a snapshot."""
        self._say("loading")
        self._refuse_without_gpu()
        self._host.wake(self._model["runtime"])
        self._say("ready")

    def generate(self, job_json: str, files: dict[str, bytes], platform: Platform) -> Answer:
        return run_attempt(job_json, files, platform, self._host)

    def _refuse_without_gpu(self) -> None:
        """A library too new for the host's driver sees no GPU, and would compute for hours at a GPU's price."""
        wanted = self._model["modal_gpu"]
        if wanted is not None and needs_weights(self._model["runtime"]) and not self._container.has_gpu():
            raise RuntimeError(f"The container was to have a GPU ({wanted}), and torch sees none.")

    def _say(self, state: str) -> None:
        """For attempts that wait for a container; a courtesy."""
        task = os.environ.get("MODAL_TASK_ID", "")
        event = {"type": "container", "state": state, "container": task, "at": utc_now()}
        partition = f"model:{self._model['class_name']}"
        try:
            self._container.events.put(json.dumps(event), partition=partition, timeout=QUEUE_TIMEOUT_S)
        except Exception as error:
            sys.stderr.write(f"easel: {error!r}\n")
