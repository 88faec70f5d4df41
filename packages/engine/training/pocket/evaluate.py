"""Measures the trained model on the 200 prompts: python evaluate.py WORK [--name flow-done.pt] [--out WORK/measured.json]

Subjects, colours and backgrounds as judge.py's classifier names them; how far seeds differ; how far pictures are from what
was learned. Also writes WORK/eight.png, eight prompts by seeds 1 to 8.
"""
import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image

from judge import Judge, named, same_subject
from sample import Drawer, grid
from scenes import Icons, Scenes, render

EIGHT = ["a red apple", "smiling cat face", "blue car", "pizza on a green background", "a sad robot", "two pink hearts", "rocket, flat style", "a purple dragon"]
BATCH = 20


def small(pictures):
    return F.avg_pool2d(pictures, 4).flatten(1)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("work")
    options.add_argument("--name", default="flow-done.pt")
    options.add_argument("--prompts", default=str(Path(__file__).parent / "prompts.json"))
    options.add_argument("--out")
    options.add_argument("--steps", type=int, default=16)
    options.add_argument("--guidance", type=float, default=4.0)
    o = options.parse_args()
    torch.set_grad_enabled(False)
    icons, draw = Icons(o.work), Drawer(o.work, o.name)
    kept = torch.load(f"{o.work}/judge.pt", map_location="cpu")
    judge = Judge(len(icons.subjects))
    judge.load_state_dict(kept["judge"])
    judge.eval()
    prompts, same = json.loads(Path(o.prompts).read_text()), same_subject(icons)
    how = {"steps": o.steps, "guidance": o.guidance}

    eight = draw([p for p in EIGHT for _ in range(8)], list(range(1, 9)) * 8, **how)
    Image.fromarray(grid(eight, 8)).save(f"{o.work}/eight.png")

    pictures = torch.cat([draw([p["prompt"] for p in prompts[i : i + BATCH]], list(range(i, i + len(prompts[i : i + BATCH]))), **how) for i in range(0, len(prompts), BATCH)])
    counts, wrong = {}, []

    def count(what, right):
        was = counts.setdefault(what, [0, 0])
        was[0] += bool(right)
        was[1] += 1

    for n, p in enumerate(prompts):
        found = named(judge, icons, pictures[n : n + 1], len(p["subjects"]))[0]
        right = all(b in same[s] for b, s in zip(found["subjects"], p["subjects"]))
        count("subject", right)
        count("subject of pairs" if len(p["subjects"]) > 1 else "subject of single things", right)
        if not right:
            wrong.append(f"{p['prompt']}: {', '.join(found['subjects'])}")
        if p["colour"]:
            count("colour", found["colour"] == p["colour"])
        count("background", found["background"] == p["background"])

    # Seeds: the same 25 prompts with four seeds each, beside pictures of different prompts.
    some = prompts[::8][:25]
    seeds = small(draw([p["prompt"] for p in some for _ in range(4)], [1000 + k for k in range(100)], **how)).view(25, 4, -1)
    between_seeds = torch.stack([(seeds[:, a] - seeds[:, b]).pow(2).mean(1).sqrt() for a in range(4) for b in range(a)]).mean()
    between_prompts = (seeds[:, 0][:, None] - seeds[:, 1][None]).pow(2).mean(2).sqrt()[~torch.eye(25, dtype=torch.bool)].mean()

    # The nearest of 20,000 training scenes, beside how near such scenes are to each other.
    source = Scenes(icons, 50_000)
    known = torch.cat([small(render(icons, [source.next() for _ in range(100)])) for _ in range(200)])
    other = Scenes(icons, 4_000_000)
    fresh = small(render(icons, [other.next() for _ in range(200)]))
    nearest = lambda x: (torch.cdist(x, known) / known.shape[1] ** 0.5).min(1).values
    measured = {
        "samples": draw.samples, "prompts": len(prompts), **how,
        "right": {k: round(a / b, 3) for k, (a, b) in counts.items()},
        "judge_itself": kept["figures"],
        "distance_between_seeds": round(between_seeds.item(), 3),
        "distance_between_prompts": round(between_prompts.item(), 3),
        "nearest_training_scene": {"median": round(nearest(small(pictures)).median().item(), 3), "least": round(nearest(small(pictures)).min().item(), 4), "median_of_fresh_scenes": round(nearest(fresh).median().item(), 3)},
    }
    print(json.dumps(measured, indent=1))
    print("\n".join(wrong))
    if o.out:
        Path(o.out).write_text(json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
