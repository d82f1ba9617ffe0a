import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = path.dirname(fileURLToPath(import.meta.url))

/**
 * Workspace packages are tested as they are written, not as they were last built. Others as Node finds them: without the
 * condition `module`, which is for bundlers, and leads to files that Node cannot load.
 */
const conditions = ['@booking/source', 'node', 'development|production']

const folders = ['packages', 'apps', 'tooling']
  .flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(path.join(root, folder, 'package.json')))

export default defineConfig({
  root,
  // The environment in which Vitest loads global set-up files.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    globalSetup: [path.join(root, 'tooling/testkit/src/global-setup.ts')],
    provide: { migrationsModule: path.join(root, 'packages/storage/src/index.ts') },
    reporters: process.stdout.isTTY ? ['default', 'json'] : ['dot', 'json'],
    outputFile: { json: path.join(root, 'test-results/vitest.json') },
    projects: folders.map((folder) => ({
      root: path.join(root, folder),
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name: path.basename(folder),
        include: ['**/*.test.ts'],
        exclude: ['**/node_modules/**', '**/dist/**'],
        setupFiles: [path.join(root, 'tooling/testkit/src/property-seed.ts')],
        pool: 'forks' as const,
        // Nothing waits for these but a test that hangs: a busy machine is no reason to fail.
        testTimeout: 60_000,
        hookTimeout: 120_000,
      },
    })),
  },
})
