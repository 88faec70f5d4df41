import { Button, EmptyState } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTitle } from '../app/use-title.js';
import { VirtualList } from '../app/VirtualList.js';
import { AuditCard, CARD_PX } from './AuditCard.js';
import { AuditEntryDialog } from './AuditEntryDialog.js';
import { AuditFilters } from './AuditFilters.js';
import { AuditProof } from './AuditProof.js';
import { auditListQuery } from './audit.queries.js';
import { type AuditRow, auditColumns } from './audit-columns.js';
import type { AuditFilter } from './audit-filter.js';

interface Props {
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
}

export function AuditScreen({ filter, onFilter }: Props) {
  useTitle('Audit');
  return (
    <div className="flex h-full min-h-0 flex-col max-md:h-auto">
      <div className="flex flex-col gap-3 px-4 pt-3 pb-3">
        <h1 className="sr-only">Audit log</h1>
        <AuditProof />
        <AuditFilters filter={filter} onChange={onFilter} />
      </div>
      <div className="flex min-h-0 flex-1 flex-col max-md:h-dvh max-md:flex-none">
        <AuditList key={JSON.stringify(filter)} filter={filter} onFilter={onFilter} />
      </div>
    </div>
  );
}

function AuditList({ filter, onFilter }: Props) {
  const [shown, setShown] = useState<AuditRow | null>(null);
  const columns = useMemo(() => auditColumns(setShown), []);
  return (
    <>
      <VirtualList
        noun="entries"
        list={useInfiniteQuery(auditListQuery(filter))}
        columns={columns}
        least="min-w-[70rem]"
        card={(entry) => <AuditCard entry={entry} onOpen={() => setShown(entry)} />}
        card_px={CARD_PX}
        empty={<Nothing filtered={Object.keys(filter).length > 0} onClear={() => onFilter({})} />}
      />
      <AuditEntryDialog entry={shown} onClose={() => setShown(null)} />
    </>
  );
}

const Nothing = ({ filtered, onClear }: { filtered: boolean; onClear: () => void }) =>
  filtered ? (
    <EmptyState
      icon={<ScrollText aria-hidden className="size-8" />}
      title="No entry fits these filters"
      action={<Button onClick={onClear}>Show the whole log</Button>}
    />
  ) : (
    <EmptyState icon={<ScrollText aria-hidden className="size-8" />} title="Nothing was written down yet">
      Every sign-in, refusal and change of keys, people, backends, models and settings appears here.
    </EmptyState>
  );
