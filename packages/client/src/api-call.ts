/**
 * An answer with what came around it.
 *
 * @example
 * const { data, etag, replayed } = await booking.bookings.create(meeting).withResponse()
 */
export interface Answer<T> {
  /** The body. */
  readonly data: T
  readonly status: number
  /** Version of the object for `ifMatch` and `ifNoneMatch`, where the answer has one. */
  readonly etag: string | null
  /** Path of what was made, where something was. */
  readonly location: string | null
  /** Names the request when it is reported. */
  readonly requestId: string | null
  /** True when an earlier answer to the same Idempotency-Key was given again. */
  readonly replayed: boolean
  /** The key that was sent. */
  readonly idempotencyKey: string | null
  /** Requests that were sent until this answer came: 1 without a repeat. */
  readonly attempts: number
  readonly headers: Headers
}

/**
 * A call that has begun. Awaited, it gives the body; `withResponse()` gives the body with ETag and headers.
 *
 * @example
 * const meeting = await booking.bookings.get(id)
 * const { data, etag } = await booking.bookings.get(id).withResponse()
 */
export interface ApiCall<T> extends Promise<T> {
  withResponse(): Promise<Answer<T>>
}

/** A call from the promise of its answer. A rejection is reported once, where it is awaited. */
export function apiCall<T>(answer: Promise<Answer<T>>): ApiCall<T> {
  const data = answer.then((whole) => whole.data)
  return Object.assign(data, {
    withResponse() {
      data.catch(() => undefined)
      return answer.then((whole) => whole)
    },
  })
}
