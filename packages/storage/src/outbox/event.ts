import type { Action } from '../change.ts'

/** A change of a booking that the world is to hear of. */
export interface OutboxEvent {
  readonly id: string
  readonly version: number
  readonly kind: Action
  readonly payload: Record<string, unknown>
}
