import { createRoute, createRouter } from '@tanstack/react-router';
import { parseCallFilter } from '../call/call-filter.js';
import { ModelScreen } from '../model/ModelScreen.js';
import { ModelsScreen } from '../model/ModelsScreen.js';
import { TaskScreen } from '../task/TaskScreen.js';
import { TasksScreen } from '../task/TasksScreen.js';
import { parseTaskFilter } from '../task/task-filter.js';
import { parseRange } from '../usage/usage-range.js';
import { operatingRoutes } from './operating-routes.js';
import { part } from './part.js';
import { peopleRoutes } from './people-routes.js';
import { root } from './root-route.js';

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: parseTaskFilter,
  component: function Tasks() {
    const filter = tasks.useSearch();
    const navigate = tasks.useNavigate();
    return <TasksScreen filter={filter} onFilter={(search) => void navigate({ search })} />;
  },
});

const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$taskId',
  component: function OneTask() {
    const { taskId } = task.useParams();
    return <TaskScreen key={taskId} id={taskId} />;
  },
});

const models = createRoute({ getParentRoute: () => root, path: '/models', component: ModelsScreen });

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$modelId',
  component: function OneModel() {
    const { modelId } = model.useParams();
    return <ModelScreen key={modelId} id={modelId} />;
  },
});

// Screens of operators are fetched when they are gone to.
const BackendScreen = part(async () => ({ default: (await import('../backend/BackendScreen.js')).BackendScreen }));
const BackendsScreen = part(async () => ({ default: (await import('../backend/BackendsScreen.js')).BackendsScreen }));
const CallsScreen = part(async () => ({ default: (await import('../call/CallsScreen.js')).CallsScreen }));
const DeploymentsScreen = part(async () => ({
  default: (await import('../deployment/DeploymentsScreen.js')).DeploymentsScreen,
}));
const UsageScreen = part(async () => ({ default: (await import('../usage/UsageScreen.js')).UsageScreen }));

const named = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const backends = createRoute({
  getParentRoute: () => root,
  path: '/backends',
  validateSearch: (search: Record<string, unknown>): { model?: string } => {
    const model = named(search.model);
    return model === undefined ? {} : { model };
  },
  loader: () => BackendsScreen.preload(),
  component: function Backends() {
    const { model } = backends.useSearch();
    const navigate = backends.useNavigate();
    return (
      <BackendsScreen
        model={model}
        onModel={(chosen) =>
          void navigate({ search: chosen === undefined ? {} : { model: chosen }, replace: true, resetScroll: false })
        }
      />
    );
  },
});

const backend = createRoute({
  getParentRoute: () => root,
  path: '/backends/$backendId',
  validateSearch: (search: Record<string, unknown>): { deploy?: string } => {
    const deploy = named(search.deploy);
    return deploy === undefined ? {} : { deploy };
  },
  loader: () => BackendScreen.preload(),
  component: function OneBackend() {
    const { backendId } = backend.useParams();
    return <BackendScreen key={backendId} id={backendId} deploy={backend.useSearch().deploy} />;
  },
});

const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  validateSearch: (search: Record<string, unknown>): { only?: 'amiss' } =>
    search.only === 'amiss' ? { only: 'amiss' } : {},
  loader: () => DeploymentsScreen.preload(),
  component: function Deployments() {
    const { only } = deployments.useSearch();
    const navigate = deployments.useNavigate();
    return (
      <DeploymentsScreen
        amiss={only === 'amiss'}
        onAmiss={(amiss) => void navigate({ search: amiss ? { only: 'amiss' } : {} })}
      />
    );
  },
});

const calls = createRoute({
  getParentRoute: () => root,
  path: '/calls',
  validateSearch: parseCallFilter,
  loader: () => CallsScreen.preload(),
  component: function Calls() {
    const navigate = calls.useNavigate();
    return <CallsScreen filter={calls.useSearch()} onFilter={(search) => void navigate({ search })} />;
  },
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  validateSearch: parseRange,
  loader: () => UsageScreen.preload(),
  component: function Sums() {
    const navigate = usage.useNavigate();
    return <UsageScreen range={usage.useSearch()} onRange={(search) => void navigate({ search })} />;
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    tasks,
    task,
    backends,
    backend,
    deployments,
    calls,
    models,
    model,
    usage,
    ...operatingRoutes,
    ...peopleRoutes,
  ]),
  basepath: '/admin',
  // Addresses a person can read and change: ?status=failed,cancelled
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
    return text === '' ? '' : `?${text.replaceAll('%2C', ',')}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
