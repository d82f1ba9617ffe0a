/** How one operation is called: what the client needs to know of the contract while it runs. */
export interface OperationRow {
  /** `bookings` in `client.bookings.create`. */
  readonly group: string
  /** `create` in `client.bookings.create`. */
  readonly name: string
  readonly method: string
  /** Template below `/api/v1`, as in OpenAPI: `/bookings/{bookingId}`. */
  readonly path: string
  /** `safe`: changes nothing. `keyed`: a write that takes an Idempotency-Key. `once`: a write that does not. */
  readonly repeat: 'safe' | 'keyed' | 'once'
  /** Whether a body is an argument. */
  readonly body?: boolean
  /** Whether the query is an argument. */
  readonly query?: boolean
  /** Query parameters that stand among the options. */
  readonly queryOptions?: readonly string[]
  /** Field of the answer that holds the items of a page. */
  readonly items?: string
  /** Name of the method that goes through all pages. */
  readonly allPages?: string
  /** Whether the operation asks for no token. */
  readonly open?: boolean
  /** Statuses beside 2xx that carry an answer rather than a problem. */
  readonly alsoAnswers?: readonly number[]
}
