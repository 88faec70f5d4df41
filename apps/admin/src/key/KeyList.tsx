import { describeKey, type OwnedKey } from '@easel/contracts';
import { Badge, Button, Cell, HeadCell, Row, Table, TableHead } from '@easel/ui';
import { useState } from 'react';
import { Ago } from '../app/Ago.js';
import { useMedia } from '../app/use-media.js';
import { BudgetCell } from './BudgetCell.js';
import { RevokeKey } from './RevokeKey.js';

const STATES = { active: 'ok', expired: 'warn', revoked: 'neutral' } as const;

/** Keys in a table where there is room, in cards where not. */
export function KeyList({ keys }: { keys: readonly OwnedKey[] }) {
  const wide = useMedia('(min-width: 900px)');
  const [ending, setEnding] = useState<OwnedKey | null>(null);
  return (
    <>
      {wide ? (
        <KeyTable keys={keys} onRevoke={setEnding} />
      ) : (
        <ul aria-label="Keys" className="divide-y divide-line rounded-md border border-line bg-surface-2">
          {keys.map((key) => (
            <li key={key.id} className="flex flex-col gap-2 p-3 text-[13px]">
              <div className="flex items-start justify-between gap-2">
                <div className="min-w-0">
                  <Named item={key} /> <span className="text-text-3">of {key.owner_name}</span>
                </div>
                <Revoke item={key} onRevoke={setEnding} />
              </div>
              <May item={key} />
              <BudgetCell {...key} />
              <span className="text-xs text-text-3">
                <LastUsed item={key} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <RevokeKey item={ending} onClose={() => setEnding(null)} />
    </>
  );
}

interface KeyTableProps {
  keys: readonly OwnedKey[];
  onRevoke: (key: OwnedKey) => void;
}

function KeyTable({ keys, onRevoke }: KeyTableProps) {
  return (
    <Table label="Keys, newest first">
      <TableHead>
        <HeadCell>Key</HeadCell>
        <HeadCell>Owner</HeadCell>
        <HeadCell>May</HeadCell>
        <HeadCell>This month</HeadCell>
        <HeadCell>Last used</HeadCell>
        <HeadCell>
          <span className="sr-only">Revoke</span>
        </HeadCell>
      </TableHead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.id}>
            <Cell className="py-2">
              <Named item={key} />
            </Cell>
            <Cell className="whitespace-nowrap">{key.owner_name}</Cell>
            <Cell className="py-2">
              <May item={key} />
            </Cell>
            <Cell className="py-2">
              <BudgetCell {...key} />
            </Cell>
            <Cell className="whitespace-nowrap text-text-2">
              <LastUsed item={key} />
            </Cell>
            <Cell className="text-right">
              <Revoke item={key} onRevoke={onRevoke} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Named({ item }: { item: OwnedKey }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium break-all">{item.name}</span>
      <span className="font-mono text-xs text-text-3">…{item.hint}</span>
      {item.state === 'active' ? null : <Badge tone={STATES[item.state]}>{item.state}</Badge>}
    </span>
  );
}

const May = ({ item }: { item: OwnedKey }) => (
  <span className="flex max-w-md flex-wrap gap-1">
    {describeKey({ ...item, budget_microusd: null }).map((phrase) => (
      <Badge key={phrase}>{phrase}</Badge>
    ))}
  </span>
);

const LastUsed = ({ item: { last_used_at } }: { item: OwnedKey }) =>
  last_used_at === null ? <>never used</> : <Ago at={last_used_at} />;

function Revoke({ item, onRevoke }: { item: OwnedKey; onRevoke: (key: OwnedKey) => void }) {
  if (item.state === 'revoked') return null;
  return (
    <Button size="sm" variant="danger" aria-label={`Revoke ${item.name}`} onClick={() => onRevoke(item)}>
      Revoke …
    </Button>
  );
}
