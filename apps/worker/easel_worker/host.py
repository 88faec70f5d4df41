"""What a container or a process serves, and the pipeline that it holds loaded."""

from __future__ import annotations

import threading
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
        self.turn = threading.Lock()
        """Held while the pipeline works: a container may take several calls, but a GPU does one thing at a time."""
        self._load = load
        self._pipeline: Pipeline | None = None
        self._unreported_load_ms = 0.0

    @property
    def loaded(self) -> bool:
        return self._pipeline is not None

    def pipeline(self, runtime: ModalRuntime) -> Pipeline:
        with self.turn:
            return self._pipeline_now(runtime)

    def wake(self, runtime: ModalRuntime) -> None:
        """After a snapshot: the weights are there, the GPU is new, and the loading was long ago."""
        begun = time.perf_counter()
        self.pipeline(runtime).to_gpu()
        self._unreported_load_ms = (time.perf_counter() - begun) * 1000

    def _pipeline_now(self, runtime: ModalRuntime) -> Pipeline:
        if self._pipeline is None:
            begun = time.perf_counter()
            self._pipeline = self._load(runtime)
            self._unreported_load_ms += (time.perf_counter() - begun) * 1000
        return self._pipeline

    def take_load_ms(self) -> float:
        """The loading time, once: it belongs to the attempt that started the container."""
        load_ms, self._unreported_load_ms = self._unreported_load_ms, 0.0
        return load_ms
