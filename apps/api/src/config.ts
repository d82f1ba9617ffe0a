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

const fields = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: integer(0, 65_535).default(3000),
  METRICS_PORT: integer(0, 65_535).optional(),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATABASE_URL: url('postgresql', 'postgres'),
  DATABASE_POOL_MAX: integer(1, 1_000).default(10),
  DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
  REDIS_URL: url('redis', 'rediss').optional(),
  JWT_SECRET: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= SECRET_BYTES_MIN, {
      error: `must be at least ${SECRET_BYTES_MIN} bytes long; make one with: openssl rand -hex 32`,
    })
    .optional(),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  JWT_JWKS_URL: url('https', 'http').optional(),
  ACCESS_TOKEN_TTL: integer(60, 31_536_000).default(86_400),
  REFRESH_TOKEN_TTL: integer(60, 315_360_000).default(2_592_000),
  ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(12, { error: 'must be at least 12 characters long' })
    .max(256, { error: 'must be at most 256 characters long' })
    .optional(),
  RATE_LIMIT_WINDOW: integer(1_000, 86_400_000).default(60_000),
  RATE_LIMIT_MAX: integer(1, 1_000_000_000).default(100),
  RATE_LIMIT_MAX_PREMIUM: integer(1, 1_000_000_000).default(500),
  RATE_LIMIT_MAX_ADMIN: integer(1, 1_000_000_000).default(1_000),
  CORS_ORIGINS: z
    .string()
    .transform((value) => value.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      {
        error: 'must be origins such as https://app.example.com, separated by commas',
      },
    )
    .optional(),
  REQUEST_DEADLINE: integer(100, 600_000).default(10_000),
  TRUSTED_PROXIES: integer(0, 100).default(0),
  SERIES_OCCURRENCES_MAX: integer(1, 100_000).default(2_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/**
 * Beginnings of names that only we use: one of them that is not known is a setting misspelt. Those that platforms set
 * by themselves (`DATABASE_HOST`, `REDIS_PORT` of a Kubernetes service) are not among them.
 */
const ours =
  /^(?:JWT_|RATE_LIMIT|ACCESS_TOKEN|REFRESH_TOKEN|CORS_|METRICS_|REQUEST_DEADLINE|TRUSTED_PROX|SERIES_|DATABASE_POOL)/

/** Tokens cannot be checked without a key, and a first administrator needs both an address and a password. */
const schema = fields.superRefine((settings, context) => {
  const report = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (settings.JWT_SECRET === undefined && settings.JWT_JWKS_URL === undefined)
    report('JWT_SECRET', 'is required, unless JWT_JWKS_URL is set')
  if (settings.ADMIN_EMAIL !== undefined && settings.ADMIN_PASSWORD === undefined)
    report('ADMIN_PASSWORD', 'is required with ADMIN_EMAIL')
  if (settings.ADMIN_PASSWORD !== undefined && settings.ADMIN_EMAIL === undefined)
    report('ADMIN_EMAIL', 'is required with ADMIN_PASSWORD')
})

/** Everything the environment decides, read once and frozen. */
export interface Config {
  readonly isProduction: boolean
  readonly port: number
  /** Where Prometheus asks; undefined serves no metrics. */
  readonly metricsPort: number | undefined
  readonly host: string
  readonly databaseUrl: string
  readonly databasePoolMax: number
  /** Whether a pooler that gives each transaction another session stands before the database. */
  readonly databasePooler: 'none' | 'transaction'
  readonly redisUrl: string | undefined
  readonly token: {
    /** Key of HS256 tokens, our own and those signed with it elsewhere. */
    readonly secret: string | undefined
    /** Where the public keys of another issuer are. */
    readonly jwksUrl: string | undefined
    readonly issuer: string | undefined
    readonly audience: string | undefined
  }
  readonly accessTokenSeconds: number
  readonly refreshTokenSeconds: number
  /** The administrator to make where there is no user yet. */
  readonly firstAdmin: { readonly email: string; readonly password: string } | undefined
  readonly rateLimit: RateLimitConfig
  /** Hops in front of this server whose X-Forwarded-For entries are believed. */
  readonly trustedProxies: number
  readonly corsOrigins: readonly string[]
  readonly deadlineMs: number
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
    Object.keys(fields.shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const unknown = Object.keys(environment).filter((name) => ours.test(name) && !(name in fields.shape))
  const result = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is required' : undefined),
  })
  if (!result.success || unknown.length > 0) {
    const lines = [
      ...(result.error?.issues ?? []).map(({ path, message }) => `  ${path.join('.')} ${message}`),
      ...unknown.map((name) => `  ${name} is not known; check its spelling`),
    ]
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  const settings = result.data
  return Object.freeze({
    isProduction: settings.NODE_ENV === 'production',
    port: settings.PORT,
    metricsPort: settings.METRICS_PORT,
    host: settings.HOST,
    databaseUrl: settings.DATABASE_URL,
    databasePoolMax: settings.DATABASE_POOL_MAX,
    databasePooler: settings.DATABASE_POOLER,
    redisUrl: settings.REDIS_URL,
    token: {
      secret: settings.JWT_SECRET,
      jwksUrl: settings.JWT_JWKS_URL,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
    },
    accessTokenSeconds: settings.ACCESS_TOKEN_TTL,
    refreshTokenSeconds: settings.REFRESH_TOKEN_TTL,
    firstAdmin:
      settings.ADMIN_EMAIL !== undefined && settings.ADMIN_PASSWORD !== undefined
        ? { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD }
        : undefined,
    rateLimit: {
      windowMs: settings.RATE_LIMIT_WINDOW,
      standard: settings.RATE_LIMIT_MAX,
      premium: settings.RATE_LIMIT_MAX_PREMIUM,
      admin: settings.RATE_LIMIT_MAX_ADMIN,
    },
    trustedProxies: settings.TRUSTED_PROXIES,
    corsOrigins: settings.CORS_ORIGINS ?? [],
    deadlineMs: settings.REQUEST_DEADLINE,
    occurrencesMax: settings.SERIES_OCCURRENCES_MAX,
    logLevel: settings.LOG_LEVEL,
  })
}
