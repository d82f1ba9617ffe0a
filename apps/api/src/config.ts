import {
  readSettings,
  sharedFields,
  type TraceSettings,
  traceFields,
  traceSettings,
  url,
  wholeNumber,
} from '@booking/settings'
import * as z from 'zod'

const SECRET_BYTES_MIN = 32

const fields = z.object({
  ...sharedFields,
  ...traceFields,
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: wholeNumber(0, 65_535).default(3000),
  METRICS_PORT: wholeNumber(0, 65_535).optional(),
  DATABASE_POOL_MAX: wholeNumber(1, 1_000).default(10),
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
  ACCESS_TOKEN_TTL: wholeNumber(60, 31_536_000).default(86_400),
  REFRESH_TOKEN_TTL: wholeNumber(60, 315_360_000).default(2_592_000),
  ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(12, { error: 'must be at least 12 characters long' })
    .max(256, { error: 'must be at most 256 characters long' })
    .optional(),
  RATE_LIMIT_WINDOW: wholeNumber(1_000, 86_400_000).default(60_000),
  RATE_LIMIT_MAX: wholeNumber(1, 1_000_000_000).default(100),
  RATE_LIMIT_MAX_PREMIUM: wholeNumber(1, 1_000_000_000).default(500),
  RATE_LIMIT_MAX_ADMIN: wholeNumber(1, 1_000_000_000).default(1_000),
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
  REQUEST_DEADLINE: wholeNumber(100, 600_000).default(10_000),
  TRUSTED_PROXIES: wholeNumber(0, 100).default(0),
  SERIES_OCCURRENCES_MAX: wholeNumber(1, 100_000).default(2_000),
})

/** Names that nothing else uses: one of them that is not known is a setting misspelt. */
const ours =
  /^(?:JWT_|RATE_LIMIT|ACCESS_TOKEN|REFRESH_TOKEN|CORS_|METRICS_|REQUEST_DEADLINE|TRUSTED_PROX|SERIES_|DATABASE_POOL)/

/**
 * Tokens cannot be checked without a key, and those of an issuer that serves others too not without whom they are for
 * (RFC 8725, section 3.9); a first administrator needs both an address and a password.
 */
const schema = fields.superRefine((settings, context) => {
  const report = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message })
  if (settings.JWT_SECRET === undefined && settings.JWT_JWKS_URL === undefined)
    report('JWT_SECRET', 'is required, unless JWT_JWKS_URL is set')
  if (settings.NODE_ENV === 'production' && settings.JWT_JWKS_URL !== undefined)
    for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const)
      if (settings[name] === undefined) report(name, 'is required with JWT_JWKS_URL in production')
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
  /** Where traces go; undefined makes none. */
  readonly traces: TraceSettings | undefined
}

/** Requests a subject may send in any window, by the role in its token. */
export interface RateLimitConfig {
  readonly windowMs: number
  readonly standard: number
  readonly premium: number
  readonly admin: number
}

/**
 * Reads the settings of the API.
 *
 * @param environment usually process.env
 * @throws ConfigError with a line for every setting that is wrong
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const settings = readSettings(schema, ours, environment)
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
    traces: traceSettings(settings, 'booking-api'),
  })
}
