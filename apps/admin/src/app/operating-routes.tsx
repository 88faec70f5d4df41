import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { parseAuditFilter } from '../audit/audit-filter.js';
import { root } from './root-route.js';

const AuditScreen = lazyRouteComponent(() => import('../audit/AuditScreen.js'), 'AuditScreen');
const ThingScreen = lazyRouteComponent(() => import('../audit/ThingScreen.js'), 'ThingScreen');
const StorageScreen = lazyRouteComponent(() => import('../storage/StorageScreen.js'), 'StorageScreen');
const RetentionScreen = lazyRouteComponent(() => import('../retention/RetentionScreen.js'), 'RetentionScreen');

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: parseAuditFilter,
  component: function Audit() {
    const navigate = audit.useNavigate();
    return <AuditScreen filter={audit.useSearch()} onFilter={(search) => void navigate({ search })} />;
  },
});

const thing = createRoute({
  getParentRoute: () => root,
  path: '/things/$thingId',
  component: function Thing() {
    const { thingId } = thing.useParams();
    return <ThingScreen key={thingId} id={thingId} />;
  },
});

const storage = createRoute({ getParentRoute: () => root, path: '/storage', component: StorageScreen });
const retention = createRoute({ getParentRoute: () => root, path: '/retention', component: RetentionScreen });

/** What operators look after: the log, the disk, the settings. */
export const operatingRoutes = [audit, thing, storage, retention] as const;
