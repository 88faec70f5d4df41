import type { Invitation } from '@easel/contracts';
import { Badge, Button, EmptyState, Skeleton, useToast } from '@easel/ui';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { MailPlus } from 'lucide-react';
import { Ago, Countdown } from '../app/Ago.js';
import { CallError, explain } from '../app/CallError.js';
import { easel } from '../app/easel.js';
import { useTitle } from '../app/use-title.js';
import { InviteForm } from './InviteForm.js';
import { invitationsQuery } from './user.queries.js';

const TONES = { open: 'accent', accepted: 'ok', expired: 'warn', revoked: 'neutral' } as const;

/** Who was asked to come. */
export function InvitationsScreen() {
  useTitle('Invitations');
  const list = useInfiniteQuery(invitationsQuery());
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5 p-4 pb-10">
      <h1 className="text-base font-semibold">Invitations</h1>
      <InviteForm />
      {items === undefined && list.isError ? (
        <CallError title="The invitations could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : items === undefined ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading invitations …</span>
          <Skeleton className="h-24" />
        </div>
      ) : items.length === 0 ? (
        <EmptyState title="Nobody was invited yet" icon={<MailPlus aria-hidden className="size-7" />}>
          Type an e-mail address above. The link that you get lets that person choose a name and a password.
        </EmptyState>
      ) : (
        <ul aria-label="Invitations" className="divide-y divide-line rounded-md border border-line bg-surface-2">
          {items.map((item) => (
            <InvitationRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function InvitationRow({ item }: { item: Invitation }) {
  const client = useQueryClient();
  const toast = useToast();
  const revoke = useMutation({
    mutationFn: () => easel.user.revoke_invitation(item.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: invitationsQuery().queryKey }),
    onError: (error) => toast({ message: explain(error), tone: 'bad' }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 p-3 text-[13px]">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium break-all">{item.email}</p>
        <p className="text-xs text-text-3">
          {item.role === 'admin' ? 'administrator' : 'member'} · invited <Ago at={item.created_at} />
          {item.state === 'open' ? (
            <>
              {' '}
              · good for <Countdown until={item.expires_at} />
            </>
          ) : null}
        </p>
      </div>
      <Badge tone={TONES[item.state]}>{item.state}</Badge>
      {item.state === 'open' ? (
        <Button
          size="sm"
          variant="danger"
          disabled={revoke.isPending}
          aria-label={`Take back the invitation of ${item.email}`}
          onClick={() => revoke.mutate()}
        >
          Take back
        </Button>
      ) : null}
    </li>
  );
}
