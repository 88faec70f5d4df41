import { CONTRACT_HEADER, contract, REQUEST_ID_HEADER } from '@easel/contracts';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { initServer } from '@ts-rest/fastify';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { assetHandlers } from './asset/asset.router.js';
import { auditHandlers } from './audit/audit.router.js';
import { backendHandlers } from './backend/backend.router.js';
import type { Context } from './context.js';
import { registerErrors, sendProblem } from './http/errors.js';
import { registerHooks, requestId } from './http/hooks.js';
import { lazyRequestLog } from './http/request-log.js';
import { registerSerializers } from './http/serializers.js';
import { registerPages } from './http/static-pages.js';
import { installationHandlers } from './installation/installation.router.js';
import { keyHandlers } from './key/key.router.js';
import { registerRateLimits } from './limit/rate-hook.js';
import { registerMetrics } from './metrics/metrics.route.js';
import { adminModelHandlers } from './model/admin-model.router.js';
import { modelHandlers } from './model/model.router.js';
import { registerOpenApi } from './openapi/openapi.route.js';
import { overviewHandlers } from './overview/overview.router.js';
import { retentionHandlers } from './retention/retention.router.js';
import { storageHandlers } from './storage/storage.router.js';
import { systemHandlers } from './system/system.router.js';
import { adminTaskHandlers } from './task/admin-task.router.js';
import { taskHandlers } from './task/task.router.js';
import { usageHandlers } from './usage/usage.router.js';
import { registerAuth } from './user/auth.route.js';
import { userHandlers } from './user/user.router.js';
import { webhookHandlers } from './webhook/webhook.router.js';

const BODY_LIMIT = 1024 * 1024;

function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, String(body), done);
  });
}

/** Builds the API: every route of the contract, the OpenAPI document, and the built studio and console. */
export async function buildApp(ctx: Context): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: ctx.log,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger, bindings) => lazyRequestLog(logger, bindings),
    bodyLimit: BODY_LIMIT,
    // What X-Forwarded-* says counts only when it comes from a proxy that the operator named.
    trustProxy: ctx.config.trusted_proxies.length > 0 ? ctx.config.trusted_proxies : false,
    genReqId: (request) => requestId(request.headers),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    // An address that is none never reaches the hooks.
    frameworkErrors: (error, request, reply) => {
      reply.headers({
        [REQUEST_ID_HEADER]: request.id,
        [CONTRACT_HEADER]: ctx.contract_hash,
        'server-timing': 'total;dur=0',
      });
      sendProblem(error, request, reply);
    },
  }) as unknown as FastifyInstance;
  registerErrors(app);
  registerHooks(app, ctx);
  registerRateLimits(app, ctx);
  acceptEmptyJson(app);
  if (ctx.config.origins.length > 0) {
    await app.register(cors, { origin: ctx.config.origins, credentials: false, exposedHeaders: ['*'] });
  }
  await app.register(multipart, {
    limits: {
      files: 1,
      fields: 0,
      parts: 2,
      fileSize: Math.round(ctx.settings.limits.upload_max_mib * 1024 * 1024),
    },
  });
  registerSerializers(app);
  const server = initServer();
  const router = server.router(contract, {
    system: systemHandlers(ctx),
    model: modelHandlers(ctx),
    task: taskHandlers(ctx),
    asset: assetHandlers(ctx),
    usage: usageHandlers(ctx),
    backend: backendHandlers(ctx),
    retention: retentionHandlers(ctx),
    storage: storageHandlers(ctx),
    audit: auditHandlers(ctx),
    key: keyHandlers(ctx),
    user: userHandlers(ctx),
    overview: overviewHandlers(ctx),
    admin_task: adminTaskHandlers(ctx),
    admin_model: adminModelHandlers(ctx),
    installation: installationHandlers(ctx),
    webhook: webhookHandlers(ctx),
  });
  await app.register(server.plugin(router), {
    logInitialization: false,
    responseValidation: ctx.config.validate_responses,
    requestValidationErrorHandler: (error) => {
      throw error;
    },
  });
  registerAuth(app, ctx);
  registerOpenApi(app, ctx);
  registerMetrics(app, ctx);
  const { otlp_endpoint } = ctx.config;
  if (otlp_endpoint !== null) (await import('./trace/register-traces.js')).registerTraces(app, ctx, otlp_endpoint);
  await registerPages(app, ctx.config.root_dir);
  return app;
}
