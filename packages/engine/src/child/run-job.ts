import type { Job } from '@easel/contracts';
import { drawPictures } from './draw-pictures.js';
import type { JobContext, JobReport } from './job-context.js';
import type { Model } from './model.js';
import { makeLoops } from './motion/make-loops.js';
import { upscalePicture } from './upscale/upscale-picture.js';

/** Runs a job in the way that its model is made for. */
export function runJob(
  model: Model,
  job: Job,
  files: Record<string, Uint8Array>,
  context: JobContext,
): Promise<JobReport> {
  switch (model.task) {
    case 'image':
      if (job.mode === 't2v') return makeLoops(model, job, context);
      return drawPictures(model, job, files, context);
    case 'upscale':
      return upscalePicture(model, job, files, context);
  }
}
