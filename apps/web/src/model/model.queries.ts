import type { Model } from '@easel/sdk';
import { queryOptions } from '@tanstack/react-query';
import { easel } from '../app/client';

async function listModels(signal: AbortSignal): Promise<Model[]> {
  const models: Model[] = [];
  let cursor: string | undefined;
  do {
    const page = await easel.model.list({ limit: 100, cursor }, { signal });
    models.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return models;
}

/** The whole catalogue. Its measured figures change as tasks run. */
export const modelListQuery = () =>
  queryOptions({
    queryKey: ['models'],
    queryFn: ({ signal }) => listModels(signal),
    staleTime: 20_000,
    refetchInterval: 60_000,
  });
