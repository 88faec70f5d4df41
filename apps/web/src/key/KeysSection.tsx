import type { Key, KeyWithSecret } from '@easel/sdk';
import { Button, ConfirmByName, EmptyState, ErrorState, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { explainError } from '../app/explain-error';
import { KeyRow } from './KeyRow';
import { keysQuery } from './key.queries';
import { MadeKey, NewKey } from './NewKey';
import { useKeyActions } from './use-key-actions';

/** One's own keys. */
export function KeysSection() {
  const keys = useInfiniteQuery(keysQuery());
  const { revoke, rotate } = useKeyActions();
  const [ending, setEnding] = useState<Key | null>(null);
  const [rotated, setRotated] = useState<KeyWithSecret | null>(null);
  const items = keys.data?.pages.flatMap((page) => page.items);
  return (
    <div className="flex flex-col gap-5">
      <NewKey />
      {rotated === null ? null : <MadeKey key={rotated.secret} made={rotated} onKept={() => setRotated(null)} />}
      {items === undefined && keys.isError ? (
        <ErrorState
          title="Your keys could not be read"
          action={<Button onClick={() => keys.refetch()}>Try again</Button>}
        >
          {explainError(keys.error)}
        </ErrorState>
      ) : items === undefined ? (
        <Skeleton className="h-32" />
      ) : items.length === 0 ? (
        <EmptyState title="No keys yet" icon={<KeyRound aria-hidden className="size-7" />}>
          A key lets a program make pictures for you. Type a name above and press Enter.
        </EmptyState>
      ) : (
        <ul aria-label="Keys" className="divide-y divide-line rounded-md border border-line">
          {items.map((item) => (
            <KeyRow
              key={item.id}
              item={item}
              rotating={rotate.isPending}
              onRotate={() => rotate.mutate(item, { onSuccess: setRotated })}
              onRevoke={() => {
                revoke.reset();
                setEnding(item);
              }}
            />
          ))}
        </ul>
      )}
      {keys.hasNextPage ? (
        <Button className="self-center" disabled={keys.isFetchingNextPage} onClick={() => keys.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      <ConfirmByName
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={`Revoke ${ending?.name ?? ''}?`}
        name={ending?.name ?? ''}
        action="Revoke it"
        pending={revoke.isPending}
        error={revoke.isError ? explainError(revoke.error) : null}
        onConfirm={() => ending && revoke.mutate(ending, { onSuccess: () => setEnding(null) })}
      >
        Programs that use it are refused from now on. This cannot be undone; another key can be made at any time.
      </ConfirmByName>
    </div>
  );
}
