import type { Backend } from '@easel/contracts';
import { Button, Callout, Dialog, Field, Input, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { backendQuery, backendsQuery } from './backend.queries.js';

/** Deletes a workspace here, after its name was typed. */
export function DangerZone({ backend }: { backend: Backend }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => easel.backend.remove(backend.id),
    onSuccess: () => {
      client.setQueryData(backendsQuery().queryKey, (all) => all?.filter((other) => other.id !== backend.id));
      client.removeQueries({ queryKey: backendQuery(backend.id).queryKey });
      void client.invalidateQueries({ queryKey: ['deployments'] });
      toast({ message: `${backend.label} was deleted.` });
      void navigate({ to: '/backends', search: {} });
    },
  });
  const busy = backend.in_flight + backend.unknown;
  return (
    <div className="flex flex-col items-start gap-3 text-[13px]">
      <p className="text-text-2">
        Deleting forgets the workspace and its token here; its past attempts stay in the history of their tasks. What is
        deployed in the workspace itself stays there until you stop it on modal.com.
      </p>
      {busy === 0 ? null : (
        <p className="text-warn">
          {busy === 1 ? 'One attempt is' : `${busy} attempts are`} in flight or of unknown fate: drain it first.
        </p>
      )}
      <Button
        size="sm"
        variant="danger"
        icon={<Trash2 aria-hidden className="size-3.5" />}
        onClick={() => {
          remove.reset();
          setTyped('');
          setAsking(true);
        }}
      >
        Delete {backend.label} …
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={`Delete ${backend.label}?`}>
        <form
          className="flex flex-col gap-4 text-[13px]"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed === backend.label) remove.mutate();
          }}
        >
          <p>
            Easel forgets the token and sends nothing there any more. This cannot be undone; the workspace can be added
            again with a token.
          </p>
          <Field label={`Type “${backend.label}” to confirm`} id="delete-name">
            <Input
              id="delete-name"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
          {remove.isError ? (
            <div role="alert">
              <Callout tone="bad" title="Not deleted">
                {explain(remove.error)}
              </Callout>
            </div>
          ) : null}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button type="submit" variant="danger" disabled={typed !== backend.label || remove.isPending}>
              {remove.isPending ? 'Deleting …' : 'Delete it'}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
