# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /easel
ENV CI=true TURBO_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
RUN npm install --global pnpm@12.21.0
COPY . .
RUN pnpm install --frozen-lockfile
RUN pnpm build

# What the API needs to run, without what builds and tests it.
FROM build AS prune
RUN rm -rf node_modules packages/*/node_modules apps/*/node_modules \
  && pnpm install --prod --frozen-lockfile --ignore-scripts --filter "@easel/api..."

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production EASEL_DATA_DIR=/data EASEL_HOST=0.0.0.0 EASEL_PORT=4100 EASEL_AUTH=accounts
WORKDIR /easel
RUN mkdir /data && chown node:node /data
COPY --from=prune /easel/package.json /easel/pnpm-workspace.yaml /easel/inference_settings.json /easel/LICENSE ./
COPY --from=prune /easel/node_modules ./node_modules
COPY --from=prune /easel/packages/contracts ./packages/contracts
COPY --from=prune /easel/packages/engine ./packages/engine
COPY --from=prune /easel/apps/api/package.json ./apps/api/package.json
COPY --from=prune /easel/apps/api/node_modules ./apps/api/node_modules
COPY --from=prune /easel/apps/api/dist ./apps/api/dist
COPY --from=prune /easel/apps/web/dist ./apps/web/dist
COPY --from=prune /easel/apps/admin/dist ./apps/admin/dist
COPY --from=prune /easel/apps/worker ./apps/worker
USER node
VOLUME /data
EXPOSE 4100
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4100/v1/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/api/dist/server.js"]

# With the command that deploys to Modal: build with --target modal.
FROM runtime AS modal
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 python3-venv \
  && rm -rf /var/lib/apt/lists/* \
  && python3 -m venv /opt/modal \
  && /opt/modal/bin/pip install --no-cache-dir "modal>=1.2" jsonschema
ENV PATH=/opt/modal/bin:$PATH
USER node
