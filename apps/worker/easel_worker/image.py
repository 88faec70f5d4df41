"""What is installed where the worker runs on Modal. Every version is stated: a deployment today is one of tomorrow."""

from __future__ import annotations

PYTHON = "3.12"

# What every container has: messages, pictures and films.
BASE = ["imageio-ffmpeg==0.6.0", "jsonschema==4.26.0", "numpy==2.4.6", "pillow==12.0.0"]

# What the models need beside it.
MODELS = [
    "accelerate==1.15.0",
    "bitsandbytes==0.50.2",
    "diffusers==0.42.1",
    "ftfy==6.3.1",
    "huggingface-hub==2.4.0",
    "protobuf==7.36.2",
    "safetensors==0.8.0",
    "scipy==1.17.1",
    "sentencepiece==0.2.3",
    "torch==2.15.0",
    "torchsde==0.2.6",
    "transformers==5.23.0",
]

ENVIRONMENT = {
    "HF_HOME": "/models",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "PYTORCH_CUDA_ALLOC_CONF": "expandable_segments:True",
    "TOKENIZERS_PARALLELISM": "false",
}
