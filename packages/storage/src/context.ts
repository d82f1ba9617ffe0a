import type { Database } from './database.ts'

/** Who asks: the token's subject with its role. */
export interface Actor {
  /** Opaque, 1 to 255 characters. */
  readonly subject: string
  readonly role: 'standard' | 'premium' | 'admin'
}

/** Bounds that whoever runs the system may set. */
export interface Bounds {
  /** Rows a series may put inside the horizon. */
  readonly occurrencesMax: number
}

export const defaultBounds: Bounds = { occurrencesMax: 2_000 }

/** What every verb is given besides its input. */
export interface Context {
  readonly database: Database
  readonly actor: Actor
  /** Milliseconds since the epoch; the time of everything this call writes. */
  readonly nowMs: number
  readonly bounds: Bounds
  readonly requestId?: string
  /** Do everything, answer as usual, and undo it. */
  readonly dryRun?: boolean
  /** Tell the booking's attendees by e-mail what this write changes. */
  readonly notifyAttendees?: boolean
  /** The request in its trace (W3C Trace Context), for the jobs that it enqueues; only where that is recorded. */
  readonly traceparent?: string
  /** The write is answered once for this key; see answer-once.ts. */
  readonly keyed?: KeyedRequest
}

/**
 * The context for a change of what was changed before. Each process knows the database's clock to some milliseconds only,
 * so that one may be behind another; but no change comes before the one that it builds on.
 */
export const changing = (ctx: Context, { updatedAt }: { readonly updatedAt: number }): Context =>
  updatedAt > ctx.nowMs ? { ...ctx, nowMs: updatedAt } : ctx

/** A request that carries an idempotency key. */
export interface KeyedRequest {
  readonly key: string
  /** Method and route: the same key may be used for different operations. */
  readonly operation: string
  /** Hash of everything that makes the request what it is. */
  readonly fingerprint: string
  /** Turns the verb's result into the answer that is kept. */
  readonly render: (result: never) => StoredAnswer
}

/**
 * The context for a verb that is done by another one: what the inner verb gives is turned into what the outer
 * one gives before it is rendered.
 */
export const delegating = <Inner, Outer>(ctx: Context, outcome: (inner: Inner) => Outer): Context => {
  const { keyed } = ctx
  if (keyed === undefined) return ctx
  return { ...ctx, keyed: { ...keyed, render: (inner: never) => keyed.render(outcome(inner) as never) } }
}

/** An answer as it went out the first time. */
export interface StoredAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}
