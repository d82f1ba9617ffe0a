import { defaultBounds, openDatabase, seedDemo } from '@booking/storage'
import { createTestDatabase } from '@booking/testkit'
import { SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { createApp } from '../src/app.ts'
import type { Deps } from '../src/environment.ts'
import { createGate } from '../src/gate.ts'
import { memoryHitStore } from '../src/limits/memory-hit-store.ts'
import { createMetrics } from '../src/metrics.ts'
import { tokenSigner, tokenVerifier } from '../src/tokens.ts'
import { checkAnswer } from './check-answer.ts'

export const secret = 'a-secret-for-tests-that-is-long-enough-for-hs256'

/** Conference Room A of the demo data: 09:00 to 18:00 UTC, ten people. */
export const roomA = '550e8400-e29b-41d4-a716-446655440001'

/** A resource of the demo data that is always open: the recording studio. */
export const studio = '550e8400-e29b-41d4-a716-446655440017'

export type Role = 'standard' | 'premium' | 'admin'

export interface TestRequest {
  /** Subject of the token; null sends none. Default: user-123. */
  readonly as?: string | null
  readonly role?: Role
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface TestAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  readonly body: any
  readonly headers: Headers
}

export interface TestApp {
  readonly deps: Deps
  readonly databaseUrl: string
  /** Milliseconds since the epoch; what the app takes for now. */
  nowMs: number
  readonly send: (method: string, path: string, request?: TestRequest) => Promise<TestAnswer>
}

/** Signs a token as an identity provider would. */
export const signToken = (
  claims: { sub?: string; role?: string },
  {
    nowMs,
    expiresInSeconds = 3_600,
    key = secret,
  }: { nowMs: number; expiresInSeconds?: number; key?: string },
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(Math.floor(nowMs / 1000))
    .setExpirationTime(Math.floor(nowMs / 1000) + expiresInSeconds)
    .sign(new TextEncoder().encode(key))

/**
 * The real app on a database of its own with the demo resources. Its clock stands at 2025-01-15T10:30:00Z unless a
 * test moves it, so that no test depends on today.
 */
export const createTestApp = async (overrides: Partial<Deps> = {}): Promise<TestApp> => {
  const { url } = await createTestDatabase()
  return appOn(url, overrides)
}

/** The app on a database that is there already. */
export const appOn = async (databaseUrl: string, overrides: Partial<Deps> = {}): Promise<TestApp> => {
  const database = openDatabase({ url: databaseUrl })
  afterAll(() => database.close())
  const state = { nowMs: Date.parse('2025-01-15T10:30:00Z') }
  const clock = () => state.nowMs
  await seedDemo(databaseUrl, { nowMs: state.nowMs })
  const deps: Deps = {
    database,
    gate: createGate({ connectionsMax: database.connectionsMax, clock }),
    metrics: createMetrics(),
    tracing: null,
    bounds: defaultBounds,
    verifyToken: await tokenVerifier({ secret, clock }),
    signIn: {
      signToken: await tokenSigner({ secret, clock }),
      accessSeconds: 86_400,
      refreshSeconds: 2_592_000,
    },
    hits: memoryHitStore(clock),
    redis: null,
    rateLimit: { windowMs: 60_000, standard: 1_000_000, premium: 1_000_000, admin: 1_000_000 },
    trustedProxies: 0,
    corsOrigins: [],
    deadlineMs: 10_000,
    clock,
    startedAtMs: state.nowMs,
    version: '1.0.0',
    logger: pino({ level: 'silent' }),
    isStopping: () => false,
    ...overrides,
  }
  const app = createApp(deps)

  const send = async (method: string, path: string, request: TestRequest = {}): Promise<TestAnswer> => {
    const { as = 'user-123', role = 'standard', body } = request
    const token = as === null ? null : await signToken({ sub: as, role }, { nowMs: state.nowMs })
    const headers = new Headers({
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...request.headers,
    })
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json')
    const answer = {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    }
    if (method !== 'HEAD') checkAnswer(method, `/api/v1${path}`, answer)
    return answer
  }
  return {
    deps,
    databaseUrl,
    send,
    get nowMs() {
      return state.nowMs
    },
    set nowMs(value: number) {
      state.nowMs = value
    },
  }
}
