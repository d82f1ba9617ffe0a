import type { BookingClient, ClientOptions } from '../src/index.ts'
import { createBookingClient } from '../src/index.ts'

export interface QuietClient {
  readonly client: BookingClient
  /** Milliseconds that the client would have waited, in order. */
  readonly waitsMs: number[]
}

/** A client whose waits pass at once on a clock of its own, and whose chance is always one half. */
export function quietClient(options: ClientOptions): QuietClient {
  const waitsMs: number[] = []
  let nowMs = Date.parse('2027-01-18T09:00:00Z')
  const client = createBookingClient({
    token: 'a-token',
    now: () => nowMs,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      waitsMs.push(ms)
      nowMs += ms
      signal?.throwIfAborted()
    },
    ...options,
  })
  return { client, waitsMs }
}
