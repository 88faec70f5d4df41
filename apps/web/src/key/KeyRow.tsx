import { describeKey } from '@easel/contracts';
import type { Key } from '@easel/sdk';
import { Badge, Button } from '@easel/ui';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { formatAgo } from '../app/format';
import { Budget } from './Budget';
import { ChangeKey } from './ChangeKey';

const STATES = { active: null, expired: 'Expired', revoked: 'Revoked' } as const;

interface KeyRowProps {
  item: Key;
  onRotate: () => void;
  onRevoke: () => void;
  rotating: boolean;
}

/** One key: what it may, what it spent, when it was used. */
export function KeyRow({ item, onRotate, onRevoke, rotating }: KeyRowProps) {
  const state = STATES[item.state];
  const [changing, setChanging] = useState(false);
  const changeId = `${item.id}-change`;
  if (changing) {
    return (
      <li className="p-4">
        <ChangeKey
          item={item}
          onClose={() => {
            flushSync(() => setChanging(false));
            document.getElementById(changeId)?.focus();
          }}
        />
      </li>
    );
  }
  return (
    <li className="flex flex-col gap-2 p-4 sm:flex-row sm:items-start">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="font-medium break-all">{item.name}</span>
          <span className="font-mono text-xs text-text-3">…{item.hint}</span>
          {state === null ? null : <Badge tone={item.state === 'revoked' ? 'bad' : 'warn'}>{state}</Badge>}
        </p>
        <p className="flex flex-wrap gap-1.5">
          {describeKey(item).map((phrase) => (
            <Badge key={phrase}>{phrase}</Badge>
          ))}
        </p>
        <Budget {...item} />
        <p className="text-xs text-text-3">
          Made {formatAgo(item.created_at)} ·{' '}
          {item.last_used_at === null ? 'never used' : `last used ${formatAgo(item.last_used_at)}`}
          {item.previous_until === null ? null : ' · its old secret is good for a while yet'}
        </p>
      </div>
      {item.state === 'revoked' ? null : (
        <div className="flex flex-wrap gap-2">
          <Button id={changeId} size="sm" aria-label={`Change ${item.name}`} onClick={() => setChanging(true)}>
            Change
          </Button>
          {item.state === 'active' ? (
            <>
              <Button size="sm" disabled={rotating} onClick={onRotate}>
                New secret
              </Button>
              <Button size="sm" variant="danger" aria-label={`Revoke ${item.name}`} onClick={onRevoke}>
                Revoke …
              </Button>
            </>
          ) : null}
        </div>
      )}
    </li>
  );
}
