import { AuditHead } from '@easel/contracts';
import { Button, CopyButton, describedBy, Field, Textarea } from '@easel/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { Verdict } from './AuditProof.js';
import { headsQuery } from './audit.queries.js';

const COMMAND = 'npm run audit:verify -- --export audit.ndjson';

/** A head that was pasted, or what is wrong with it. */
function readHead(text: string): AuditHead | string {
  try {
    const parsed = AuditHead.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'This is not a signed head: copy it whole, from { to }.';
  } catch {
    return 'This is not JSON: copy the head whole, from { to }.';
  }
}

/** How to prove the log without trusting this installation: a head kept elsewhere, or the export and one command. */
export function OfflineProof() {
  const heads = useQuery(headsQuery());
  const id = useId();
  const [text, setText] = useState('');
  const head = text.trim() === '' ? null : readHead(text);
  const check = useMutation({ mutationFn: (kept: AuditHead) => easel.audit.verify(kept) });
  const latest = heads.data?.latest ?? null;
  return (
    <div className="grid gap-x-8 gap-y-5 border-t border-line p-4 text-[13px] md:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <h2 className="font-semibold">Keep a head, hold it against the log later</h2>
        <p className="text-text-2">
          A head says how the log ended at one moment, signed. Keep it on another machine: nothing up to it can be
          changed or cut off without this check finding it.
        </p>
        {latest === null ? (
          <p className="text-text-3">{heads.isError ? explain(heads.error) : 'There is no head yet.'}</p>
        ) : (
          <div className="flex items-start gap-2">
            <code className="min-w-0 flex-1 rounded-md bg-surface-1 p-2 font-mono text-xs break-all">
              {JSON.stringify(latest)}
            </code>
            <CopyButton text={JSON.stringify(latest)} label="Copy the newest head" />
          </div>
        )}
        <Field label="A head kept earlier" id={id} error={typeof head === 'string' ? head : undefined}>
          <Textarea
            id={id}
            rows={3}
            value={text}
            spellCheck={false}
            aria-describedby={describedBy(id, undefined, typeof head === 'string' ? head : undefined)}
            className="font-mono text-xs!"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button
          className="self-start"
          size="sm"
          disabled={head === null || typeof head === 'string' || check.isPending}
          onClick={() => {
            if (head !== null && typeof head !== 'string') check.mutate(head);
          }}
        >
          Check against this head
        </Button>
        <div role="status">
          {check.isError ? <span className="text-bad">{explain(check.error)}</span> : null}
          {check.data === undefined ? null : <Verdict found={check.data} />}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <h2 className="font-semibold">Check the export on any machine</h2>
        <p className="text-text-2">Export the log, copy the file, and run there:</p>
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded-md bg-surface-1 p-2 font-mono text-xs break-all">{COMMAND}</code>
          <CopyButton text={COMMAND} label="Copy the command" />
        </div>
        {heads.data === undefined ? null : (
          <>
            <p className="text-text-2">
              Heads are written to <code className="font-mono text-xs break-all">{heads.data.file}</code>. Their public
              key, <code className="font-mono text-xs">{heads.data.key_id}</code>:
            </p>
            <pre className="rounded-md bg-surface-1 p-2 font-mono text-xs break-all whitespace-pre-wrap">
              {heads.data.public_key}
            </pre>
          </>
        )}
      </div>
    </div>
  );
}
