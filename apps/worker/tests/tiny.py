"""Pipelines of the real classes with tiny random weights, on the CPU. Nothing is downloaded."""

from __future__ import annotations

from typing import Any

import diffusers
import torch
import transformers
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

LETTERS = [chr(code) for code in range(32, 127)]
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>"]
VOCABULARY = len(SPECIAL) + len(LETTERS)


def tokenizer(max_length: int, *, bos: bool = False, eos: bool = True) -> Any:
    """A token a letter."""
    vocabulary = {token: index for index, token in enumerate([*SPECIAL, *LETTERS])}
    own = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    own.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    template = f"{'<s> ' if bos else ''}$A{' </s>' if eos else ''}"
    own.post_processor = processors.TemplateProcessing(single=template, special_tokens=[("<s>", 1), ("</s>", 2)])
    names = {"pad_token": "<pad>", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
    made = transformers.PreTrainedTokenizerFast(tokenizer_object=own, model_max_length=max_length, **names)
    made.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    return made


def seeded(make: Any) -> Any:
    torch.manual_seed(0)
    made = make()
    return made.eval() if hasattr(made, "eval") else made


def clip(kind: Any, size: int = 32) -> Any:
    config = transformers.CLIPTextConfig(
        vocab_size=VOCABULARY,
        hidden_size=size,
        intermediate_size=37,
        projection_dim=size,
        num_hidden_layers=5,
        num_attention_heads=4,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    return seeded(lambda: kind(config))


def t5(kind: Any, config: Any) -> Any:
    sizes = {"d_model": 32, "d_kv": 8, "d_ff": 37, "num_layers": 2, "num_heads": 4}
    return seeded(lambda: kind(config(vocab_size=VOCABULARY, **sizes)))


def autoencoder(**more: Any) -> Any:
    stated: dict[str, Any] = {
        "block_out_channels": (16, 32),
        "down_block_types": ("DownEncoderBlock2D",) * 2,
        "up_block_types": ("UpDecoderBlock2D",) * 2,
        "latent_channels": 4,
        "norm_num_groups": 4,
        **more,
    }
    return seeded(lambda: diffusers.AutoencoderKL(**stated))


def sdxl() -> Any:
    unet = seeded(
        lambda: diffusers.UNet2DConditionModel(
            block_out_channels=(32, 64),
            layers_per_block=1,
            sample_size=32,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(2, 4),
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            transformer_layers_per_block=(1, 2),
            projection_class_embeddings_input_dim=96,
            cross_attention_dim=80,
            norm_num_groups=4,
        )
    )
    scheduler = diffusers.EulerDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        steps_offset=1,
        timestep_spacing="leading",
    )
    return diffusers.StableDiffusionXLPipeline(
        vae=autoencoder(),
        text_encoder=clip(transformers.CLIPTextModel),
        text_encoder_2=clip(transformers.CLIPTextModelWithProjection, 48),
        tokenizer=tokenizer(77, bos=True),
        tokenizer_2=tokenizer(77, bos=True),
        unet=unet,
        scheduler=scheduler,
    )


def flux() -> Any:
    transformer = seeded(
        lambda: diffusers.FluxTransformer2DModel(
            patch_size=1,
            in_channels=16,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=32,
            pooled_projection_dim=32,
            axes_dims_rope=(4, 4, 8),
            guidance_embeds=True,
        )
    )
    vae = autoencoder(shift_factor=0.0609, scaling_factor=1.5035, use_quant_conv=False, use_post_quant_conv=False)
    return diffusers.FluxPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=clip(transformers.CLIPTextModel),
        tokenizer=tokenizer(77, bos=True),
        text_encoder_2=t5(transformers.T5EncoderModel, transformers.T5Config),
        tokenizer_2=tokenizer(512),
        transformer=transformer,
    )


def z_image() -> Any:
    transformer = seeded(
        lambda: diffusers.ZImageTransformer2DModel(
            all_patch_size=(2,),
            all_f_patch_size=(1,),
            in_channels=16,
            dim=32,
            n_layers=2,
            n_refiner_layers=1,
            n_heads=2,
            n_kv_heads=2,
            cap_feat_dim=16,
            axes_dims=[8, 4, 4],
            axes_lens=[1024, 32, 32],
        )
    )
    # Its embeddings of nothing are left as memory was found; the real weights fill them.
    for name in ("x_pad_token", "cap_pad_token"):
        torch.nn.init.normal_(getattr(transformer, name), std=0.02)
    vae = autoencoder(
        latent_channels=16, shift_factor=0.1159, scaling_factor=0.3611, use_quant_conv=False, use_post_quant_conv=False
    )
    config = transformers.Qwen3Config(
        vocab_size=VOCABULARY,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=512,
    )
    return diffusers.ZImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=vae,
        text_encoder=seeded(lambda: transformers.Qwen3Model(config)),
        tokenizer=tokenizer(512, eos=False),
        transformer=transformer,
    )


def qwen_image() -> Any:
    transformer = seeded(
        lambda: diffusers.QwenImageTransformer2DModel(
            patch_size=2,
            in_channels=16,
            out_channels=4,
            num_layers=2,
            attention_head_dim=16,
            num_attention_heads=3,
            joint_attention_dim=16,
            axes_dims_rope=(8, 4, 4),
        )
    )
    vae = seeded(
        lambda: diffusers.AutoencoderKLQwenImage(
            base_dim=24,
            z_dim=4,
            dim_mult=[1, 2, 4],
            num_res_blocks=1,
            temperal_downsample=[False, True],
            latents_mean=[0.0] * 4,
            latents_std=[1.0] * 4,
        )
    )
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            **sizes,
            "num_key_value_heads": 2,
            "vocab_size": VOCABULARY,
            "rope_parameters": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
        },
        vision_config={"depth": 2, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16},
        vocab_size=VOCABULARY,
    )
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    return diffusers.QwenImagePipeline(
        scheduler=scheduler,
        vae=vae,
        text_encoder=seeded(lambda: transformers.Qwen2_5_VLForConditionalGeneration(config)),
        tokenizer=tokenizer(4096, eos=False),
        transformer=transformer,
    )


WAN = {
    "patch_size": (1, 2, 2),
    "num_attention_heads": 2,
    "attention_head_dim": 12,
    "text_dim": 32,
    "freq_dim": 256,
    "ffn_dim": 32,
    "num_layers": 2,
    "cross_attn_norm": True,
    "qk_norm": "rms_norm_across_heads",
    "rope_max_seq_len": 32,
}


def wan_parts() -> dict[str, Any]:
    vae = seeded(
        lambda: diffusers.AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        )
    )
    return {
        "tokenizer": tokenizer(512),
        "text_encoder": t5(transformers.UMT5EncoderModel, transformers.UMT5Config),
        "vae": vae,
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    }


def wan_transformer(channels: int = 16) -> Any:
    return seeded(lambda: diffusers.WanTransformer3DModel(in_channels=channels, out_channels=16, **WAN))


def wan() -> Any:
    return diffusers.WanPipeline(**wan_parts(), transformer=wan_transformer(), expand_timesteps=True)


def wan_vace() -> Any:
    transformer = seeded(
        lambda: diffusers.WanVACETransformer3DModel(
            in_channels=16, out_channels=16, vace_layers=[0], vace_in_channels=96, **WAN
        )
    )
    return diffusers.WanVACEPipeline(**wan_parts(), transformer=transformer)


def wan_keyframes() -> Any:
    from easel_worker.pipelines.wan_keyframes import PinnedWan

    experts = {"transformer": wan_transformer(36), "transformer_2": wan_transformer(36)}
    return PinnedWan(**wan_parts(), **experts, boundary_ratio=0.9)
