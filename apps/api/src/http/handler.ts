import type { AppRoute } from '@ts-rest/core';
import { initServer } from '@ts-rest/fastify';

const server = initServer();

/** The handler of one route of the contract, with its request and its declared responses typed. */
export type Handler<R extends AppRoute> = ReturnType<typeof server.route<R>>;
