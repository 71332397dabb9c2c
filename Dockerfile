# One image for all roles: `docker run paperboy start --roles web`. TypeScript runs through tsx, as in the tests, so that
# no build step can differ from what was tested.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    DATA_DIR=/data \
    PORT=3000
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json tsconfig.json LICENSE ./
COPY config ./config
COPY src ./src
COPY templates ./templates
COPY workers ./workers
USER node
VOLUME /data
EXPOSE 3000
# Node itself is process 1 and receives SIGTERM; npm in between would only add a shell.
ENTRYPOINT ["node", "--import", "tsx", "src/cli/main.ts"]
CMD ["start"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
