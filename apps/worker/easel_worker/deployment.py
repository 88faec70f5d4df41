"""What is deployed: written by the API, completed here with the commits of the weights, and kept in the image."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, cast

from easel_worker.job import ModalRuntime
from easel_worker.pipelines import LOADERS
from easel_worker.pipelines.options import unknown_options
from easel_worker.schema import problems_of_definition
from easel_worker.version import WORKER_VERSION

HUB = "https://huggingface.co"
HUB_TIMEOUT_S = 30


class DeployedModel(TypedDict):
    class_name: str
    deploy_hash: str
    runtime: ModalRuntime
    modal_gpu: str | None
    modes: list[str]
    revision: str | None


class Deployment(TypedDict):
    app_name: str
    environment: str
    worker_version: str
    models: dict[str, DeployedModel]


class DeploymentError(Exception):
    """Why this cannot be deployed, and what to do."""


def read_deployment(path: Path) -> Deployment:
    """Reads and checks `deployment.json`."""
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
        deployment = cast(Deployment, value)  # what matters of it is checked below
        stated, models = deployment["worker_version"], deployment["models"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DeploymentError(f"{path} is no deployment: {error!r}") from error
    if stated != WORKER_VERSION:
        raise DeploymentError(f"The deployment is for worker {stated}, this is {WORKER_VERSION}. Deploy it again.")
    for model_id, model in models:
        wrong = problems_of_definition("ModalRuntime", model["runtime"]) or _unfit(model["runtime"])
        if wrong:
            raise DeploymentError(f"{model_id}: {'; '.join(wrong)}")
    return deployment


def _unfit(runtime: ModalRuntime) -> list[str]:
    if runtime["pipeline"] not in LOADERS:
        return [f'no pipeline is called "{runtime["pipeline"]}"; there are {", ".join(LOADERS)}']
    unknown = unknown_options(runtime)
    if unknown:
        return unknown
    if runtime["loading"] == "snapshot" and runtime["quantization"] in ("nf4", "int8"):
        return ["quantized weights need the GPU to load, which a snapshot does not have; set loading to on_enter"]
    if runtime["quantization"] in ("nf4", "int8") and {"single_file", "transformer"} & set(runtime.get("options", {})):
        return ["weights in a file of their own are not quantized when they load; set quantization to null or fp8"]
    return []


def pin_revisions(deployment: Deployment, look_up: Callable[[str], str]) -> Deployment:
    """The deployment with a commit for each model: the stated one, or the one that is newest now."""
    newest: dict[str, str] = {}
    models: dict[str, DeployedModel] = {}
    for model_id, model in deployment["models"].items():
        revision = model["revision"] or model["runtime"]["revision"]
        if revision is None and needs_weights(model["runtime"]):
            repo = model["runtime"]["repo"]
            revision = newest[repo] = newest.get(repo) or look_up(repo)
        runtime: ModalRuntime = {**model["runtime"], "revision": revision}
        models[model_id] = {**model, "runtime": runtime, "revision": revision}
    return {**deployment, "models": models}


def needs_weights(runtime: ModalRuntime) -> bool:
    return runtime["pipeline"] != "ProceduralPipeline"


def newest_commit(repo: str) -> str:
    """Asks the hub for the newest commit of a repository."""
    hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
    url = f"{hub}/api/models/{urllib.parse.quote(repo)}/revision/main"
    token = os.environ.get("HF_TOKEN")
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310
    advice = "State its revision in the settings, or set HF_ENDPOINT to a hub that can be reached."
    try:
        with urllib.request.urlopen(request, timeout=HUB_TIMEOUT_S) as response:  # noqa: S310
            commit = json.load(response)["sha"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{error.code}" if isinstance(error, urllib.error.HTTPError) else f"{error}"
        raise DeploymentError(f"The newest commit of {repo} cannot be had from {hub}: {reason}. {advice}") from error
    return str(commit)


def describe(deployment: Deployment) -> dict[str, Any]:
    """What the ledger says of this deployment."""
    models = deployment["models"].items()
    return {
        "worker_version": WORKER_VERSION,
        "models": {i: {"deploy_hash": model["deploy_hash"], "revision": model["revision"]} for i, model in models},
    }
