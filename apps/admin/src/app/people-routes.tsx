import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from './root-route.js';

const KeysScreen = lazyRouteComponent(() => import('../key/KeysScreen.js'), 'KeysScreen');

const keys = createRoute({ getParentRoute: () => root, path: '/keys', component: KeysScreen });

/** Who may come in, and with what. */
export const peopleRoutes = [keys] as const;
