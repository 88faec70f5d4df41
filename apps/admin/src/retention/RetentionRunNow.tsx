import { Button, ConfirmByName } from '@easel/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { Panel } from '../app/Panel.js';
import { amountOf } from './WhatWouldGo.js';

/** Applies what is stored, at once; asked for by name, since it removes things of others. */
export function RetentionRunNow({ changed }: { changed: boolean }) {
  const [asked, setAsked] = useState(false);
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => easel.retention.run(),
    onSuccess: () => {
      setAsked(false);
      for (const key of ['storage', 'tasks', 'audit']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <Panel title="Run now">
      <div className="flex flex-wrap items-center gap-3 text-[13px]">
        <p className="min-w-0 flex-1 basis-72 text-text-2">
          The rules run by themselves every ten minutes. Here the saved rules are applied at once
          {changed ? '; your changes above are not saved yet' : ''}.
        </p>
        <Button variant="danger" disabled={run.isPending} onClick={() => setAsked(true)}>
          {run.isPending ? 'Removing …' : 'Run the saved rules now'}
        </Button>
        <p role="status" className="basis-full empty:hidden">
          {run.data === undefined
            ? null
            : `Removed: ${amountOf(run.data)}.${run.data.more ? ' There is more; the next run goes on.' : ''} It can be brought back for 24 hours.`}
        </p>
      </div>
      <ConfirmByName
        open={asked}
        onClose={() => setAsked(false)}
        title="Remove what the rules name?"
        name="remove"
        action="Run now"
        pending={run.isPending}
        error={run.isError ? explain(run.error) : null}
        onConfirm={() => run.mutate()}
      >
        Everything that the saved rules name is hidden at once, of every owner. It can be brought back for 24 hours;
        then it is gone.
      </ConfirmByName>
    </Panel>
  );
}
