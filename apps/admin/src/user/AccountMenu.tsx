import { MenuButton, menuItemClass, UserMenu } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Image, LogOut, UserRound } from 'lucide-react';
import { sessionQuery } from '../system/system.queries.js';
import { useSignOut } from './use-sign-in.js';

/** Who is here, and the ways to one's account, to the studio and out. */
export function AccountMenu() {
  const { data: session } = useQuery(sessionQuery());
  const leave = useSignOut();
  const user = session?.user ?? null;
  if (!session || user === null) return null;
  return (
    <UserMenu name={user.name} detail={session.auth === 'local' ? 'On this machine, no sign-in' : user.email}>
      <a href="/" className={menuItemClass}>
        <Image aria-hidden className="size-4 text-text-3" />
        Studio
      </a>
      <a href="/account" className={menuItemClass}>
        <UserRound aria-hidden className="size-4 text-text-3" />
        Account
      </a>
      {session.auth === 'accounts' ? (
        <MenuButton onClick={() => leave.mutate()}>
          <LogOut aria-hidden className="size-4 text-text-3" />
          Sign out
        </MenuButton>
      ) : null}
    </UserMenu>
  );
}
