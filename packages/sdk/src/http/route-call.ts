import type { Contract, Problem } from '@easel/contracts';
import type { AppRoute, ClientInferRequest, ClientInferResponses } from '@ts-rest/core';

/** A room of the contract, for example `task`. */
export type Room = keyof Contract;
/** Name of a route within a room. */
export type RouteName<R extends Room> = keyof Contract[R];

type Route<R extends Room, N extends RouteName<R>> = Extract<Contract[R][N], AppRoute>;

/** What a route takes: `params`, `query`, `body`, `headers`, as the contract declares them. */
export type RequestOf<R extends Room, N extends RouteName<R>> = Pick<
  ClientInferRequest<Route<R, N>>,
  Extract<keyof ClientInferRequest<Route<R, N>>, 'params' | 'query' | 'body' | 'headers'>
>;

/** A route's successful answers; problems are thrown instead. */
export type AnswerOf<R extends Room, N extends RouteName<R>> = Exclude<
  ClientInferResponses<Route<R, N>>,
  { body: Problem }
>;
