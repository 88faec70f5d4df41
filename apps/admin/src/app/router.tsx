import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ModelScreen } from '../model/ModelScreen.js';
import { ModelsScreen } from '../model/ModelsScreen.js';
import { TaskScreen } from '../task/TaskScreen.js';
import { TasksScreen } from '../task/TasksScreen.js';
import { parseTaskFilter } from '../task/task-filter.js';
import { NotFound } from './NotFound.js';
import { Shell } from './Shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tasks', replace: true });
  },
});

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

export const router = createRouter({
  routeTree: root.addChildren([start, tasks, task, models, model]),
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
