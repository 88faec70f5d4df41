"""The real `modal deploy`, as the API runs it, and what reaches Modal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("modal")

from tests.control_plane import ControlPlane, control_plane
from tests.test_deployment import FLUX, GATED, ROOM, model, write

MODELS = {
    "paint-1.5": model("Model_paint_1P5", "A10", "c0ffee", **FLUX, **GATED),
    "sketch": model("Model_sketch", min_containers=1, max_containers=3, concurrency=4, loading="snapshot"),
}


def deploy(plane: ControlPlane, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "EASEL_DEPLOYMENT": str(path),
        "MODAL_CONFIG_PATH": "/nonexistent",
        "MODAL_ENVIRONMENT": "main",
        "MODAL_SERVER_URL": plane.url,
        "MODAL_TOKEN_ID": "ak-test",
        "MODAL_TOKEN_SECRET": "as-test",
    }
    command = [sys.executable, "-m", "modal", "deploy", str(ROOM / "easel_worker" / "modal_app.py")]
    return subprocess.run(
        command, env=environment, cwd=path.parent, capture_output=True, text=True, timeout=300, check=False
    )


def test_what_a_deployment_asks_of_modal(tmp_path: Path) -> None:
    with control_plane() as plane:
        done = deploy(plane, write(tmp_path, MODELS))
        assert done.returncode == 0, done.stdout + done.stderr
        functions = {made.function.function_name: made.function for made in plane.of("FunctionCreate")}
        assert sorted(functions) == ["Model_paint_1P5.*", "Model_sketch.*", "ledger"]
        (published,) = plane.of("AppPublish")
        assert published.name == "easel-0badcafe"
        assert sorted(published.class_ids) == ["Model_paint_1P5", "Model_sketch"]
        check_gpu_class(functions["Model_paint_1P5.*"])
        check_snapshot_class(functions["Model_sketch.*"])
        ledger = functions["ledger"]
        assert [mount.mount_path for mount in ledger.volume_mounts] == ["/results"]
        assert ledger.resources.gpu_config.count == 0
        assert {made.deployment_name for made in plane.of("VolumeGetOrCreate")} == {"easel-models", "easel-results"}
        mounted = {file.filename for made in plane.of("MountGetOrCreate") for file in made.files}
        assert {"/easel/deployment.json", "/easel/worker.schema.json"} <= mounted
        assert any(name.endswith("/easel_worker/run_attempt.py") for name in mounted)
        commands = [line for made in plane.of("ImageGetOrCreate") for line in made.image.dockerfile_commands]
        assert any("torch==" in line and "diffusers==" in line for line in commands)
        assert any("pillow==" in line and "torch==" not in line for line in commands)


def check_gpu_class(function: Any) -> None:
    assert (function.resources.gpu_config.gpu_type, function.resources.gpu_config.count) == ("A10", 1)
    assert (function.resources.memory_mb, function.resources.milli_cpu) == (4096, 2000)
    assert (function.timeout_secs, function.startup_timeout_secs) == (360, 60)
    assert (function.autoscaler_settings.min_containers, function.autoscaler_settings.max_containers) == (0, 1)
    assert function.autoscaler_settings.scaledown_window == 90
    assert function.retry_policy.retries == 0
    assert function.max_concurrent_inputs == 0
    assert not function.checkpointing_enabled
    assert len(function.secret_ids) == 1
    assert [mount.mount_path for mount in function.volume_mounts] == ["/models", "/results"]
    assert list(function.method_definitions) == ["generate"]
    assert function.is_class


def check_snapshot_class(function: Any) -> None:
    assert function.checkpointing_enabled
    assert function.max_concurrent_inputs == 4
    assert (function.autoscaler_settings.min_containers, function.autoscaler_settings.max_containers) == (1, 3)
    assert function.resources.gpu_config.count == 0
    assert not function.secret_ids


def test_a_deployment_that_is_wrong_reaches_nobody_and_says_why(tmp_path: Path) -> None:
    with control_plane() as plane:
        done = deploy(plane, write(tmp_path, {"x": model("X", pipeline="Nonsense")}))
        assert done.returncode != 0
        assert 'no pipeline is called "Nonsense"' in done.stdout + done.stderr
        assert plane.of("FunctionCreate") == []
