import { contract } from '@easel/contracts';
import { type AppRoute, isAppRoute } from '@ts-rest/core';

/** Every route of the contract with its name. Whatever is walked with this cannot forget a route. */
export function contractRoutes(): [name: string, route: AppRoute][] {
  const walk = (part: object, names: string[]): [string, AppRoute][] =>
    Object.entries(part).flatMap(([name, inner]): [string, AppRoute][] => {
      const path = [...names, name];
      // A router holds routes and routers only.
      return isAppRoute(inner) ? [[path.join('.'), inner]] : walk(inner as object, path);
    });
  return walk(contract, []);
}
