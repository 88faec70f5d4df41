import { useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';

interface Switch {
  id: string;
  enabled: boolean;
}

/** Switches a model off or on, with an undo. */
export function useModelSwitch() {
  const client = useQueryClient();
  const toast = useToast();
  const set = useMutation({
    mutationFn: ({ id, enabled }: Switch) => (enabled ? easel.admin_model.enable(id) : easel.admin_model.disable(id)),
    onSuccess: (model, { id, enabled }) => {
      for (const key of ['admin_models', 'models', 'overview']) void client.invalidateQueries({ queryKey: [key] });
      toast({
        message: enabled
          ? `New tasks for ${model.name} are taken again.`
          : `New tasks for ${model.name} are refused. Those that were taken are carried out.`,
        action: { label: 'Undo', onPress: () => set.mutate({ id, enabled: !enabled }) },
      });
    },
    onError: (error, { enabled }) =>
      toast({ message: `Not ${enabled ? 'enabled' : 'disabled'}: ${explain(error)}`, tone: 'bad' }),
  });
  return set;
}
