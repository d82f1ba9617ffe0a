import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import type { Occurrence, Recurrence, WindowOptions } from './recurrence.ts'
import { formatWall, type Wall } from './wall.ts'

/** The occurrence with this nominal start does not take place. */
export interface Cancelled {
  readonly kind: 'cancelled'
  readonly wallStart: Wall
}

/** The occurrence with this nominal start takes place at another time, or at the same time with other contents. */
export interface Modified {
  readonly kind: 'modified'
  readonly wallStart: Wall
  /** New start; the original one when left out. */
  readonly start?: Instant
  /** New end; the new start plus the original duration when left out. */
  readonly end?: Instant
}

/** An occurrence the rules know nothing of. */
export interface Added {
  readonly kind: 'added'
  readonly start: Instant
  readonly end: Instant
}

/** A deviation from the rules. Callers may carry fields of their own: every function hands back the same object. */
export type Exception = Cancelled | Modified | Added

export type OccurrenceStatus = 'scheduled' | 'cancelled' | 'modified' | 'added'

/** An occurrence as it really takes place; `wallStart` stays its key wherever it moved. */
export interface EffectiveOccurrence<E extends Exception = Exception> extends Occurrence {
  readonly status: OccurrenceStatus
  readonly exception: E | null
}

/**
 * The occurrences whose effective [start, end) meets [from, to), ascending: moved ones appear where they moved to
 * and nowhere else, cancelled ones where they would have been. Exceptions without an occurrence have no effect:
 * see `findOrphans`.
 * @throws CoreError `invalid_exception` for two exceptions of one occurrence or an end before its start,
 *   `budget_exceeded` as `Recurrence.overlapping`.
 */
export function applyExceptions<E extends Exception>(
  recurrence: Recurrence,
  exceptions: readonly E[],
  from: Instant,
  to: Instant,
  options: WindowOptions = {},
): EffectiveOccurrence<E>[] {
  const open = byWallStart(exceptions)
  const effective: EffectiveOccurrence<E>[] = []
  const admit = (occurrence: EffectiveOccurrence<E>): void => {
    if (occurrence.start < to && (occurrence.end > from || occurrence.start >= from))
      effective.push(occurrence)
  }
  for (const occurrence of recurrence.overlapping(from, to, options)) {
    const exception = open.get(occurrence.wallStart)
    if (exception === undefined) effective.push({ ...occurrence, status: 'scheduled', exception: null })
    else admit(changed(recurrence, occurrence, exception))
    open.delete(occurrence.wallStart)
  }
  for (const exception of open.values()) {
    if (exception.kind !== 'modified') continue
    const occurrence = recurrence.at(exception.wallStart)
    if (occurrence !== null) admit(changed(recurrence, occurrence, exception))
  }
  for (const exception of exceptions) {
    if (isAdded(exception)) admit(added(recurrence, exception))
  }
  return effective.sort((a, b) => a.start - b.start || a.wallStart - b.wallStart)
}

/** The cancelled and modified exceptions whose nominal start is not, or is no longer, an occurrence. */
export function findOrphans<E extends Exception>(recurrence: Recurrence, exceptions: readonly E[]): E[] {
  return exceptions.filter((e) => e.kind !== 'added' && recurrence.at(e.wallStart) === null)
}

function isAdded<E extends Exception>(exception: E): exception is E & Added {
  return exception.kind === 'added'
}

function isKeyed<E extends Exception>(exception: E): exception is E & (Cancelled | Modified) {
  return exception.kind !== 'added'
}

function byWallStart<E extends Exception>(exceptions: readonly E[]): Map<Wall, E & (Cancelled | Modified)> {
  const keyed = new Map<Wall, E & (Cancelled | Modified)>()
  for (const exception of exceptions) {
    if (!isKeyed(exception)) continue
    if (keyed.has(exception.wallStart)) {
      const wallStart = formatWall(exception.wallStart)
      throw new CoreError('invalid_exception', `The occurrence of ${wallStart} has two exceptions.`, {
        wallStart,
      })
    }
    keyed.set(exception.wallStart, exception)
  }
  return keyed
}

function changed<E extends Exception>(
  recurrence: Recurrence,
  occurrence: Occurrence,
  exception: E & (Cancelled | Modified),
): EffectiveOccurrence<E> {
  if (exception.kind === 'cancelled') return { ...occurrence, status: 'cancelled', exception }
  const start = exception.start ?? occurrence.start
  const end = exception.end ?? ((start + (occurrence.end - occurrence.start)) as Instant)
  checkOrder(start, end)
  const moved = start !== occurrence.start
  return {
    wallStart: occurrence.wallStart,
    start,
    end,
    offsetMs: moved ? recurrence.zone.wallOf(start) - start : occurrence.offsetMs,
    shift: moved ? 'none' : occurrence.shift,
    status: 'modified',
    exception,
  }
}

function added<E extends Exception>(recurrence: Recurrence, exception: E & Added): EffectiveOccurrence<E> {
  const { start, end } = exception
  checkOrder(start, end)
  const wallStart = recurrence.zone.wallOf(start)
  return { wallStart, start, end, offsetMs: wallStart - start, shift: 'none', status: 'added', exception }
}

function checkOrder(start: Instant, end: Instant): void {
  if (end >= start) return
  throw new CoreError('invalid_exception', `An exception ends at ${end}, before it starts at ${start}.`, {
    start,
    end,
  })
}
