import type { Need, NeedVerb } from '@easel/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { backendsQuery } from '../backend/backend.queries.js';
import { useDispatch } from '../backend/DispatchSwitch.js';
import { useBackendActions } from '../backend/use-backend-actions.js';
import { useModelSwitch } from '../model/use-model-switch.js';

const WORDS = {
  drain: 'Drain',
  enable: 'Enable',
  disable: 'Disable',
  check: 'Check now',
  deploy: 'Deploy',
  resume: 'Resume',
} as const satisfies Partial<Record<NeedVerb, string>>;

/** A verb that one press carries out; the others lead to where it can be done. */
export interface NeedAct {
  verb: NeedVerb;
  label: string;
  pending: boolean;
  press: () => void;
}

/** What one press can do about each need. What stops something has an undo instead of a question. */
export function useNeedVerbs(): (need: Need) => NeedAct[] {
  const client = useQueryClient();
  const backends = useQuery(backendsQuery());
  const actions = useBackendActions();
  const dispatch = useDispatch();
  const models = useModelSwitch();
  const again = () => void client.invalidateQueries({ queryKey: ['overview'] });
  return ({ target, verbs }) => {
    const acts: NeedAct[] = [];
    for (const verb of verbs) {
      if (!(verb in WORDS)) continue;
      // The line above leaves only these.
      const known = verb as keyof typeof WORDS;
      const act = (pending: boolean, press: () => void) => acts.push({ verb, label: WORDS[known], pending, press });
      if (target.kind === 'dispatch' && known === 'resume') {
        act(dispatch.isPending, () => dispatch.mutate(false, { onSettled: again }));
      } else if (target.kind === 'model' && (known === 'enable' || known === 'disable')) {
        const id = target.id ?? '';
        act(models.isPending, () => models.mutate({ id, enabled: known === 'enable' }, { onSettled: again }));
      } else if (target.kind === 'backend' && known !== 'resume') {
        const backend = backends.data?.find(({ id }) => id === target.id);
        if (backend === undefined) continue;
        const { isPending } = actions[known];
        if (known === 'check') act(isPending, () => actions.check.mutate(backend, { onSettled: again }));
        else if (known === 'deploy') act(isPending, () => actions.deploy.mutate(backend, { onSettled: again }));
        else act(isPending, () => actions[known].mutate(backend, { onSettled: again }));
      }
    }
    return acts;
  };
}
