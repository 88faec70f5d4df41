import { Outlet, useLocation } from '@tanstack/react-router';
import { LiveEvents } from '../system/LiveEvents.js';
import { Gate } from '../user/Gate.js';
import { Shell } from './Shell.js';

/** What one sees before one is in. */
const OUTSIDE: readonly string[] = ['/setup'];

/** Everything behind the sign-in, and the few pages before it. */
export function Inside() {
  const path = useLocation({ select: (location) => location.pathname });
  if (OUTSIDE.includes(path)) return <Outlet />;
  return (
    <Gate>
      <LiveEvents>
        <Shell />
      </LiveEvents>
    </Gate>
  );
}
