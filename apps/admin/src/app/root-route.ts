import { createRootRoute } from '@tanstack/react-router';
import { NotFound } from './NotFound.js';
import { Shell } from './Shell.js';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
