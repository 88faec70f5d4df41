import { changesOfKey, formatKeyLine, parseKeyLine, previewKeyLine } from '@easel/contracts';
import type { Key } from '@easel/sdk';
import { Button, LineForm, useToast } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { modelListQuery } from '../model/model.queries';
import { keysQuery } from './key.queries';

const HELP = 'Change the line and press Enter. What is taken out is no longer limited; the secret stays as it is.';

/** Changes a key by the line that would make it. Only what was changed is sent. */
export function ChangeKey({ item, onClose }: { item: Key; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const { data: catalogue, isPending } = useQuery(modelListQuery());
  const [was] = useState(() => formatKeyLine(item));
  const [line, setLine] = useState(was);
  // A key may name models that are no longer there.
  const options = (list: readonly { id: string }[]) => ({
    models: [...new Set([...list.map(({ id }) => id), ...(item.models ?? [])])],
  });
  const { understood, faults } = previewKeyLine(line, options(catalogue ?? []));
  const change = useMutation({
    // Until the catalogue is there a model in the line is a word that nobody knows: it is waited for.
    mutationFn: async (said: string) => {
      const known = options(await client.ensureQueryData(modelListQuery()));
      const { key } = parseKeyLine(said, known);
      if (key === null) return 'faulty';
      const patch = changesOfKey(parseKeyLine(was, known).key ?? item, key);
      return patch === null ? 'unchanged' : easel.key.patch(item.id, patch);
    },
    onSuccess: (answer) => {
      if (answer === 'faulty') return;
      if (answer !== 'unchanged') {
        toast({ message: `${answer.name} was changed.` });
        void client.invalidateQueries({ queryKey: keysQuery().queryKey });
      }
      onClose();
    },
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves what is typed in it
    <div
      className="flex flex-col items-start gap-1"
      onKeyDown={({ key, nativeEvent }) => {
        if (key === 'Escape' && !nativeEvent.isComposing && !change.isPending) onClose();
      }}
    >
      <div className="w-full">
        <LineForm
          id={`change-${item.id}`}
          label={`Change ${item.name}`}
          placeholder="bot $5/mo 30d"
          help={HELP}
          value={line}
          onChange={(text) => {
            setLine(text);
            change.reset();
          }}
          understood={understood}
          faults={isPending ? [] : faults}
          error={change.isError ? explainError(change.error) : null}
          action="Save"
          icon={<Check aria-hidden className="size-4" />}
          pending={change.isPending}
          onSubmit={() => change.mutate(line)}
          autoFocus
        />
      </div>
      <Button size="sm" variant="ghost" onClick={onClose}>
        Leave it as it is
      </Button>
    </div>
  );
}
