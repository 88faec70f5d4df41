import type { AuditVerification } from '@easel/contracts';
import { Button, Skeleton } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Download, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../app/CallError.js';
import { formatMs } from '../app/format.js';
import { verificationQuery } from './audit.queries.js';
import { OfflineProof } from './OfflineProof.js';

const number = new Intl.NumberFormat('en');

/** Checks the log when the page opens, and says what was found; how to check it elsewhere is one press away. */
export function AuditProof() {
  const check = useQuery(verificationQuery());
  const [offline, setOffline] = useState(false);
  return (
    <section aria-label="Proof" className="rounded-md border border-line bg-surface-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2">
        <div role="status" className="min-w-0 flex-1 basis-72 text-[13px]">
          {check.isFetching ? (
            <span className="flex items-center gap-2 text-text-2">
              <Skeleton className="size-4" />
              Checking every entry …
            </span>
          ) : check.isError ? (
            <span className="text-bad">The log could not be checked: {explain(check.error)}</span>
          ) : check.data === undefined ? null : (
            <Verdict found={check.data} />
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" disabled={check.isFetching} onClick={() => void check.refetch()}>
            Check again
          </Button>
          <Button size="sm" aria-expanded={offline} onClick={() => setOffline(!offline)}>
            Prove it elsewhere
          </Button>
          <a
            href="/v1/admin/audit/export"
            download="audit.ndjson"
            className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-surface-3 px-2 text-[13px] hover:bg-surface-4 pointer-coarse:min-h-11 pointer-coarse:px-3"
          >
            <Download aria-hidden className="size-3.5" />
            Export
          </a>
        </div>
      </div>
      {offline ? <OfflineProof /> : null}
    </section>
  );
}

/** What a check found, in a sentence. */
export function Verdict({ found }: { found: AuditVerification }) {
  if (!found.ok) {
    return (
      <span className="flex items-start gap-2 text-bad">
        <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          <strong className="font-semibold">The log was tampered with</strong>
          {found.problem === null ? '.' : `: ${found.problem.message}`}
        </span>
      </span>
    );
  }
  return (
    <span className="flex items-start gap-2">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
      <span>
        <strong className="font-semibold text-ok">Unchanged.</strong> {number.format(found.entries)}{' '}
        {found.entries === 1 ? 'entry' : 'entries'} checked
        {found.first_seq === null ? '' : ` (${found.first_seq} to ${found.last_seq})`} against {found.heads_checked}{' '}
        signed {found.heads_checked === 1 ? 'head' : 'heads'}, in {formatMs(found.duration_ms)}.
        {found.base === null
          ? ''
          : ` Entries up to ${found.base.seq} were removed for their age; a signed base stands for them.`}
      </span>
    </span>
  );
}
