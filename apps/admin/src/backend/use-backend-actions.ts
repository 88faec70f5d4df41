import type { Backend, BackendCheck } from '@easel/contracts';
import { useToast } from '@easel/ui';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { deploysQuery } from '../deployment/deployment.queries.js';
import { backendQuery, backendsQuery } from './backend.queries.js';

/** Draws what the server answered at once, and asks again for all that may follow from it. */
export function showBackend(client: QueryClient, backend: Backend): void {
  client.setQueryData(backendQuery(backend.id).queryKey, backend);
  client.setQueryData(backendsQuery().queryKey, (all) =>
    all?.map((other) => (other.id === backend.id ? backend : other)),
  );
  refreshBackends(client);
}

export function refreshBackends(client: QueryClient): void {
  for (const key of ['backends', 'deployments', 'route']) void client.invalidateQueries({ queryKey: [key] });
}

const verdict = (label: string, check: BackendCheck): string =>
  check.ok ? `${label} passed its check.` : `${label}: ${check.problems[0] ?? 'the check failed.'}`;

/** What can be done to a backend with one press. What stops it has an undo instead of a question. */
export function useBackendActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const failed = (what: string) => (error: unknown) => toast({ message: `${what}: ${explain(error)}`, tone: 'bad' });

  const enable = useMutation({
    mutationFn: ({ id }: Backend) => easel.backend.enable(id),
    onSuccess: (backend) => {
      showBackend(client, backend);
      toast({ message: `${backend.label} takes work again.` });
    },
    onError: failed('Not enabled'),
  });
  const undo = (backend: Backend) => ({ label: 'Undo', onPress: () => enable.mutate(backend) });
  const drain = useMutation({
    mutationFn: ({ id }: Backend) => easel.backend.drain(id),
    onSuccess: (backend) => {
      showBackend(client, backend);
      toast({ message: `${backend.label} finishes what it has and takes nothing new.`, action: undo(backend) });
    },
    onError: failed('Not drained'),
  });
  const disable = useMutation({
    mutationFn: ({ id }: Backend) => easel.backend.disable(id),
    onSuccess: (backend) => {
      showBackend(client, backend);
      toast({ message: `${backend.label} is disabled.`, action: undo(backend) });
    },
    onError: failed('Not disabled'),
  });
  const check = useMutation({
    mutationFn: ({ id }: Backend) => easel.backend.check(id),
    onSuccess: (result, { label }) => {
      refreshBackends(client);
      toast({ message: verdict(label, result), ...(!result.ok && { tone: 'bad' as const }) });
    },
    onError: failed('Not checked'),
  });
  const deploy = useMutation({
    mutationFn: ({ id }: Backend) => easel.backend.deploy(id),
    onSuccess: (started) => {
      client.setQueryData(deploysQuery(started.backend_id).queryKey, (all) => [started, ...(all ?? [])]);
      refreshBackends(client);
      void navigate({
        to: '/backends/$backendId',
        params: { backendId: started.backend_id },
        search: { deploy: started.id },
      });
    },
    onError: failed('Not deployed'),
  });
  return { check, drain, enable, disable, deploy };
}

export type BackendActions = ReturnType<typeof useBackendActions>;
