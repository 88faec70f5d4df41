import { MenuButton, menuItemClass, UserMenu } from '@easel/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Gauge, LogOut, UserRound } from 'lucide-react';
import { useSignOut } from './use-sign-in';
import { sessionQuery } from './user.queries';

/** Who is here, and the ways to one's account, to the console and out. */
export function AccountMenu() {
  const { data: session } = useQuery(sessionQuery());
  const leave = useSignOut();
  const user = session?.user ?? null;
  if (!session || user === null) return null;
  return (
    <UserMenu name={user.name} detail={session.auth === 'local' ? 'On this machine, no sign-in' : user.email}>
      <Link to="/account" className={menuItemClass}>
        <UserRound aria-hidden className="size-4 text-text-3" />
        Account
      </Link>
      {user.role === 'admin' ? (
        <a href="/admin" className={menuItemClass}>
          <Gauge aria-hidden className="size-4 text-text-3" />
          Console
        </a>
      ) : null}
      {session.auth === 'accounts' ? (
        <MenuButton onClick={() => leave.mutate()}>
          <LogOut aria-hidden className="size-4 text-text-3" />
          Sign out
        </MenuButton>
      ) : null}
    </UserMenu>
  );
}
