import type { MediaType, SettingsModel } from '@easel/contracts';
import type { Context } from '../context.js';
import { measuredOfMode } from '../model/measured.js';

/** What a rented machine is assumed to take for one output of a model that was never measured. */
const UNMEASURED_RUN_MS: Record<MediaType, number> = { image: 15_000, video: 120_000 };
/** And for its start: containers are fetched and weights are loaded at our expense. */
const UNMEASURED_START_MS = 60_000;

type Estimating = Pick<Context, 'settings' | 'store' | 'backends'>;

/** Micro-dollars a second of the dearest machine on which the model may run; 0 when it runs on this one alone. */
function pricePerSecond({ settings, backends }: Estimating, id: string, model: SettingsModel): number {
  const { embedded, modal } = model.runtimes;
  if (modal === undefined) return 0;
  const isRentedFor = backends
    .list()
    .some(({ backend, config }) => backend.kind === 'modal' && config.enabled && (config.models?.includes(id) ?? true));
  if (embedded !== undefined && !isRentedFor) return 0;
  return settings.hardware[modal.gpu]?.microusd_per_s ?? 0;
}

/**
 * What a task is expected to cost at most: its outputs at the slow end of what was measured (95 of 100 are faster), and
 * one start of a container. Attempts that fail and are repeated may cost more.
 */
export async function estimateCost(
  ctx: Estimating,
  id: string,
  model: SettingsModel,
  { mode, type, count }: { mode: string; type: MediaType; count: number },
): Promise<number> {
  const price = pricePerSecond(ctx, id, model);
  if (price === 0) return 0;
  const measured = await measuredOfMode(ctx, id, mode);
  const run_ms = measured?.run_ms_p95 ?? UNMEASURED_RUN_MS[type];
  const start_ms = measured?.start_ms_p50 ?? UNMEASURED_START_MS;
  return Math.ceil(((run_ms * count + start_ms) / 1000) * price);
}
