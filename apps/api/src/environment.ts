import type { ProblemCode } from '@booking/contract'
import type { Actor, Bounds, Database } from '@booking/storage'
import type { Tracing } from '@booking/telemetry'
import type { Logger } from 'pino'
import type { RateLimitConfig } from './config.ts'
import type { Gate } from './gate.ts'
import type { HitStore } from './limits/hit-store.ts'
import type { RedisState } from './limits/redis-hit-store.ts'
import type { Metrics } from './metrics.ts'
import type { TokenFault, TokenSigner, TokenVerifier } from './tokens.ts'

/** What signing in takes. */
export interface SignIn {
  readonly signToken: TokenSigner
  readonly accessSeconds: number
  readonly refreshSeconds: number
}

/** Everything the app needs; tests build it from literals. */
export interface Deps {
  readonly database: Database
  /** What stands in front of the database's pool. */
  readonly gate: Gate
  readonly metrics: Metrics
  /** Null traces nothing. */
  readonly tracing: Tracing | null
  readonly bounds: Bounds
  readonly verifyToken: TokenVerifier
  /** Null when tokens come from elsewhere only: nobody signs in here. */
  readonly signIn: SignIn | null
  readonly hits: HitStore
  /** Null when no Redis is configured. */
  readonly redis: { readonly state: () => RedisState; readonly ping: () => Promise<number> } | null
  readonly rateLimit: RateLimitConfig
  readonly trustedProxies: number
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[]
  /** Time an operation has, in milliseconds. */
  readonly deadlineMs: number
  /** Milliseconds since the epoch, by the database's clock. */
  readonly clock: () => number
  readonly startedAtMs: number
  readonly version: string
  readonly logger: Logger
  /** True once the process has been told to stop. */
  readonly isStopping: () => boolean
}

/** What the middleware knows of a request. */
export interface AppEnv {
  Variables: {
    requestId: string
    /** What every answer carries, whatever it will be. */
    headers: Record<string, string>
    /** Pattern of the operation's path; absent where no operation was reached. */
    route: string | undefined
    /** Code of the problem that the request ended with. */
    problemCode: ProblemCode | undefined
    actor: Actor | null
    tokenFault: TokenFault
    rateLimit: { limit: number; remaining: number; resetTime: Date | undefined }
  }
}
