# One image for API, worker and migrations; the command chooses.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npx -y pnpm@10.34.9 install --frozen-lockfile \
  && npx pnpm run bundle \
  && CI=true npx pnpm install --prod --frozen-lockfile --no-optional

FROM node:24-slim
WORKDIR /app
COPY --from=build /app /app
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]
