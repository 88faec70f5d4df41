import type { StorageUse } from '@easel/contracts';
import { Callout, Cell, HeadCell, Row, Skeleton, Table, TableHead } from '@easel/ui';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { HardDrive } from 'lucide-react';
import { Ago } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { formatBytes, shortId } from '../app/format.js';
import { Facts, Panel } from '../app/Panel.js';
import { useTitle } from '../app/use-title.js';
import { DiskBar } from './DiskBar.js';

const storageQuery = () =>
  queryOptions({
    queryKey: ['storage'],
    queryFn: ({ signal }) => easel.storage.get({ signal }),
    refetchInterval: 30_000,
  });

export function StorageScreen() {
  useTitle('Storage');
  const use = useQuery(storageQuery());
  return (
    <div className="mx-auto flex max-w-7xl flex-col gap-4 p-4 pb-10">
      <div>
        <h1 className="text-base font-semibold">Storage</h1>
        <p className="text-[13px] text-text-2">
          What lies on the disk, and whose it is.{' '}
          {use.data === undefined ? null : (
            <>
              Measured <Ago at={use.data.measured_at} />.
            </>
          )}
        </p>
      </div>
      {use.isPending ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Measuring …</span>
          <Skeleton className="h-64" />
        </div>
      ) : use.data === undefined ? (
        <CallError title="The disk could not be looked at" error={use.error} onRetry={() => void use.refetch()} />
      ) : (
        <Disk use={use.data} />
      )}
    </div>
  );
}

const count = new Intl.NumberFormat('en');
const RIGHT = 'text-right whitespace-nowrap';

function Disk({ use }: { use: StorageUse }) {
  return (
    <>
      {use.disk.low ? (
        <Callout
          tone="bad"
          icon={<HardDrive aria-hidden className="size-4" />}
          title={`Only ${formatBytes(use.disk.free_bytes)} are free`}
        >
          Below {formatBytes(use.disk.low_below_bytes)} results may not fit. Make room, or let{' '}
          <Link to="/retention" className="underline underline-offset-2">
            retention rules
          </Link>{' '}
          remove what is old.
        </Callout>
      ) : null}
      <Panel title="Disk">
        <DiskBar use={use} />
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="What is kept">
          <Facts
            items={[
              ['Files', `${count.format(use.stored.files)}, ${formatBytes(use.stored.bytes)}`],
              ['Saved by sharing', formatBytes(use.stored.shared_bytes)],
              ['Previews', `${count.format(use.previews.files)}, ${formatBytes(use.previews.bytes)}`],
              ['Deleted, can be undone', `${count.format(use.deleted.assets)}, ${formatBytes(use.deleted.bytes)}`],
              [
                'Referred to by nothing',
                `${count.format(use.unreferenced.files)}, ${formatBytes(use.unreferenced.bytes)}`,
              ],
              ['Database', `${formatBytes(use.database.bytes)} + ${formatBytes(use.database.wal_bytes)} journal`],
            ]}
          />
        </Panel>
        <Panel title="By kind">
          <Sums
            label="By kind"
            first="Kind"
            list={use.by_kind.map((sum) => ({
              ...sum,
              key: `${sum.kind} ${sum.type}`,
              name: `${KIND[sum.kind]}, ${sum.type}`,
            }))}
          />
        </Panel>
        <Panel title="By owner">
          <Sums label="By owner" first="Owner" list={use.by_owner.map((sum) => ({ ...sum, key: sum.owner_id }))} />
        </Panel>
        <Panel title="The largest">
          {use.largest.length === 0 ? (
            <p className="text-[13px] text-text-2">Nothing yet.</p>
          ) : (
            <Table label="Largest assets" className="max-h-96">
              <TableHead>
                <HeadCell>Asset</HeadCell>
                <HeadCell>Kind</HeadCell>
                <HeadCell className="text-right">Size</HeadCell>
              </TableHead>
              <tbody>
                {use.largest.map((asset) => (
                  <Row key={asset.id}>
                    <Cell>
                      {asset.task_id === null ? (
                        <code className="font-mono text-xs">{shortId(asset.id)}</code>
                      ) : (
                        <Link
                          to="/tasks/$taskId"
                          params={{ taskId: asset.task_id }}
                          title={asset.task_id}
                          className="font-mono text-xs text-accent underline-offset-2 hover:underline"
                        >
                          {shortId(asset.id)}
                        </Link>
                      )}
                    </Cell>
                    <Cell>
                      {KIND[asset.kind]}, {asset.type}
                    </Cell>
                    <Cell className={RIGHT}>{formatBytes(asset.bytes)}</Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          )}
        </Panel>
      </div>
    </>
  );
}

const KIND = { output: 'Results', input: 'Uploads' } as const;

interface SumsProps {
  label: string;
  first: string;
  list: readonly { key: string; name: string; assets: number; bytes: number }[];
}

function Sums({ label, first, list }: SumsProps) {
  if (list.length === 0) return <p className="text-[13px] text-text-2">Nothing yet.</p>;
  return (
    <Table label={`Sums, ${label.toLowerCase()}`}>
      <TableHead>
        <HeadCell>{first}</HeadCell>
        <HeadCell className="text-right">Assets</HeadCell>
        <HeadCell className="text-right">Size</HeadCell>
      </TableHead>
      <tbody>
        {list.map((sum) => (
          <Row key={sum.key}>
            <Cell className="max-w-48 truncate">{sum.name}</Cell>
            <Cell className={RIGHT}>{count.format(sum.assets)}</Cell>
            <Cell className={RIGHT}>{formatBytes(sum.bytes)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
