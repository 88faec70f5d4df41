/** A picture pinned to a frame of a video. Without `strength` it counts in full. */
export interface Keyframe {
  frame: number;
  image?: string | undefined;
  strength?: number | undefined;
}

export const sortKeyframes = (keyframes: readonly Keyframe[]): Keyframe[] =>
  keyframes.toSorted((a, b) => a.frame - b.frame);

/** The frame nearest to the wanted one that is within the video and not taken; the later of two equally near. */
export function nearestFree(taken: ReadonlySet<number>, wanted: number, frames: number): number | null {
  const start = Math.min(frames - 1, Math.max(0, Math.round(wanted)));
  for (let distance = 0; distance < frames; distance++) {
    for (const frame of [start + distance, start - distance]) {
      if (frame >= 0 && frame < frames && !taken.has(frame)) return frame;
    }
  }
  return null;
}

const framesOf = (keyframes: readonly Keyframe[]) => new Set(keyframes.map((k) => k.frame));

/** Moves the picture at one frame to another, or as near to it as is free. */
export function moveKeyframe(keyframes: readonly Keyframe[], from: number, to: number, frames: number): Keyframe[] {
  const others = keyframes.filter((k) => k.frame !== from);
  const moved = keyframes.find((k) => k.frame === from);
  const frame = nearestFree(framesOf(others), to, frames);
  return moved && frame !== null ? sortKeyframes([...others, { ...moved, frame }]) : [...keyframes];
}

/** The next free frame in a direction, for keys: what is taken is jumped over. The same one at the end. */
export function stepFrom(keyframes: readonly Keyframe[], from: number, by: number, frames: number): number {
  const taken = framesOf(keyframes);
  const end = by > 0 ? frames - 1 : 0;
  let frame = by > 0 ? Math.min(end, from + by) : Math.max(end, from + by);
  while (taken.has(frame) && frame !== end && frame !== from) frame += Math.sign(by);
  return taken.has(frame) ? from : frame;
}

/** Adds a picture where one is most likely wanted: at the start, at the end, then in the middle of the widest gap. */
export function addKeyframe(keyframes: readonly Keyframe[], frames: number, image?: string): Keyframe[] {
  const taken = [...framesOf(keyframes)].filter((frame) => frame < frames).sort((a, b) => a - b);
  let wanted = 0;
  if (taken.includes(0)) wanted = frames - 1;
  if (taken.includes(0) && taken.includes(frames - 1)) {
    let widest = 0;
    for (const [i, frame] of taken.entries()) {
      const gap = (taken[i + 1] ?? frame) - frame;
      if (gap > widest) {
        widest = gap;
        wanted = Math.floor(frame + gap / 2);
      }
    }
  }
  const frame = nearestFree(new Set(taken), wanted, frames);
  if (frame === null) return [...keyframes];
  return sortKeyframes([...keyframes, image === undefined ? { frame } : { frame, image }]);
}

/** What is wrong with a list of key frames, in the words of the form. Null when nothing is. */
export function keyframeProblem(keyframes: readonly Keyframe[], frames: number | null): string | null {
  const seen = new Set<number>();
  for (const { frame, image } of keyframes) {
    if (!Number.isInteger(frame) || frame < 0) return `Frame ${frame} is not a frame: they count from 0.`;
    if (frames !== null && frame >= frames)
      return `Frame ${frame} is beyond the end: the video has ${frames} frames, 0 to ${frames - 1}.`;
    if (seen.has(frame)) return `Two pictures are at frame ${frame}. Move one of them.`;
    if (image === undefined) return `Choose the picture for frame ${frame}.`;
    seen.add(frame);
  }
  return null;
}
