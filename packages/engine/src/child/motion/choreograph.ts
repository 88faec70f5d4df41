import type { Picture } from '../encode-picture.js';
import { findBackdrop, paintBackdrop } from './backdrop.js';
import { cutOut, findBox } from './cut-out.js';
import { type Motion, makeMove } from './moves.js';
import { paintFrame } from './paint-frame.js';
import { calm, stageAlone, stageWhole } from './stage.js';

/** Puts the drawing of a moment of the loop, 0 to 1, into its pose. */
export type Pose = (drawing: Picture, at: number) => Picture;

/**
 * Plans how a drawing moves: alone before its plain background, which is carried on behind it, or, where there is none,
 * as a whole and gently.
 */
export function choreograph(first: Picture, motion: Motion, duration_s: number, frames: number): Pose {
  if (motion === 'none') return (drawing) => drawing;
  const { width, height } = first;
  const moments = Array.from({ length: frames }, (_, n) => n / frames);
  const move = makeMove(motion, duration_s);
  const backdrop = findBackdrop(first);
  const box = backdrop && findBox(cutOut(first, backdrop));
  if (!backdrop || !box) {
    const gentle = calm(move);
    const show = { stage: stageWhole(gentle, moments, width, height), has_shadow: false };
    const canvas = new Float32Array(width * height * 3);
    return (drawing, at) => paintFrame(canvas, cutOut(drawing, null), show.stage.box, gentle.pose(at), show);
  }
  const show = { stage: stageAlone(move, moments, box, width, height), has_shadow: move.shadow };
  const canvas = paintBackdrop(backdrop, width, height);
  return (drawing, at) => {
    const subject = cutOut(drawing, backdrop);
    return paintFrame(canvas, subject, findBox(subject) ?? box, move.pose(at), show);
  };
}
