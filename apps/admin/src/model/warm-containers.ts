import type { AuditEntry } from '@easel/contracts';
import { z } from 'zod';

/** What the settings say about a model on rented hardware, as far as warm containers are concerned. */
const Document = z.object({
  hardware: z.record(z.string(), z.object({ microusd_per_s: z.number() })),
  models: z.record(
    z.string(),
    z.object({
      runtimes: z.object({
        modal: z
          .object({ gpu: z.string(), min_containers: z.number().default(0), max_containers: z.number().default(1) })
          .optional(),
      }),
    }),
  ),
});

const Scaled = z.object({ model: z.string(), min_containers: z.number(), max_containers: z.number().optional() });

export interface Warm {
  /** Kept even when idle. */
  min: number;
  max: number;
  /** What one more costs an hour. */
  hour_microusd: number;
  /** Somebody set it since the last deployment; otherwise the settings say so. */
  set_by_hand: boolean;
}

interface Told {
  /** The settings in effect. */
  document: unknown;
  /** Newest first. */
  scalings: readonly AuditEntry[];
  deploys: readonly AuditEntry[];
}

const HOUR_S = 3600;

/** How many containers of a model a backend keeps warm: what was set since its last deployment, or what the settings say. */
export function warmOf(model: string, backend_id: string, { document, scalings, deploys }: Told): Warm | null {
  const settings = Document.safeParse(document).data;
  const runtime = settings?.models[model]?.runtimes.modal;
  if (settings === undefined || runtime === undefined) return null;
  const deployed = deploys.find((entry) => entry.target?.id === backend_id)?.seq ?? 0;
  const set = scalings
    .filter((entry) => entry.target?.id === backend_id && entry.seq > deployed)
    .map((entry) => Scaled.safeParse(entry.after).data)
    .find((after) => after?.model === model);
  return {
    min: set?.min_containers ?? runtime.min_containers,
    max: Math.max(set?.max_containers ?? 0, runtime.max_containers),
    hour_microusd: (settings.hardware[runtime.gpu]?.microusd_per_s ?? 0) * HOUR_S,
    set_by_hand: set !== undefined,
  };
}
