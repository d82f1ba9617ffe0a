# One image for API, worker and migrations; the command chooses.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
# Everything is installed to build, then only what the two programs run on.
RUN npx -y pnpm@10.34.9 install --frozen-lockfile \
  && npx pnpm run bundle \
  && find . -name node_modules -prune -exec rm -rf {} + \
  && CI=true npx -y pnpm@10.34.9 install --prod --frozen-lockfile \
       --filter-prod "@booking/api..." --filter-prod "@booking/worker..." \
  && rm -rf .turbo tooling docs ops packages/*/src packages/*/test apps/*/src apps/*/test

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app /app
USER node
EXPOSE 3000 9464
CMD ["node", "apps/api/dist/main.js"]
