"""What `modal deploy` reads: a class per model of EASEL_DEPLOYMENT, and the function `ledger`.

The same module is loaded again in each container, where the deployment lies in the image.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import modal
import modal.experimental

if not __package__:  # `modal deploy path/to/modal_app.py` knows of no package
    sys.path.append(str(Path(__file__).resolve().parents[1]))

from easel_worker.deployment import (
    DeployedModel,
    Deployment,
    describe,
    needs_weights,
    newest_commit,
    pin_revisions,
    read_deployment,
)
from easel_worker.image import BASE, ENVIRONMENT, MODELS, PYTHON
from easel_worker.ledger import answer
from easel_worker.model_server import Container, ModelServer
from easel_worker.platforms.on_modal import ATTEMPTS, EVENTS, ModalPlatform
from easel_worker.schema import IN_IMAGE, schema_path

DEPLOYMENT_IN_IMAGE = Path("/easel/deployment.json")
RESULTS = Path("/results")
GRACE_S = 60
"""Beyond a model's `timeout_s`, for encoding and storing; the job's own deadline ends the work before."""

claims = modal.Dict.from_name(ATTEMPTS, create_if_missing=True)
events = modal.Queue.from_name(EVENTS, create_if_missing=True)
model_volume = modal.Volume.from_name("easel-models", create_if_missing=True)
result_volume = modal.Volume.from_name("easel-results", create_if_missing=True)


def _this_deployment() -> Deployment:
    if not modal.is_local():
        return read_deployment(DEPLOYMENT_IN_IMAGE)
    stated = os.environ.get("EASEL_DEPLOYMENT")
    if not stated:
        raise SystemExit("EASEL_DEPLOYMENT must name a deployment.json. The API writes one: `easel deploy`.")
    return pin_revisions(read_deployment(Path(stated)), newest_commit)


def _image(packages: list[str]) -> modal.Image:
    image = modal.Image.debian_slim(python_version=PYTHON).uv_pip_install(*packages).env(ENVIRONMENT)
    if not modal.is_local():
        return image
    folder = Path(tempfile.mkdtemp(prefix="easel-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pinned = folder / "deployment.json"
    pinned.write_text(json.dumps(deployment, sort_keys=True), encoding="utf-8")
    image = image.add_local_file(pinned, str(DEPLOYMENT_IN_IMAGE)).add_local_file(schema_path(), str(IN_IMAGE))
    return image.add_local_python_source("easel_worker")


deployment = _this_deployment()
app = modal.App(deployment["app_name"])
base_image = _image(BASE)
model_image = _image([*BASE, *MODELS])


def _platform() -> ModalPlatform:
    call_id = modal.current_function_call_id()
    if call_id is None:
        raise RuntimeError("There is no call: this runs in a container of Modal only.")
    return ModalPlatform(call_id, claims, events, result_volume, RESULTS)


class Served:
    """One model in a container."""

    model_id: str
    _server: ModelServer

    @modal.enter()
    def start(self) -> None:
        self._server = _server(self.model_id)
        self._server.start()

    @modal.method()
    def generate(self, job_json: str, files: dict[str, bytes]) -> dict[str, Any]:
        return {**self._server.generate(job_json, files, _platform())}

    @modal.exit()
    def stop(self) -> None:
        result_volume.commit()


class ServedFromSnapshot(Served):
    """One model whose memory is kept with the weights loaded; a container wakes with them and moves them to its GPU."""

    @modal.enter(snap=True)
    def start(self) -> None:
        self._server = _server(self.model_id)
        self._server.load()

    @modal.enter(snap=False)
    def wake(self) -> None:
        self._server.wake()


def _server(model_id: str) -> ModelServer:
    container = Container(events, model_volume, modal.experimental.stop_fetching_inputs)
    return ModelServer(model_id, deployment["models"][model_id], container)


def class_options(model: DeployedModel) -> dict[str, Any]:
    """A model's settings as Modal names them."""
    runtime = model["runtime"]
    return {
        "image": model_image if needs_weights(runtime) else base_image,
        "gpu": model["modal_gpu"],
        "memory": runtime.get("memory_mib"),
        "cpu": runtime.get("cpu"),
        "secrets": [modal.Secret.from_name(name) for name in runtime.get("secrets", [])],
        "volumes": {"/models": model_volume, str(RESULTS): result_volume},
        "timeout": runtime["timeout_s"] + GRACE_S,
        "startup_timeout": runtime["startup_timeout_s"],
        "min_containers": runtime["min_containers"],
        "max_containers": runtime["max_containers"],
        "scaledown_window": runtime["scaledown_s"],
        "enable_memory_snapshot": runtime["loading"] == "snapshot",
        "retries": 0,
    }


def _add_class(model_id: str, model: DeployedModel) -> None:
    """Modal finds a class by its name in this module, here and in the container."""
    name = model["class_name"]
    base = ServedFromSnapshot if model["runtime"]["loading"] == "snapshot" else Served
    served: Any = type(name, (base,), {"__module__": __name__, "__qualname__": name, "model_id": model_id})
    if model["runtime"]["concurrency"] > 1:
        served = modal.concurrent(max_inputs=model["runtime"]["concurrency"])(served)
    globals()[name] = app.cls(**class_options(model))(served)


for _model_id, _model in deployment["models"].items():
    _add_class(_model_id, _model)


@app.function(
    image=base_image,
    volumes={str(RESULTS): result_volume},
    timeout=120,
    startup_timeout=300,
    scaledown_window=60,
    max_containers=4,
    retries=0,
)
def ledger(request_json: str) -> dict[str, Any]:
    """What is known of attempts and of this deployment; cheap, without a GPU."""
    platform = _platform()
    if json.loads(request_json).get("op") == "describe" and platform.results.sweep() > 0:
        platform.commit()
    return {**answer(request_json, platform, describe(deployment))}
