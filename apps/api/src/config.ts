import * as z from 'zod'

const SECRET_BYTES_MIN = 32

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, { error: `must be a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })

const url = (...schemes: string[]) =>
  z
    .string()
    .refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`) && URL.canParse(value)), {
      error: `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    })

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: integer(0, 65_535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATABASE_URL: url('postgresql', 'postgres'),
  DATABASE_POOL_MAX: integer(1, 1_000).default(10),
  REDIS_URL: url('redis', 'rediss').optional(),
  JWT_SECRET: z.string().refine((value) => Buffer.byteLength(value) >= SECRET_BYTES_MIN, {
    error: `must be at least ${SECRET_BYTES_MIN} bytes long; make one with: openssl rand -hex 32`,
  }),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  RATE_LIMIT_WINDOW: integer(1_000, 86_400_000).default(60_000),
  RATE_LIMIT_MAX: integer(1, 1_000_000_000).default(100),
  RATE_LIMIT_MAX_PREMIUM: integer(1, 1_000_000_000).default(500),
  RATE_LIMIT_MAX_ADMIN: integer(1, 1_000_000_000).default(1_000),
  TRUSTED_PROXIES: integer(0, 100).default(0),
  SERIES_OCCURRENCES_MAX: integer(1, 100_000).default(2_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** Everything the environment decides, read once and frozen. */
export interface Config {
  readonly isProduction: boolean
  readonly port: number
  readonly host: string
  readonly databaseUrl: string
  readonly databasePoolMax: number
  readonly redisUrl: string | undefined
  readonly token: {
    readonly secret: string
    readonly issuer: string | undefined
    readonly audience: string | undefined
  }
  readonly rateLimit: RateLimitConfig
  /** Hops in front of this server whose X-Forwarded-For entries are believed. */
  readonly trustedProxies: number
  readonly occurrencesMax: number
  readonly logLevel: string
}

/** Requests a subject may send in any window, by the role in its token. */
export interface RateLimitConfig {
  readonly windowMs: number
  readonly standard: number
  readonly premium: number
  readonly admin: number
}

/** A setting is missing or wrong. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the settings of the API.
 *
 * @param environment usually process.env
 * @throws ConfigError with a line for every setting that is wrong
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const result = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is required' : undefined),
  })
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`)
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  const settings = result.data
  return Object.freeze({
    isProduction: settings.NODE_ENV === 'production',
    port: settings.PORT,
    host: settings.HOST,
    databaseUrl: settings.DATABASE_URL,
    databasePoolMax: settings.DATABASE_POOL_MAX,
    redisUrl: settings.REDIS_URL,
    token: {
      secret: settings.JWT_SECRET,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
    },
    rateLimit: {
      windowMs: settings.RATE_LIMIT_WINDOW,
      standard: settings.RATE_LIMIT_MAX,
      premium: settings.RATE_LIMIT_MAX_PREMIUM,
      admin: settings.RATE_LIMIT_MAX_ADMIN,
    },
    trustedProxies: settings.TRUSTED_PROXIES,
    occurrencesMax: settings.SERIES_OCCURRENCES_MAX,
    logLevel: settings.LOG_LEVEL,
  })
}
