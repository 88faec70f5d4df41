import { createRoute } from '@tanstack/react-router';
import type { UserFilter } from '../user/user.queries.js';
import { part } from './part.js';
import { root } from './root-route.js';

const KeysScreen = part(async () => ({ default: (await import('../key/KeysScreen.js')).KeysScreen }));
const PeopleScreen = part(async () => ({ default: (await import('../user/PeopleScreen.js')).PeopleScreen }));
const PersonScreen = part(async () => ({ default: (await import('../user/PersonScreen.js')).PersonScreen }));
const InvitationsScreen = part(async () => ({
  default: (await import('../user/InvitationsScreen.js')).InvitationsScreen,
}));
const SetupScreen = part(async () => ({ default: (await import('../user/SetupScreen.js')).SetupScreen }));

const keys = createRoute({ getParentRoute: () => root, path: '/keys', component: KeysScreen });

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: ({ search, role }: Record<string, unknown>): UserFilter => ({
    ...(typeof search === 'string' && search !== '' && { search }),
    ...((role === 'admin' || role === 'member') && { role }),
  }),
  loader: () => PeopleScreen.preload(),
  component: function People() {
    const navigate = people.useNavigate();
    return (
      <PeopleScreen
        filter={people.useSearch()}
        onFilter={(search) => void navigate({ search, replace: true, resetScroll: false })}
      />
    );
  },
});

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$userId',
  loader: () => PersonScreen.preload(),
  component: function Person() {
    const { userId } = person.useParams();
    return <PersonScreen key={userId} id={userId} />;
  },
});

const invitations = createRoute({ getParentRoute: () => root, path: '/invitations', component: InvitationsScreen });
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: SetupScreen });

/** Who may come in, and with what. */
export const peopleRoutes = [keys, people, person, invitations, setup] as const;
