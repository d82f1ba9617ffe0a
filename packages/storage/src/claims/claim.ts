import type { Wall } from '@booking/core'
import type { Clash } from '../refusal.ts'

/** An interval that a booking claims on its resource. */
export interface Claim {
  /** Original start on the series' own clock; UTC for a single booking. */
  readonly wallStart: Wall
  /** Milliseconds since the epoch, closed-open. */
  readonly start: number
  readonly end: number
}

/**
 * Thrown inside a write when a claim is taken; the write is undone, then what is in the way is looked up.
 * `beyond` holds what was found beyond the horizon, where there are no rows to look up.
 */
export class Taken extends Error {
  readonly beyond: readonly Clash[]
  /** False when planning the same again can only end the same way. */
  readonly mayChange: boolean
  constructor(beyond: readonly Clash[] = [], mayChange = false) {
    super('taken')
    this.beyond = beyond
    this.mayChange = mayChange
  }
}
