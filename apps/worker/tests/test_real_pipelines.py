"""The real classes of diffusers, with tiny random weights on the CPU: called as they want to be called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")
pytest.importorskip("diffusers")

import diffusers
import torch
from safetensors.torch import save_file

from easel_worker.failures import Failure
from easel_worker.host import Host
from easel_worker.job import ModalRuntime
from easel_worker.media.pixels import Film, Picture
from easel_worker.pipelines import flux, qwen_image, sdxl, wan, wan_keyframes, wan_vace, z_image
from easel_worker.pipelines.pipeline import Keyframe, Pipeline, Preview, Request
from easel_worker.pipelines.samplers import FLOW, NOISE, beta_sigmas, flow_scheduler
from tests import tiny
from tests.checkpoint import checkpoint_of
from tests.jobs import RUNTIME, Run, make_job, png

OPTIONS: dict[str, dict[str, Any]] = {
    "qwen_image": {"guidance_argument": "true_cfg_scale", "empty_negative_prompt": " "},
    "wan": {"flow_shift": 5},
    "wan_vace": {"flow_shift": 8, "sigmas": "beta"},
    "wan_keyframes": {"flow_shift": 5, "keyframe_multiple": 8},
}
FAMILIES: dict[str, Any] = {
    "sdxl": sdxl.SdxlPipeline,
    "flux": flux.FluxPipeline,
    "z_image": z_image.ZImagePipeline,
    "qwen_image": qwen_image.QwenImagePipeline,
    "wan": wan.WanPipeline,
    "wan_vace": wan_vace.WanVacePipeline,
    "wan_keyframes": wan_keyframes.WanKeyframesPipeline,
}
MODES = {
    "sdxl": ["txt2img", "img2img", "inpaint"],
    "flux": ["txt2img", "img2img", "inpaint"],
    "z_image": ["txt2img", "img2img"],
    "qwen_image": ["txt2img", "img2img"],
    "wan": ["t2v", "i2v"],
    "wan_vace": ["t2v", "i2v", "first_last_frame"],
    "wan_keyframes": ["t2v", "i2v", "first_last_frame", "arbitrary_frame"],
}
EACH_MODE = [(family, mode) for family, modes in MODES.items() for mode in modes]
INPUT: dict[str, dict[str, Any]] = {
    "z_image": {"guidance_scale": 0},
    "qwen_image": {"negative_prompt": "", "guidance_scale": 4},
    "sdxl": {"negative_prompt": "blue"},
    "flux": {"guidance_scale": 3.5},
    "wan": {"negative_prompt": "still", "guidance_scale": 5},
    "wan_vace": {"guidance_scale": 1, "sampler": "euler_a"},
    "wan_keyframes": {"guidance_scale": 1},
}

_made: dict[str, Any] = {}


def runtime_of(family: str, **changes: Any) -> ModalRuntime:
    stated: Any = {**RUNTIME, "options": OPTIONS.get(family, {}), **changes}
    runtime: ModalRuntime = stated
    return runtime


def pipeline(family: str) -> Any:
    if family not in _made:
        _made[family] = FAMILIES[family](getattr(tiny, family)(), runtime_of(family))
    return _made[family]


def request(family: str, mode: str, seed: int = 3, **changes: Any) -> Request:
    film = family.startswith("wan")
    size = (32, 32) if film else (64, 48)
    own = {"frames": 9, "fps": 8} if film else {}
    width, height = size
    stated = {"prompt": "a hill", "width": width, "height": height, "steps": 3, "strength": 0.7}
    images = {
        "image": Image.new("RGB", size, "orange"),
        "last_image": Image.new("RGB", size, "navy"),
        "mask": Image.fromarray(np.tile(np.array([0, 255], np.uint8).repeat(width // 2), (height, 1))),
    }
    keyframes = (Keyframe(0, images["image"], 1), Keyframe(8, images["last_image"], 1))
    return Request(mode, {**stated, **own, **INPUT[family], **changes}, seed, images, keyframes)  # type: ignore[arg-type]


class Steps:
    def __init__(self) -> None:
        self.said: list[tuple[int, int]] = []
        self.previews: list[Any] = []

    def __call__(self, done: int, total: int, preview: Preview | None = None) -> None:
        self.said.append((done, total))
        assert preview is not None
        self.previews.append(preview())


def pixels(made: Picture | Film) -> Any:
    return made.pixels if isinstance(made, Picture) else made.frames


@pytest.mark.parametrize(("family", "mode"), EACH_MODE)
def test_every_mode_makes_something_of_the_right_size(family: str, mode: str) -> None:
    steps = Steps()
    made = pipeline(family).make(request(family, mode), steps)
    expected = (9, 32, 32, 3) if family.startswith("wan") else (48, 64, 3)
    assert pixels(made).shape == expected
    assert np.isfinite(pixels(made)).all()
    assert steps.said[-1][0] == steps.said[-1][1] == len(steps.said)
    for preview in steps.previews:
        assert preview.dtype == np.uint8
        assert preview.ndim == 3
        assert max(preview.shape) <= 256


@pytest.mark.parametrize("family", FAMILIES)
def test_the_seed_alone_decides(family: str) -> None:
    mode = MODES[family][0]
    first = pixels(pipeline(family).make(request(family, mode, 5), Steps()))
    other = pixels(pipeline(family).make(request(family, mode, 6), Steps()))
    again = pixels(pipeline(family).make(request(family, mode, 5), Steps()))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("sampler", NOISE)
def test_every_sampler_of_noise_models(sampler: str) -> None:
    first = pixels(pipeline("sdxl").make(request("sdxl", "txt2img", sampler=sampler), Steps()))
    again = pixels(pipeline("sdxl").make(request("sdxl", "txt2img", sampler=sampler), Steps()))
    assert np.isfinite(first).all()
    assert (first == again).all()


@pytest.mark.parametrize("sampler", FLOW)
@pytest.mark.parametrize("family", ["wan", "wan_vace", "wan_keyframes"])
def test_every_sampler_of_flow_models(family: str, sampler: str) -> None:
    first = pixels(pipeline(family).make(request(family, "t2v", sampler=sampler), Steps()))
    again = pixels(pipeline(family).make(request(family, "t2v", sampler=sampler), Steps()))
    assert np.isfinite(first).all()
    assert (first == again).all()


def test_a_sampler_nobody_knows_is_named() -> None:
    with pytest.raises(Failure, match='no sampler called "magic"'):
        pipeline("sdxl").make(request("sdxl", "txt2img", sampler="magic"), Steps())


def test_beta_sigmas_are_dense_at_both_ends_and_shifted() -> None:
    plain = beta_sigmas(8)
    assert plain[0] == 1
    assert plain == sorted(plain, reverse=True)
    gaps = [a - b for a, b in zip(plain, [*plain[1:], 0], strict=True)]
    assert gaps[0] < gaps[4]
    scheduler = flow_scheduler("euler_a", 8, "beta")
    scheduler.set_timesteps(8, device="cpu")
    expected = [8 * sigma / (1 + 7 * sigma) for sigma in plain]
    assert scheduler.sigmas[:-1].tolist() == pytest.approx(expected, rel=1e-5)
    assert scheduler.sigmas[-1] == 0


def test_a_long_prompt_is_read_to_its_end() -> None:
    long = "score_9, " * 30
    ends = [
        pixels(pipeline("sdxl").make(request("sdxl", "txt2img", prompt=long + end), Steps())) for end in ("red", "blue")
    ]
    assert (ends[0] != ends[1]).any()


def test_a_prompt_in_pieces_is_encoded_as_the_pipeline_does_it() -> None:
    from easel_worker.pipelines import sdxl_prompt

    pipe = pipeline("sdxl").pipe
    for skip in (None, 1):
        own, pooled = sdxl_prompt._encode(pipe, "a red hill", 1, skip)
        theirs = pipe.encode_prompt("a red hill", do_classifier_free_guidance=False, clip_skip=skip)
        assert torch.allclose(own, theirs[0], atol=1e-5)
        assert torch.allclose(pooled, theirs[2], atol=1e-5)


def test_clip_skip_changes_the_picture() -> None:
    plain = pixels(pipeline("sdxl").make(request("sdxl", "txt2img"), Steps()))
    skipped = pixels(pipeline("sdxl").make(request("sdxl", "txt2img", clip_skip=2), Steps()))
    assert (plain != skipped).any()


@pytest.mark.parametrize("family", ["sdxl", "flux"])
def test_what_the_mask_keeps_is_the_reference(family: str) -> None:
    made = pixels(pipeline(family).make(request(family, "inpaint"), Steps()))
    orange = np.array([255, 165, 0], np.float32) / 255
    assert np.abs(made[:, :20] - orange).max() < 1e-3
    assert np.abs(made[:, 44:] - orange).max() > 0.05


@pytest.mark.parametrize("family", ["flux", "z_image", "qwen_image", "wan"])
def test_a_prompt_that_is_cut_off_is_said(family: str) -> None:
    asked = request(family, MODES[family][0], prompt="hill " * 400)
    pipeline(family).make(asked, Steps())
    assert [warning["code"] for warning in asked.warnings] == ["prompt_truncated"]


def test_siblings_share_the_weights_and_their_precision() -> None:
    shared = pipeline("flux")
    shared.make(request("flux", "img2img"), Steps())
    other = shared.sibling(diffusers.FluxImg2ImgPipeline)
    assert other.transformer is shared.pipe.transformer
    assert pipeline("wan").sibling(diffusers.WanImageToVideoPipeline).config.expand_timesteps is True


def test_pinned_pictures_condition_as_the_pipeline_of_diffusers_does_it() -> None:
    """For a first, and for a first and last image, the general way gives what the special one gives."""
    own = pipeline("wan_keyframes").pipe
    picture = own.video_processor.preprocess(Image.new("RGB", (32, 32), "orange"), height=32, width=32)
    last = own.video_processor.preprocess(Image.new("RGB", (32, 32), "navy"), height=32, width=32)
    arguments = (picture, 1, 16, 32, 32, 9, torch.float32, torch.device("cpu"))
    for pins, given in (({0: "orange"}, None), ({0: "orange", 8: "navy"}, last)):
        own.pins = {frame: Image.new("RGB", (32, 32), colour) for frame, colour in pins.items()}
        noise = [torch.Generator().manual_seed(1) for _ in range(2)]
        with torch.no_grad():
            mine = own.prepare_latents(*arguments, noise[0])
            theirs = diffusers.WanImageToVideoPipeline.prepare_latents(own, *arguments, noise[1], None, given)
        assert torch.equal(mine[0], theirs[0])
        assert torch.allclose(mine[1], theirs[1], atol=1e-5)


def pins_of(frames: list[int], count: int = 81) -> tuple[list[int], list[str]]:
    picture = Image.new("RGB", (32, 32))
    keyframes = tuple(Keyframe(frame, picture, 1) for frame in frames)
    asked = Request("arbitrary_frame", {"frames": count}, 1, {}, keyframes)
    return sorted(pipeline("wan_keyframes")._pins(asked, count)), [warning["code"] for warning in asked.warnings]


def test_key_frames_move_to_where_the_model_knows_them() -> None:
    assert pins_of([0, 40, 80]) == ([0, 40, 80], [])
    assert pins_of([1, 37, 79]) == ([0, 40, 80], ["keyframe_moved"] * 3)
    for wrong, says in (([81], "after the last one"), ([0, 3], "another picture"), ([], "at least one")):
        with pytest.raises(Failure, match=says):
            pins_of(wrong)


def test_a_pinned_frame_in_the_middle_changes_the_film() -> None:
    with_two = pixels(pipeline("wan_keyframes").make(request("wan_keyframes", "arbitrary_frame"), Steps()))
    with_one = pixels(pipeline("wan_keyframes").make(request("wan_keyframes", "i2v"), Steps()))
    assert (with_two != with_one).any()


@pytest.mark.parametrize(("family", "mode"), EACH_MODE)
def test_the_whole_attempt(tmp_path: Path, family: str, mode: str) -> None:
    asked = request(family, mode)
    films = {"image": png("orange"), "last_image": png("navy"), "mask": png("white")}
    needed = {"txt2img": [], "t2v": [], "inpaint": ["image", "mask"], "first_last_frame": ["image", "last_image"]}
    files = {name: films[name] for name in needed.get(mode, ["image"])}
    keyframes = {}
    if mode == "arbitrary_frame":
        files = {"keyframes.0": png("orange"), "keyframes.1": png("navy")}
        keyframes = {"keyframes": [{"frame": 0, "image": "asset_a"}, {"frame": 8, "image": "asset_b"}]}
    run = Run(tmp_path)
    job = make_job(mode=mode, files=files, input={**asked.input, **keyframes})
    answer = run(job, files, host=Host(load=lambda _: pipeline(family)))
    result = json.loads(answer["reply"])["result"]
    assert "error" not in result, result
    assert result["measured"]["device"] == "cpu"
    assert run.said("preview")
    assert answer["files"]["output-0"]


def test_weights_that_give_nan_are_an_invalid_output(tmp_path: Path) -> None:
    broken = flux.FluxPipeline(tiny.flux(), runtime_of("flux"))
    with torch.no_grad():
        broken.pipe.transformer.proj_out.weight.fill_(float("nan"))
    host = Host(load=lambda _: broken)
    found = Run(tmp_path).error(make_job(input={"width": 64, "height": 48}), host=host)
    assert found["code"] == "invalid_output"


def test_the_error_of_torch_is_out_of_memory_and_the_next_attempt_runs(tmp_path: Path) -> None:
    kept = flux.FluxPipeline(tiny.flux(), runtime_of("flux"))
    forward = kept.pipe.transformer.forward

    def full(*_: Any, **__: Any) -> Any:
        raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    host = Host(load=lambda _: kept)
    kept.pipe.transformer.forward = full
    assert Run(tmp_path / "1").error(make_job(), host=host)["code"] == "out_of_memory"
    kept.pipe.transformer.forward = forward
    assert Run(tmp_path / "2").reply(make_job(), host=host)["result"]["outputs"]


@pytest.mark.parametrize("family", ["flux", "wan_vace"])
def test_weights_kept_in_eight_bits(tmp_path: Path, family: str) -> None:
    getattr(tiny, family)().save_pretrained(tmp_path)
    runtime = runtime_of(family, repo=str(tmp_path), quantization="fp8")
    made = {"flux": flux, "wan_vace": wan_vace}[family].load(runtime)
    kinds = {parameter.dtype for parameter in made.pipe.transformer.parameters()}
    assert torch.float8_e4m3fn in kinds
    assert np.isfinite(pixels(made.make(request(family, MODES[family][0]), Steps()))).all()


# From the names of diffusers to those of the files that Wan's authors publish.
ORIGINAL_NAMES = [
    ("condition_embedder.time_embedder.linear_1", "time_embedding.0"),
    ("condition_embedder.time_embedder.linear_2", "time_embedding.2"),
    ("condition_embedder.text_embedder.linear_1", "text_embedding.0"),
    ("condition_embedder.text_embedder.linear_2", "text_embedding.2"),
    ("condition_embedder.time_proj", "time_projection.1"),
    ("attn2.", "cross_attn."),
    ("attn1.", "self_attn."),
    (".to_out.0.", ".o."),
    (".to_q.", ".q."),
    (".to_k.", ".k."),
    (".to_v.", ".v."),
    ("ffn.net.0.proj", "ffn.0"),
    ("ffn.net.2", "ffn.2"),
    ("norm2", "placeholder"),
    ("norm3", "norm2"),
    ("placeholder", "norm3"),
]


def original_name(name: str) -> str:
    if name == "scale_shift_table":
        return "head.modulation"
    if name.startswith("proj_out."):
        return name.replace("proj_out", "head.head")
    name = name.replace("scale_shift_table", "modulation")
    name = name.replace("proj_in", "before_proj").replace("proj_out", "after_proj")
    for theirs, own in ORIGINAL_NAMES:
        name = name.replace(theirs, own)
    return name


def test_experts_in_files_of_their_own_are_loaded_over_a_base(tmp_path: Path) -> None:
    pipe = tiny.wan_keyframes()
    pipe.save_pretrained(tmp_path / "base")
    files = {}
    for name in ("transformer", "transformer_2"):
        expert = getattr(pipe, name)
        with torch.no_grad():
            for parameter in expert.parameters():
                parameter.add_(0.01 if name == "transformer" else 0.02)
        files[name] = f"{name}.safetensors"
        state = {original_name(key): tensor.contiguous() for key, tensor in expert.state_dict().items()}
        save_file(state, tmp_path / files[name])
    options = {**OPTIONS["wan_keyframes"], **files, "base": str(tmp_path / "base"), "boundary_ratio": 0.5}
    made = wan_keyframes.load(runtime_of("wan_keyframes", repo=str(tmp_path), options=options))
    assert made.pipe.config.boundary_ratio == 0.5
    for name in files:
        found, expected = getattr(made.pipe, name).state_dict(), getattr(pipe, name).state_dict()
        assert all(torch.equal(found[key], expected[key]) for key in expected)


def test_a_transformer_among_others_in_one_file_of_eight_bits_is_loaded(tmp_path: Path) -> None:
    pipe = tiny.wan_vace()
    pipe.save_pretrained(tmp_path / "base")
    expected = pipe.transformer.state_dict()
    state = {"text_encoders.umt5.weight": torch.zeros(2), "vae.conv1.weight": torch.zeros(2)}
    for key, tensor in expected.items():
        name = f"model.diffusion_model.{original_name(key)}"
        heavy = tensor.ndim == 2 and key.endswith(".weight")
        state[name] = (tensor / 0.5).to(torch.float8_e4m3fn) if heavy else tensor.contiguous()
        if heavy:
            state[name.removesuffix("weight") + "scale_weight"] = torch.tensor(0.5)
    save_file(state, tmp_path / "all.safetensors")
    options = {**OPTIONS["wan_vace"], "single_file": "all.safetensors", "base": str(tmp_path / "base")}
    made = wan_vace.load(runtime_of("wan_vace", repo=str(tmp_path), options=options))
    found = made.pipe.transformer.state_dict()
    assert found.keys() == expected.keys()
    assert all(torch.allclose(found[key], expected[key], atol=0.05, rtol=0.07) for key in expected)
    assert np.isfinite(pixels(made.make(request("wan_vace", "i2v"), Steps()))).all()


def test_a_checkpoint_in_one_file_is_loaded_over_a_base_and_with_another_autoencoder(tmp_path: Path) -> None:
    pipe = tiny.sdxl()
    pipe.save_pretrained(tmp_path / "base")
    pipe.vae.save_pretrained(tmp_path / "vae")
    with torch.no_grad():
        for part in (pipe.unet, pipe.text_encoder, pipe.text_encoder_2):
            for parameter in part.parameters():
                parameter.add_(0.01)
    save_file(checkpoint_of(pipe), tmp_path / "all.safetensors")
    options = {"single_file": "all.safetensors", "base": str(tmp_path / "base"), "vae": str(tmp_path / "vae")}
    made = sdxl.load(runtime_of("sdxl", repo=str(tmp_path), options=options))
    for name in ("unet", "text_encoder", "text_encoder_2"):
        found, expected = getattr(made.pipe, name).state_dict(), getattr(pipe, name).state_dict()
        assert all(torch.equal(found[key], expected[key]) for key in expected), name
    again = sdxl.SdxlPipeline(pipe, runtime_of("sdxl"))
    asked = request("sdxl", "txt2img")
    assert (pixels(made.make(asked, Steps())) == pixels(again.make(asked, Steps()))).all()


def loaded(family: str, module: Any, runtime: ModalRuntime) -> Any:
    made: Pipeline = module.load(runtime)
    return pixels(made.make(request(family, MODES[family][0]), Steps()))


@pytest.mark.parametrize(
    ("family", "module"),
    [("sdxl", sdxl), ("flux", flux), ("wan", wan), ("wan_vace", wan_vace), ("wan_keyframes", wan_keyframes)],
)
def test_a_repository_of_diffusers_is_loaded(tmp_path: Path, family: str, module: Any) -> None:
    getattr(tiny, family)().save_pretrained(tmp_path)
    assert np.isfinite(loaded(family, module, runtime_of(family, repo=str(tmp_path), dtype="float32"))).all()
