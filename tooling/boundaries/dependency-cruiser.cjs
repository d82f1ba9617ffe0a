/** Who may import whom. `pnpm verify` holds the repository to it. */
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** A dependency that is risky or may have to be replaced is imported by one file. */
const oneImporter = (dependency, ...files) =>
  only(
    `only-${files.map((file) => file.split('/').pop()).join('-or-')}-imports-${dependency}`,
    `${dependency} is wrapped by ${files.join(' and ')}; import that instead.`,
    {
      path: '^(packages|apps)/[^/]+/src/',
      pathNot: [...files.map((file) => `^${file}$`), '\\.test\\.ts$'],
    },
    { path: `node_modules/${dependency}/` },
  )

const src = '^(packages|apps|tooling)/[^/]+/src/'
const testFile = '(\\.test\\.ts|/test/|/bench/|vitest\\.config\\.ts)'

module.exports = {
  forbidden: [
    only(
      'no-undeclared',
      'What a package does not declare it may not import.',
      {},
      { couldNotResolve: true },
    ),
    only(
      'no-cycles',
      'A cycle has no bottom to read from.',
      {},
      { circular: true, viaOnly: { pathNot: 'node_modules' } },
    ),
    only(
      'no-deep-paths',
      'A package is used through its exports.',
      { path: '^(packages|apps|tooling)/([^/]+)/' },
      {
        path: '^packages/[^/]+/(src|dist)/(?!index\\.ts$|rrule\\.ts$|rrule-interop\\.ts$)',
        pathNot: '^(packages|apps|tooling)/$2/',
      },
    ),
    only(
      'core-stands-alone',
      'The core knows nothing of ours.',
      { path: '^packages/core/src' },
      {
        path: '^(packages/(?!core)|apps|tooling)/',
        pathNot: 'node_modules',
      },
    ),
    only(
      'core-is-pure',
      'No I/O, no environment in the core.',
      { path: '^packages/core/src', pathNot: testFile },
      { dependencyTypes: ['core'] },
    ),
    only(
      'contract-is-pure',
      'The contract runs anywhere.',
      { path: '^packages/contract/src', pathNot: testFile },
      { dependencyTypes: ['core'] },
    ),
    only(
      'contract-knows-the-core-only',
      'Shapes do not know tables or routes.',
      { path: '^packages/contract/src' },
      {
        path: '^(packages/(?!contract|core)|apps|tooling)/',
        pathNot: 'node_modules',
      },
    ),
    only(
      'client-stands-alone',
      'The client is for programs that have nothing else of ours; its scripts and tests may look at the contract.',
      { path: '^packages/client/src', pathNot: testFile },
      { pathNot: '^packages/client/src' },
    ),
    only(
      'storage-knows-no-http',
      'Storage is used by programs that are no web servers.',
      { path: '^packages/storage/src' },
      {
        path: '(^packages/(contract|client)/|^apps/|node_modules/(hono|@hono)/)',
      },
    ),
    only(
      'telemetry-knows-nothing-of-ours',
      'It measures for whoever asks, and needs nothing for it.',
      { path: '^packages/telemetry/src' },
      { path: '^(packages/(?!telemetry)|apps|tooling)/', pathNot: 'node_modules' },
    ),
    only(
      'settings-know-nothing-of-ours',
      'They read what a program says it has.',
      { path: '^packages/settings/src' },
      { path: '^(packages/(?!settings)|apps|tooling)/', pathNot: 'node_modules' },
    ),
    only(
      'tables-stay-in-storage',
      'Only storage sees a table.',
      { path: '^apps/', pathNot: testFile },
      { path: 'node_modules/(drizzle-orm|postgres)/' },
    ),
    only(
      'apps-do-not-import-apps',
      'Programs share packages, not each other.',
      { path: '^apps/([^/]+)/' },
      {
        path: '^apps/(?!$1/)',
        pathNot: 'node_modules',
      },
    ),
    only(
      'testkit-is-for-tests',
      'Only tests stand on the testkit.',
      { path: src, pathNot: [testFile, '^tooling/(testkit|chaos|load-test|operations)/'] },
      { path: '^tooling/testkit/' },
    ),
    only(
      'bench-stands-apart',
      'Peers that are measured are for measuring only, and nobody stands on a bench.',
      { path: '^(packages|apps|tooling)/', pathNot: '^tooling/bench/' },
      { path: '(^tooling/bench/|node_modules/(rrule-rust|express|sequelize|pg|jsonwebtoken)/)' },
    ),
    only(
      'chaos-stands-apart',
      'Chaos is done to the programs from outside.',
      { path: '^tooling/chaos/' },
      { path: '^(apps|packages/(core|contract|client)|tooling/(launcher|bench))/', pathNot: 'node_modules' },
    ),
    only(
      'load-comes-from-outside',
      'The load test uses the programs over HTTP.',
      { path: '^tooling/load-test/' },
      {
        path: '^(apps|packages/(core|contract|client)|tooling/(launcher|bench|chaos))/',
        pathNot: 'node_modules',
      },
    ),
    oneImporter('temporal-polyfill', 'packages/core/src/zone.ts'),
    oneImporter('rrule', 'packages/core/src/rrule-interop.ts'),
    oneImporter('ioredis', 'apps/api/src/limits/redis-hit-store.ts'),
    oneImporter('hono-rate-limiter', 'apps/api/src/middleware/rate-limit.ts'),
    oneImporter('jose', 'apps/api/src/(?:tokens|issuer-keys).ts'),
    oneImporter('ipaddr.js', 'apps/api/src/middleware/client-address.ts'),
    oneImporter('prom-client', 'packages/telemetry/src/instruments.ts'),
    oneImporter(
      '@opentelemetry',
      'packages/telemetry/src/otlp-tracing.ts',
      'packages/telemetry/src/sampler-of.ts',
      'packages/telemetry/src/telling-exporter.ts',
    ),
    only(
      'traces-are-loaded-late',
      'What makes traces is loaded where they are wanted, and nowhere else.',
      {
        path: '^packages/telemetry/src',
        pathNot: '(\\.test\\.ts|/(otlp-tracing|sampler-of|telling-exporter)\\.ts)$',
      },
      {
        path: '^packages/telemetry/src/(otlp-tracing|sampler-of|telling-exporter)\\.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    ),
    oneImporter(
      'graphile-worker',
      'apps/worker/src/worker.ts',
      'packages/storage/src/queue/install-queue.ts',
    ),
    oneImporter('nodemailer', 'apps/worker/src/mail/smtp-mailer.ts'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/coverage/|/\\.turbo/|node_modules/\\.pnpm/.*/node_modules/.*/node_modules)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@booking/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
}
