import { createRootRoute } from '@tanstack/react-router';
import { Inside } from './Inside.js';
import { NotFound } from './NotFound.js';

export const root = createRootRoute({ component: Inside, notFoundComponent: NotFound });
