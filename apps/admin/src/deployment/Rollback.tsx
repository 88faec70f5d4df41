import type { Backend } from '@easel/contracts';
import { Button, Callout, Dialog, useToast } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { showBackend } from '../backend/use-backend-actions.js';

/** Goes back to the deployment before, after saying what happens. */
export function Rollback({ backend }: { backend: Backend }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const toast = useToast();
  const back = useMutation({
    mutationFn: () => easel.backend.rollback(backend.id),
    onSuccess: (changed) => {
      showBackend(client, changed);
      setAsking(false);
      toast({ message: `${changed.label} is back on ${changed.app_name ?? 'its deployment before'}.` });
    },
  });
  const app = (name: string | null) => <code className="font-mono text-xs">{name ?? 'nothing'}</code>;
  return (
    <>
      <Button
        size="sm"
        icon={<Undo2 aria-hidden className="size-3.5" />}
        onClick={() => {
          back.reset();
          setAsking(true);
        }}
      >
        Roll back
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Roll ${backend.label} back?`}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button variant="primary" disabled={back.isPending} onClick={() => back.mutate()}>
              {back.isPending ? 'Going back …' : 'Roll back'}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3 text-[13px]">
          <ul className="flex list-disc flex-col gap-1.5 pl-5">
            <li>New attempts go to {app(backend.previous_app_name)}, once it has answered.</li>
            <li>What runs on {app(backend.app_name)} finishes there.</li>
            <li>Models that changed since then show as stale until you deploy again.</li>
          </ul>
          {back.isError ? (
            <div role="alert">
              <Callout tone="bad" title="Not rolled back">
                {explain(back.error)}
              </Callout>
            </div>
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
