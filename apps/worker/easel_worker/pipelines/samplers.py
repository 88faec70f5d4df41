"""Samplers by the names that the settings use."""

from __future__ import annotations

from typing import Any

import diffusers
import numpy as np

from easel_worker.failures import refused_input

KARRAS = {"use_karras_sigmas": True}
# Names to scheduler and what it is set to, for models that predict noise.
NOISE: dict[str, tuple[str, dict[str, Any]]] = {
    "euler": ("EulerDiscreteScheduler", {}),
    "euler_a": ("EulerAncestralDiscreteScheduler", {}),
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++"}),
    "dpmpp_2m_karras": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", **KARRAS}),
    "dpmpp_2m_sde_karras": ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++", **KARRAS}),
    "dpmpp_sde": ("DPMSolverSDEScheduler", {}),
    "dpmpp_sde_karras": ("DPMSolverSDEScheduler", KARRAS),
    "unipc": ("UniPCMultistepScheduler", {}),
    "ddim": ("DDIMScheduler", {}),
    "heun": ("HeunDiscreteScheduler", {}),
    "lcm": ("LCMScheduler", {}),
}
_SOLVER = {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "num_train_timesteps": 1000}
# The same for models that predict a flow; the shift is added.
FLOW: dict[str, tuple[str, dict[str, Any]]] = {
    "euler": ("FlowMatchEulerDiscreteScheduler", {}),
    "euler_a": ("FlowMatchEulerDiscreteScheduler", {"stochastic_sampling": True}),
    "dpmpp_2m": ("DPMSolverMultistepScheduler", {**_SOLVER, "algorithm_type": "dpmsolver++"}),
    "unipc": ("UniPCMultistepScheduler", _SOLVER),
}
BETA = 0.6


def noise_scheduler(name: str, config: Any, seed: int) -> Any:
    """A sampler on a model's own schedule. A new one for each output: some keep a history."""
    kind, changes = _known(name, NOISE)
    if kind == "DPMSolverSDEScheduler":
        changes = {**changes, "noise_sampler_seed": seed}
    return getattr(diffusers, kind).from_config(config, **changes)


def flow_scheduler(name: str, shift: float, sigmas: str | None) -> Any:
    kind, settings = _known(name, FLOW)
    if kind != "FlowMatchEulerDiscreteScheduler":
        return getattr(diffusers, kind)(**settings, flow_shift=shift)
    if sigmas not in (None, "beta"):
        raise refused_input(f'No sigmas are called "{sigmas}". There are beta.')
    return (BetaFlowEuler if sigmas == "beta" else diffusers.FlowMatchEulerDiscreteScheduler)(shift=shift, **settings)


class BetaFlowEuler(diffusers.FlowMatchEulerDiscreteScheduler):  # type: ignore[misc]
    """Steps spaced by a beta distribution and then shifted. Diffusers' own `use_beta_sigmas` forgets the shift."""

    def set_timesteps(
        self, num_inference_steps: int | None = None, device: Any = None, sigmas: Any = None, **more: Any
    ) -> None:
        if sigmas is None and num_inference_steps is not None:
            sigmas = beta_sigmas(num_inference_steps)
        super().set_timesteps(num_inference_steps, device=device, sigmas=sigmas, **more)


def beta_sigmas(steps: int) -> list[float]:
    """From 1 downwards; dense at both ends."""
    from scipy.stats import beta

    quantiles = 1 - np.linspace(0, 1, steps, endpoint=False)
    return [max(float(sigma), 1e-3) for sigma in beta.ppf(quantiles, BETA, BETA)]


def _known(name: str, table: dict[str, tuple[str, dict[str, Any]]]) -> tuple[str, dict[str, Any]]:
    if name not in table:
        raise refused_input(f'The model has no sampler called "{name}". There are {", ".join(table)}.')
    return table[name]
