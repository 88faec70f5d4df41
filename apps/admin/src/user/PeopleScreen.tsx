import type { User } from '@easel/contracts';
import { Avatar, Badge, Button, buttonClass, EmptyState, Input, Skeleton } from '@easel/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserPlus, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Ago } from '../app/Ago.js';
import { CallError } from '../app/CallError.js';
import { Chip } from '../app/Chip.js';
import { useTitle } from '../app/use-title.js';
import { BudgetCell } from '../key/BudgetCell.js';
import { type UserFilter, usersQuery } from './user.queries.js';

/** A pause in typing after which the list is asked for. */
const PAUSE_MS = 250;

interface PeopleScreenProps {
  filter: UserFilter;
  onFilter: (filter: UserFilter) => void;
}

/** Who has an account. */
export function PeopleScreen({ filter, onFilter }: PeopleScreenProps) {
  useTitle('People');
  const list = useInfiniteQuery(usersQuery(filter));
  const items = list.data?.pages.flatMap((page) => page.items);
  const { search: _search, ...unsearched } = filter;
  const { role: _role, ...anyRole } = filter;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 p-4 pb-10">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-base font-semibold">People</h1>
        <Link to="/invitations" className={buttonClass('primary')}>
          <UserPlus aria-hidden className="size-4" />
          Invite somebody
        </Link>
      </div>
      <div className="flex flex-wrap gap-2">
        <Search
          initial={filter.search ?? ''}
          onSearch={(search) => onFilter(search === '' ? unsearched : { ...filter, search })}
        />
        <Chip
          on={filter.role === 'admin'}
          onPress={() => onFilter(filter.role === 'admin' ? anyRole : { ...filter, role: 'admin' })}
        >
          Administrators
        </Chip>
      </div>
      {items === undefined && list.isError ? (
        <CallError title="People could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : items === undefined ? (
        <div role="status">
          <span className="mb-2 block text-[13px] text-text-2">Loading people …</span>
          <Skeleton className="h-40" />
        </div>
      ) : items.length === 0 ? (
        <EmptyState
          title="Nobody fits"
          icon={<Users aria-hidden className="size-7" />}
          action={<Button onClick={() => onFilter({})}>Show everyone</Button>}
        >
          No name or address has what you searched for.
        </EmptyState>
      ) : (
        <ul aria-label="People" className="divide-y divide-line rounded-md border border-line bg-surface-2">
          {items.map((user) => (
            <PersonRow key={user.id} user={user} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </div>
  );
}

function Search({ initial, onSearch }: { initial: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(initial);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    if (text.trim() === initial) return;
    const timer = setTimeout(() => onSearch(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Input
      type="search"
      aria-label="Search people"
      placeholder="Name or e-mail"
      className="h-8! max-w-72 flex-1 basis-48"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function PersonRow({ user }: { user: User }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 p-3 text-[13px] hover:bg-surface-3">
      <div className="flex min-w-0 flex-1 basis-56 items-center gap-3">
        <Avatar name={user.name} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <Link
              to="/people/$userId"
              params={{ userId: user.id }}
              className="font-medium break-all after:absolute after:inset-0"
            >
              {user.name}
            </Link>
            {user.role === 'admin' ? <Badge tone="accent">administrator</Badge> : null}
            {user.disabled_at === null ? null : <Badge tone="bad">disabled</Badge>}
          </p>
          <p className="truncate text-xs text-text-3">{user.email ?? 'no address'}</p>
        </div>
      </div>
      <div className="basis-44">
        <BudgetCell {...user} />
      </div>
      <p className="basis-32 text-xs text-text-3">
        {user.last_seen_at === null ? (
          'not signed in'
        ) : (
          <>
            seen <Ago at={user.last_seen_at} />
          </>
        )}
      </p>
    </li>
  );
}
