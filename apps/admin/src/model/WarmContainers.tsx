import { IconButton, useToast } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Minus, Plus } from 'lucide-react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { formatCost } from '../app/format.js';
import { settingsQuery } from '../settings/settings.queries.js';
import { scalingEntriesQuery } from './admin-model.queries.js';
import { warmOf } from './warm-containers.js';

interface Props {
  model: { id: string; name: string };
  backend: { id: string; label: string };
  disabled: boolean;
}

/** How many containers stay up when idle; one more or less is one press, with its price an hour, and an undo. */
export function WarmContainers({ model, backend, disabled }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const settings = useQuery(settingsQuery());
  const entries = useQuery(scalingEntriesQuery());
  const set = useMutation({
    mutationFn: ({ min, max }: { min: number; max: number; before: number }) =>
      easel.backend.autoscale(backend.id, model.id, {
        min_containers: min,
        // The platform refuses to keep more than it may run.
        ...(min > max && { max_containers: min }),
      }),
    onSuccess: (_, { min, max, before }) => {
      for (const key of ['audit', 'backends']) void client.invalidateQueries({ queryKey: [key] });
      toast({
        message: `${backend.label} keeps ${min} ${min === 1 ? 'container' : 'containers'} of ${model.name} warm, until the next deployment.`,
        action: { label: 'Undo', onPress: () => set.mutate({ min: before, max, before: min }) },
      });
    },
    onError: (error) => toast({ message: `Not changed: ${explain(error)}`, tone: 'bad' }),
  });
  if (settings.data === undefined || entries.data === undefined) return <span className="text-text-3">…</span>;
  const warm = warmOf(model.id, backend.id, { document: settings.data.document, ...entries.data });
  if (warm === null) return null;
  const price = `${formatCost(warm.hour_microusd)} an hour`;
  const to = (min: number) => set.mutate({ min, max: warm.max, before: warm.min });
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <IconButton
        size="sm"
        label={`One warm container less of ${model.name} on ${backend.label}, saves ${price}`}
        disabled={disabled || set.isPending || warm.min === 0}
        onClick={() => to(warm.min - 1)}
      >
        <Minus aria-hidden className="size-3.5" />
      </IconButton>
      <span
        className="min-w-4 text-center font-medium"
        title={warm.set_by_hand ? 'Set by hand since the last deployment' : 'As the settings say'}
      >
        {warm.min}
      </span>
      <IconButton
        size="sm"
        variant="secondary"
        label={`One more warm container of ${model.name} on ${backend.label}, costs ${price}`}
        disabled={disabled || set.isPending}
        onClick={() => to(warm.min + 1)}
      >
        <Plus aria-hidden className="size-3.5" />
      </IconButton>
      <span className="ml-1 text-xs text-text-3">+{formatCost(warm.hour_microusd)}/h</span>
    </span>
  );
}
