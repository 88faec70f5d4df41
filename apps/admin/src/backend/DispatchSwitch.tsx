import { Switch, useToast } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { dispatchQuery } from './backend.queries.js';

/** Holds back new work or hands it out again. */
export function useDispatch() {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (paused: boolean) => easel.backend.set_dispatch(paused),
    onSuccess: (dispatch) => {
      client.setQueryData(dispatchQuery().queryKey, dispatch);
      void client.invalidateQueries({ queryKey: ['route'] });
    },
    onError: (error) => toast({ message: `Not changed: ${explain(error)}`, tone: 'bad' }),
  });
}

export function DispatchSwitch() {
  const { data } = useQuery(dispatchQuery());
  const set = useDispatch();
  return (
    <div className="flex items-start gap-3 pointer-coarse:items-center">
      <Switch
        id="pause-dispatch"
        checked={set.isPending ? set.variables : (data?.paused ?? false)}
        disabled={data === undefined}
        onChange={(paused) => set.mutate(paused)}
        describedBy="pause-dispatch-help"
      />
      <div className="text-[13px]">
        <label id="pause-dispatch-label" htmlFor="pause-dispatch" className="font-medium">
          Pause dispatch
        </label>
        <p id="pause-dispatch-help" className="text-text-2">
          New tasks are accepted and wait. What runs already goes on.
        </p>
      </div>
    </div>
  );
}
