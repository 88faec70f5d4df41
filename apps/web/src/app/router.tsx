import { Button, buttonClass, EmptyState, ErrorState } from '@easel/ui';
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
  Outlet,
  useLocation,
} from '@tanstack/react-router';
import { CreateScreen } from '../task/CreateScreen';
import { Gate } from '../user/Gate';
import { readReturnTo } from '../user/return-to';
import { SignInScreen } from '../user/SignInScreen';
import { explainError } from './explain-error';
import { part } from './part';
import { Shell } from './Shell';

function NotFound() {
  return (
    <EmptyState
      className="h-full justify-center"
      title="There is nothing at this address"
      action={
        <Link to="/" className={buttonClass('primary')}>
          Make a picture
        </Link>
      }
    />
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <ErrorState
      className="h-full justify-center"
      title="This screen could not be shown"
      action={<Button onClick={reset}>Try again</Button>}
    >
      {explainError(error)}
    </ErrorState>
  );
}

/** What one sees before one is in. */
const OUTSIDE: readonly string[] = ['/sign-in', '/join', '/reset'];

function Root() {
  const path = useLocation({ select: (location) => location.pathname });
  if (OUTSIDE.includes(path)) return <Outlet />;
  return (
    <Gate>
      <Shell />
    </Gate>
  );
}

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    search.to === undefined ? {} : { to: readReturnTo(search.to) },
  component: function SigningIn() {
    return <SignInScreen return_to={signInRoute.useSearch().to ?? '/'} />;
  },
});

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: part(async () => ({ default: (await import('../user/JoinScreen')).JoinScreen })),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: part(async () => ({ default: (await import('../user/ResetScreen')).ResetScreen })),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: part(async () => ({ default: (await import('../user/AccountScreen')).AccountScreen })),
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): { task?: string } =>
    typeof search.task === 'string' ? { task: search.task } : {},
  component: CreateScreen,
});

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gallery',
  validateSearch: (search: Record<string, unknown>): { favorite?: true } =>
    search.favorite === true ? { favorite: true } : {},
  component: part(async () => ({ default: (await import('../asset/GalleryScreen')).GalleryScreen })),
});

const assetRoute = createRoute({
  getParentRoute: () => galleryRoute,
  path: '$assetId',
  component: part(async () => ({ default: (await import('../asset/AssetScreen')).AssetScreen })),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    galleryRoute.addChildren([assetRoute]),
    accountRoute,
    signInRoute,
    joinRoute,
    resetRoute,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
