"""Draws scenes and keeps their latents: python encode_scenes.py WORK COUNT

Writes WORK/scenes/NNNN.pt, 5,000 scenes each at most; what is there is kept, so it can be stopped and run again for more.
"""
import os
import sys
import time
from pathlib import Path

import torch

from networks import Encoder
from scenes import Icons, Scenes, render

PER_FILE = 5000
BATCH = 100


def main():
    work, count = Path(sys.argv[1]), int(sys.argv[2])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_grad_enabled(False)
    encoder = Encoder()
    encoder.load_state_dict(torch.load(work / "autoencoder.pt", map_location="cpu")["encoder"])
    encoder = encoder.to(device, memory_format=torch.channels_last).eval()
    icons = Icons(work)
    (work / "scenes").mkdir(exist_ok=True)
    for number, many in enumerate(min(PER_FILE, count - k) for k in range(0, count, PER_FILE)):
        path = work / "scenes" / f"{number:04}.pt"
        if path.exists():
            continue
        begun, source, scenes, latents = time.time(), Scenes(icons, 50_000 + number), [], []
        while len(scenes) < many:
            some = [source.next() for _ in range(BATCH)]
            with torch.autocast(device, torch.bfloat16):
                z = encoder(render(icons, some).to(device, memory_format=torch.channels_last))
            scenes += some
            latents.append(z.half().cpu())
        torch.save({"scenes": scenes, "latents": torch.cat(latents)}, str(path) + ".new")
        os.replace(str(path) + ".new", path)
        print(path.name, f"{many / (time.time() - begun):.0f}/s", flush=True)


if __name__ == "__main__":
    main()
