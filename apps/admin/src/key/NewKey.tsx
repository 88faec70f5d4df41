import { previewKeyLine } from '@easel/contracts';
import type { KeyWithSecret } from '@easel/sdk';
import { Callout, LineForm, SecretOnce } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { modelsQuery } from '../model/model.queries.js';

const HELP =
  'A name, then what it may: a model, $5/mo, 60/min, x2 (at once), 30d (until), read, full. What is left out is not limited.';

const readLine = (line: string, models: readonly { id: string }[]) =>
  previewKeyLine(line, { models: models.map(({ id }) => id) });

/** Makes a key of one's own from one line, and shows its secret once. */
export function NewKey() {
  const client = useQueryClient();
  const { data: models, isPending } = useQuery(modelsQuery());
  const [line, setLine] = useState('');
  const [made, setMade] = useState<KeyWithSecret | null>(null);
  const { understood, faults } = readLine(line, models ?? []);
  const create = useMutation({
    // Until the catalogue is there a model in the line is a word that nobody knows: it is waited for.
    mutationFn: async (said: string) => {
      const { key } = readLine(said, await client.ensureQueryData(modelsQuery()));
      return key === null ? null : easel.key.create(key);
    },
    onSuccess: (answer) => {
      if (answer === null) return;
      setMade(answer);
      setLine('');
      void client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <LineForm
        id="new-key"
        label="New key"
        placeholder="bot $5/mo 30d"
        help={HELP}
        value={line}
        onChange={(text) => {
          setLine(text);
          create.reset();
        }}
        understood={understood}
        faults={isPending ? [] : faults}
        error={create.isError ? explain(create.error) : null}
        action="Make it"
        icon={<KeyRound aria-hidden className="size-4" />}
        pending={create.isPending}
        autoFocus
        onSubmit={() => create.mutate(line)}
      />
      {made === null ? null : made.secret === null ? (
        <Callout tone="warn" title={`“${made.name}” was made, but its secret was lost on the way here.`}>
          Revoke it and make another.
        </Callout>
      ) : (
        <SecretOnce
          key={made.id}
          title={`The key “${made.name}”`}
          name="Key"
          secret={made.secret}
          onKept={() => setMade(null)}
        >
          Programs send it as <code className="font-mono">Authorization: Bearer …</code>; when it is lost, make another.
        </SecretOnce>
      )}
    </div>
  );
}
