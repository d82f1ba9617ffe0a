import { IntervalIndex, type Wall } from '@booking/core'

/** Closed-open, milliseconds since the epoch. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** An occurrence that other zone data put somewhere else. */
export interface Shift {
  readonly bookingId: string
  readonly wallStart: Wall
  /** Where its row is; null when it has none yet. */
  readonly from: Interval | null
  readonly to: Interval
}

/** An interval that stays where it is, whatever becomes of the shifts. */
export interface Standing extends Interval {
  readonly bookingId: string
}

export interface Placed<S extends Shift> {
  readonly placed: S[]
  /** Shifts that cannot be made, with the booking in the way of each. */
  readonly blocked: Map<S, string>
}

/**
 * Decides which occurrences of a resource can go where new zone data put them, all at once: what moves away leaves
 * its place to others that move. One that cannot move keeps its place, which may be in the way of another, and so
 * on, until all that is left fits. Of two that want one place the earlier in `shifts` has it.
 *
 * @param blocked those known to be in the way of something already
 */
export const placeShifts = <S extends Shift>(
  shifts: readonly S[],
  standing: readonly Standing[],
  blocked: ReadonlyMap<S, string> = new Map(),
): Placed<S> => {
  const inOrder = shifts
    .map((shift, rank) => ({ shift, rank }))
    .sort((a, b) => a.shift.to.start - b.shift.to.start || a.rank - b.rank)
    .map(({ shift }) => shift)
  const all = new Map(blocked)
  for (;;) {
    const before = all.size
    const kept = [...all.keys()].flatMap(({ bookingId, from }) =>
      from === null ? [] : { ...from, bookingId },
    )
    addBlocked(inOrder, [...standing, ...kept], all)
    if (all.size === before) return { placed: shifts.filter((shift) => !all.has(shift)), blocked: all }
  }
}

const addBlocked = <S extends Shift>(
  inOrder: readonly S[],
  standing: readonly Standing[],
  blocked: Map<S, string>,
): void => {
  const index = new IntervalIndex(
    Float64Array.from(standing, ({ start }) => start),
    Float64Array.from(standing, ({ end }) => end),
  )
  let last: S | null = null
  for (const shift of inOrder) {
    if (blocked.has(shift)) continue
    const { start, end } = shift.to
    const met = index.firstOverlap(start, end)
    if (met !== -1) blocked.set(shift, standing[met]!.bookingId)
    else if (last !== null && start < last.to.end) blocked.set(shift, last.bookingId)
    else last = shift
  }
}
