"""What a container or a process serves, and the pipeline that it holds loaded."""

from __future__ import annotations

import time
from collections.abc import Callable

from easel_worker.job import ModalRuntime
from easel_worker.pipelines import load_pipeline
from easel_worker.pipelines.pipeline import Pipeline


class Host:
    """`model` is the only one served; None serves any, loading what the job's runtime says."""

    def __init__(
        self,
        model: str | None = None,
        deploy_hash: str = "",
        load: Callable[[ModalRuntime], Pipeline] = load_pipeline,
        retire: Callable[[], None] = lambda: None,
    ) -> None:
        self.model = model
        self.deploy_hash = deploy_hash
        self.retire = retire
        """Lets this container take no more work; called when its GPU is lost."""
        self._load = load
        self._pipeline: Pipeline | None = None
        self._unreported_load_ms = 0.0

    @property
    def loaded(self) -> bool:
        return self._pipeline is not None

    def pipeline(self, runtime: ModalRuntime) -> Pipeline:
        if self._pipeline is None:
            begun = time.perf_counter()
            self._pipeline = self._load(runtime)
            self._unreported_load_ms += (time.perf_counter() - begun) * 1000
        return self._pipeline

    def take_load_ms(self) -> float:
        """The loading time, once: it belongs to the attempt that started the container."""
        load_ms, self._unreported_load_ms = self._unreported_load_ms, 0.0
        return load_ms
