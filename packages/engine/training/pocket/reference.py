"""Pictures of the trained weights, for the engine's test to compare with: python reference.py WORK ../../test/reference [NAME]

Float32, the noise of seeds 0 to 3: ref_z.f32 has the latents, ref.png the pictures side by side.
"""
import json
import sys
from pathlib import Path

import torch
from PIL import Image

from sample import Drawer, grid

STEPS, GUIDANCE = 16, 3.0


def main():
    work, target = sys.argv[1], Path(sys.argv[2])
    prompts = json.loads((target / "prompts.json").read_text())
    draw = Drawer(work, *sys.argv[3:])
    z = draw.latents(prompts, list(range(len(prompts))), STEPS, GUIDANCE)
    (target / "ref_z.f32").write_bytes(z.numpy().astype("<f4").tobytes())
    with torch.no_grad():
        pictures = draw.decoder(z).clamp(-1, 1)
    Image.fromarray(grid(pictures, len(prompts))).save(target / "ref.png")


if __name__ == "__main__":
    main()
