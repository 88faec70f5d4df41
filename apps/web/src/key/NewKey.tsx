import { previewKeyLine } from '@easel/contracts';
import type { KeyWithSecret } from '@easel/sdk';
import { LineForm, SecretOnce } from '@easel/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { easel } from '../app/client';
import { explainError } from '../app/explain-error';
import { modelListQuery } from '../model/model.queries';
import { keysQuery } from './key.queries';

const HELP =
  'A name, then what it may: a model, $5/mo, 60/min, x2 (at once), 30d (until), read, full. What is left out is not limited.';

const readLine = (line: string, models: readonly { id: string }[]) =>
  previewKeyLine(line, { models: models.map(({ id }) => id) });

/** Makes a key from one line and shows its secret once. */
export function NewKey() {
  const client = useQueryClient();
  const { data: models, isPending } = useQuery(modelListQuery());
  const [line, setLine] = useState('');
  const [made, setMade] = useState<KeyWithSecret | null>(null);
  const { understood, faults } = readLine(line, models ?? []);
  const create = useMutation({
    // Until the catalogue is there a model in the line is a word that nobody knows: it is waited for.
    mutationFn: async (said: string) => {
      const { key } = readLine(said, await client.ensureQueryData(modelListQuery()));
      return key === null ? null : easel.key.create(key);
    },
    onSuccess: (key) => {
      if (key === null) return;
      setMade(key);
      setLine('');
      void client.invalidateQueries({ queryKey: keysQuery().queryKey });
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
        error={create.isError ? explainError(create.error) : null}
        action="Make it"
        icon={<KeyRound aria-hidden className="size-4" />}
        pending={create.isPending}
        onSubmit={() => create.mutate(line)}
      />
      {made === null ? null : (
        <MadeKey
          key={made.id}
          made={made}
          onKept={() => {
            setMade(null);
            create.reset();
          }}
        />
      )}
    </div>
  );
}

export function MadeKey({ made, onKept }: { made: KeyWithSecret; onKept: () => void }) {
  if (made.secret === null) {
    return (
      <p role="alert" className="text-[13px] text-warn">
        “{made.name}” was made, but its secret was lost on the way here. Revoke it and make another.
      </p>
    );
  }
  return (
    <SecretOnce title={`The key “${made.name}”`} name="Key" secret={made.secret} onKept={onKept}>
      Programs send it as <code className="font-mono">Authorization: Bearer …</code>; when it is lost, make another.
    </SecretOnce>
  );
}
