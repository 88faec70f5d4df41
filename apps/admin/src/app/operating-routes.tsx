import { createRoute } from '@tanstack/react-router';
import { parseAuditFilter } from '../audit/audit-filter.js';
import { DAY_WINDOW, type WindowKey, windowOf } from '../overview/overview.queries.js';
import { parseDeliveryFilter } from '../webhook/delivery-filter.js';
import { part } from './part.js';
import { root } from './root-route.js';

const AuditScreen = part(async () => ({ default: (await import('../audit/AuditScreen.js')).AuditScreen }));
const ThingScreen = part(async () => ({ default: (await import('../audit/ThingScreen.js')).ThingScreen }));
const StorageScreen = part(async () => ({ default: (await import('../storage/StorageScreen.js')).StorageScreen }));
const RetentionScreen = part(async () => ({
  default: (await import('../retention/RetentionScreen.js')).RetentionScreen,
}));

const SettingsScreen = part(async () => ({ default: (await import('../settings/SettingsScreen.js')).SettingsScreen }));
const WebhooksScreen = part(async () => ({ default: (await import('../webhook/WebhooksScreen.js')).WebhooksScreen }));
const DeliveriesScreen = part(async () => ({
  default: (await import('../webhook/DeliveriesScreen.js')).DeliveriesScreen,
}));
const DeliveryScreen = part(async () => ({ default: (await import('../webhook/DeliveryScreen.js')).DeliveryScreen }));
const OverviewScreen = part(async () => ({ default: (await import('../overview/OverviewScreen.js')).OverviewScreen }));

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { within?: WindowKey } => {
    const { key } = windowOf(search.within);
    return key === DAY_WINDOW.key ? {} : { within: key };
  },
  loader: () => OverviewScreen.preload(),
  component: function Start() {
    const navigate = overview.useNavigate();
    return (
      <OverviewScreen
        window={windowOf(overview.useSearch().within)}
        onWindow={(within) =>
          void navigate({ search: within === DAY_WINDOW.key ? {} : { within }, replace: true, resetScroll: false })
        }
      />
    );
  },
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: parseAuditFilter,
  loader: () => AuditScreen.preload(),
  component: function Audit() {
    const navigate = audit.useNavigate();
    return <AuditScreen filter={audit.useSearch()} onFilter={(search) => void navigate({ search })} />;
  },
});

const thing = createRoute({
  getParentRoute: () => root,
  path: '/things/$thingId',
  loader: () => ThingScreen.preload(),
  component: function Thing() {
    const { thingId } = thing.useParams();
    return <ThingScreen key={thingId} id={thingId} />;
  },
});

const storage = createRoute({ getParentRoute: () => root, path: '/storage', component: StorageScreen });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsScreen });
const webhooks = createRoute({ getParentRoute: () => root, path: '/webhooks', component: WebhooksScreen });

const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  validateSearch: parseDeliveryFilter,
  loader: () => DeliveriesScreen.preload(),
  component: function Deliveries() {
    const navigate = deliveries.useNavigate();
    return <DeliveriesScreen filter={deliveries.useSearch()} onFilter={(search) => void navigate({ search })} />;
  },
});

const delivery = createRoute({
  getParentRoute: () => root,
  path: '/deliveries/$deliveryId',
  loader: () => DeliveryScreen.preload(),
  component: function OneDelivery() {
    const { deliveryId } = delivery.useParams();
    return <DeliveryScreen key={deliveryId} id={deliveryId} />;
  },
});

const retention = createRoute({ getParentRoute: () => root, path: '/retention', component: RetentionScreen });

/** What operators look after: the log, the disk, the settings. */
export const operatingRoutes = [
  overview,
  audit,
  thing,
  storage,
  retention,
  settings,
  webhooks,
  deliveries,
  delivery,
] as const;
