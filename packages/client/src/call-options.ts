/**
 * What one call may say about itself.
 *
 * @example
 * await booking.resources.list({}, { signal: AbortSignal.timeout(2_000), retries: 0 })
 */
export interface CallOptions {
  /** Ends the call, waits included; the call then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Milliseconds that each attempt has, body included. Default: the client's. */
  timeoutMs?: number | undefined
  /** How often the call may be repeated after its first attempt. 0: not at all. Default: the client's. */
  retries?: number | undefined
  /** X-Request-Id of every attempt: 1 to 128 visible ASCII characters. Default: the server makes one. */
  requestId?: string | undefined
}

/**
 * What a call that changes something may say about itself.
 *
 * @example
 * await booking.bookings.create(meeting, { idempotencyKey: `order-${order.id}` })
 */
export interface WriteOptions extends CallOptions {
  /**
   * Idempotency-Key of every attempt; the same key within 24 hours gives the first answer again. Default: one is
   * made for the call. `false` sends none, and then the call is never repeated.
   */
  idempotencyKey?: string | false | undefined
}

/**
 * What a call that changes or ends one object may say about itself.
 *
 * @example
 * await booking.bookings.update(meeting.id, { title: 'Moved' }, { ifMatch: meeting.version })
 */
export interface ChangeOptions extends WriteOptions {
  /** Only when the object still is as it was: its ETag or its `version`. Otherwise 412 `precondition_failed`. */
  ifMatch?: string | number | undefined
}

/**
 * A read that gives null when nothing has changed.
 *
 * @example
 * const fresher = await booking.bookings.get(known.id, { ifNoneMatch: known.version })
 */
export interface ReadUnlessOptions extends CallOptions {
  /** The ETag or the `version` that is known already. */
  ifNoneMatch: string | number
}

/** What repeats of a call are bounded by. */
export interface RetryBounds {
  /** Repeats after the first attempt. */
  readonly retries: number
  /** Milliseconds from the first attempt after which no other is begun. */
  readonly totalMs: number
  /** Milliseconds: the upper bound of the first wait; it doubles with every repeat. */
  readonly waitMsFirst: number
  /** Milliseconds: no wait that the client chooses itself is longer. */
  readonly waitMsMax: number
}
