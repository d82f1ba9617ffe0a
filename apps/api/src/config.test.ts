import { ConfigError } from '@booking/settings'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const good = {
  DATABASE_URL: 'postgresql://booking:s3cr3t-word@localhost/booking',
  JWT_SECRET: 'k'.repeat(32),
}

/** The message of the refusal. */
const refusal = (changes: Record<string, string | undefined>): string => {
  try {
    readConfig({ ...good, ...changes })
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

const wrong: Record<string, readonly (string | undefined)[]> = {
  NODE_ENV: ['prod', 'PRODUCTION'],
  METRICS_PORT: ['-1', '65536', 'on'],
  PORT: ['-1', '65536', '80.5', '0x50', 'http', ' 80', '1e3', '99999999999'],
  DATABASE_URL: [undefined, '', 'localhost/booking', 'mysql://h/d', 'postgresql:/h', 'postgresql://h:port/d'],
  DATABASE_POOL_MAX: ['0', '1001', 'many'],
  REDIS_URL: ['localhost:6379', 'http://localhost', 'redis//localhost'],
  JWT_SECRET: [undefined, '', 'secret', 'k'.repeat(31), 'é'.repeat(15)],
  JWT_JWKS_URL: ['keys.example', 'ftp://keys.example'],
  ACCESS_TOKEN_TTL: ['59', '1d', '31536001'],
  REFRESH_TOKEN_TTL: ['59', 'x', '315360001'],
  RATE_LIMIT_WINDOW: ['0', '999', '86400001', '1m'],
  RATE_LIMIT_MAX: ['0', '-5', 'unlimited', '1000000001'],
  RATE_LIMIT_MAX_PREMIUM: ['0', 'x'],
  RATE_LIMIT_MAX_ADMIN: ['0', 'x'],
  CORS_ORIGINS: ['pages.example', 'https://pages.example/path', '*', 'https://a.example, b'],
  REQUEST_DEADLINE: ['0', '99', '600001'],
  TRUSTED_PROXIES: ['true', '-1', '101', '10.0.0.0/8'],
  SERIES_OCCURRENCES_MAX: ['0', '100001'],
  LOG_LEVEL: ['verbose', 'INFO'],
}

describe('settings that cannot be used', () => {
  test.for(Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    '%s=%s is named, without its value',
    ([name, value]) => {
      const message = refusal({ [name]: value })
      expect(message).toMatch(new RegExp(`^  ${name} \\S`, 'm'))
      const named = Object.keys(wrong).filter((other) => new RegExp(`^  ${other} `, 'm').test(message))
      expect(named).toEqual([name])
      if (value !== undefined && value.length > 5) expect(message).not.toContain(value)
      expect(message).not.toContain('s3cr3t-word')
    },
  )

  test('all that is wrong is told at once', () => {
    const message = refusal({ PORT: 'x', JWT_SECRET: 'short-and-very-private', DATABASE_URL: undefined })
    expect(message.split('\n')).toHaveLength(4)
    expect(message).not.toContain('short-and-very-private')
  })
})

describe('settings that can be used', () => {
  test('two are required, the rest has the documented defaults', () => {
    expect(readConfig(good)).toEqual({
      isProduction: false,
      port: 3_000,
      metricsPort: undefined,
      host: '0.0.0.0',
      databaseUrl: good.DATABASE_URL,
      databasePoolMax: 10,
      databasePooler: 'none',
      redisUrl: undefined,
      token: { secret: good.JWT_SECRET, jwksUrl: undefined, issuer: undefined, audience: undefined },
      accessTokenSeconds: 86_400,
      refreshTokenSeconds: 30 * 86_400,
      firstAdmin: undefined,
      rateLimit: { windowMs: 60_000, standard: 100, premium: 500, admin: 1_000 },
      trustedProxies: 0,
      corsOrigins: [],
      deadlineMs: 10_000,
      occurrencesMax: 2_000,
      logLevel: 'info',
    })
  })

  test('an empty value counts as absent, and what platforms set is left alone', () => {
    const platform = { HOME: '/root', REDIS_PORT: 'tcp://10.0.0.1:6379', DATABASE_SERVICE_HOST: '10.0.0.2' }
    const metrics = { METRICS_PORT: '' }
    expect(readConfig({ ...good, ...platform, ...metrics, REDIS_URL: '', PORT: '' })).toMatchObject({
      port: 3_000,
    })
  })

  test('the secret is measured in bytes: 16 letters of two bytes are enough', () => {
    expect(readConfig({ ...good, JWT_SECRET: 'é'.repeat(16) }).token.secret).toHaveLength(16)
  })

  test('it cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(good))).toBe(true)
  })
})

describe('settings that belong together', () => {
  const good = { DATABASE_URL: 'postgresql://localhost/booking', JWT_SECRET: 'x'.repeat(32) }
  const issuer = { JWT_JWKS_URL: 'https://keys.example/jwks.json' }

  test.each([
    ['ADMIN_PASSWORD', { ...good, ADMIN_EMAIL: 'admin@example.com' }],
    ['ADMIN_EMAIL', { ...good, ADMIN_PASSWORD: 'a long password' }],
    ['ADMIN_PASSWORD', { ...good, ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'short' }],
    ['JWT_SECRET', { DATABASE_URL: good.DATABASE_URL }],
    ['JWT_SECRET', { DATABASE_URL: good.DATABASE_URL, NODE_ENV: 'production' }],
    ['JWT_ISSUER', { ...good, ...issuer, NODE_ENV: 'production', JWT_AUDIENCE: 'booking' }],
    ['JWT_AUDIENCE', { ...good, ...issuer, NODE_ENV: 'production', JWT_ISSUER: 'https://id.example' }],
  ])('%s is named when it is missing or too short', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(name)
  })

  test.each([
    'JWT_SECRETS',
    'JWT_JWKS_URI',
    'RATE_LIMIT',
    'RATE_LIMIT_MAXIMUM',
    'ACCESS_TOKEN_LIFE',
    'REFRESH_TOKEN_SECONDS',
    'CORS_ORIGIN',
    'METRICS_HOST',
    'REQUEST_DEADLINE_MS',
    'TRUSTED_PROXY',
    'SERIES_MAX',
    'DATABASE_POOL_SIZE',
  ])('%s is not known, and named', (name) => {
    expect(() => readConfig({ ...good, [name]: '1' })).toThrow(`  ${name} is not known`)
  })

  test('the first administrator takes both, and a JWKS makes the secret optional', () => {
    const admin = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'a long password' }
    expect(readConfig({ ...good, ...admin }).firstAdmin).toEqual({
      email: admin.ADMIN_EMAIL,
      password: admin.ADMIN_PASSWORD,
    })
    const elsewhere = { DATABASE_URL: good.DATABASE_URL, ...issuer }
    expect(readConfig(elsewhere).token.secret).toBeUndefined()
    const named = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'booking', NODE_ENV: 'production' }
    expect(readConfig({ ...elsewhere, ...named }).token.audience).toBe('booking')
  })
})
