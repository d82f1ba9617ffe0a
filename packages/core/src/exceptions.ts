import { CoreError } from './errors.ts'
import { type Instant, instantMax, instantMin } from './instant.ts'
import { durationMsMax, stepsDefault } from './limits.ts'
import type { Occurrence, Recurrence, WindowOptions } from './recurrence.ts'
import { formatWall, type Wall } from './wall.ts'
import { metered, spendSteps } from './work-budget.ts'

/**
 * The occurrence with this nominal start (its RECURRENCE-ID, RFC 5545 section 3.8.4.4) does not take place.
 * @example
 * const cancelled: Cancelled = { kind: 'cancelled', wallStart: parseWall('2026-01-05T09:00:00') }
 * formatWall(cancelled.wallStart) // => '2026-01-05T09:00:00'
 */
export interface Cancelled {
  readonly kind: 'cancelled'
  readonly wallStart: Wall
}

/**
 * The occurrence with this nominal start takes place at another time, or at the same time with other contents
 * (a RECURRENCE-ID component, RFC 5545 section 3.8.4.4).
 * @example
 * const start = asInstant(Date.UTC(2026, 0, 6, 14))
 * const moved: Modified = { kind: 'modified', wallStart: parseWall('2026-01-05T09:00:00'), start }
 * moved.end // => undefined
 */
export interface Modified {
  readonly kind: 'modified'
  readonly wallStart: Wall
  /** New start; the original one when left out. */
  readonly start?: Instant
  /** New end; the new start plus the original duration when left out. */
  readonly end?: Instant
}

/**
 * An occurrence the rules know nothing of.
 * @example
 * const start = asInstant(Date.UTC(2026, 0, 6, 14))
 * const added: Added = { kind: 'added', start, end: asInstant(start + 3_600_000) }
 * added.end - added.start // => 3_600_000
 */
export interface Added {
  readonly kind: 'added'
  readonly start: Instant
  readonly end: Instant
}

/**
 * A deviation from the rules. Callers may carry fields of their own: every function hands back the same object.
 * @example
 * const exceptions: Exception[] = [{ kind: 'cancelled', wallStart: parseWall('2026-01-05T09:00:00') }]
 * exceptions.map(({ kind }) => kind) // => ['cancelled']
 */
export type Exception = Cancelled | Modified | Added

/**
 * What became of an occurrence: as the rules say, left out, changed, or not of the rules at all.
 * @example
 * const status: OccurrenceStatus = 'modified'
 * status // => 'modified'
 */
export type OccurrenceStatus = 'scheduled' | 'cancelled' | 'modified' | 'added'

/**
 * An occurrence as it really takes place; `wallStart` stays its key wherever it moved.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * const day = [asInstant(Date.UTC(2026, 0, 5)), asInstant(Date.UTC(2026, 0, 6))] as const
 * const [first]: EffectiveOccurrence[] = applyExceptions(weekly, [], ...day)
 * first?.status // => 'scheduled'
 */
export interface EffectiveOccurrence<E extends Exception = Exception> extends Occurrence {
  readonly status: OccurrenceStatus
  readonly exception: E | null
}

/**
 * The occurrences whose effective [start, end) meets [from, to), ascending: moved ones appear where they moved to
 * and nowhere else, cancelled ones where they would have been. Exceptions without an occurrence have no effect:
 * see `findOrphans`. Instants are epoch milliseconds.
 * @throws CoreError `invalid_exception` for two exceptions of one occurrence, an end before its start or a time that
 *   is no instant, `budget_exceeded` as `Recurrence.overlapping`.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * const january = [asInstant(Date.UTC(2026, 0, 1)), asInstant(Date.UTC(2026, 0, 14))] as const
 * const exceptions = [{ kind: 'cancelled', wallStart: monday }] as const
 * applyExceptions(weekly, exceptions, ...january).map((o) => o.status) // => ['cancelled', 'scheduled']
 */
export function applyExceptions<E extends Exception>(
  recurrence: Recurrence,
  exceptions: readonly E[],
  from: Instant,
  to: Instant,
  options: WindowOptions = {},
): EffectiveOccurrence<E>[] {
  return metered(
    () => applied(recurrence, exceptions, from, to, options),
    Math.max(stepsDefault, 2 * (options.budget ?? 0)),
  )
}

function applied<E extends Exception>(
  recurrence: Recurrence,
  exceptions: readonly E[],
  from: Instant,
  to: Instant,
  options: WindowOptions,
): EffectiveOccurrence<E>[] {
  const open = byWallStart(exceptions)
  spendSteps(exceptions.length)
  const effective: EffectiveOccurrence<E>[] = []
  const admit = (occurrence: EffectiveOccurrence<E>): void => {
    if (occurrence.start < to && (occurrence.end > from || occurrence.start >= from))
      effective.push(occurrence)
  }
  for (const occurrence of recurrence.overlapping(from, to, options)) {
    const exception = open.get(occurrence.wallStart)
    if (exception === undefined || !isNamed(recurrence, occurrence)) {
      effective.push(withStatus<E>(occurrence, 'scheduled', null))
      continue
    }
    admit(changed(recurrence, occurrence, exception))
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

/**
 * The cancelled and modified exceptions whose nominal start is not, or is no longer, an occurrence.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * const tuesday = parseWall('2026-01-06T09:00:00')
 * findOrphans(weekly, [{ kind: 'cancelled', wallStart: tuesday }]).length // => 1
 */
export function findOrphans<E extends Exception>(recurrence: Recurrence, exceptions: readonly E[]): E[] {
  return metered(() => exceptions.filter((e) => e.kind !== 'added' && recurrence.at(e.wallStart) === null))
}

/** Whether the nominal start is the key of this occurrence: of two at either pass of a fold it is the first one's. */
function isNamed(recurrence: Recurrence, { wallStart, start, shift }: Occurrence): boolean {
  return shift !== 'fold' || recurrence.at(wallStart)?.start === start
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
  if (exception.kind === 'cancelled') return withStatus(occurrence, 'cancelled', exception)
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

/** Written out, because a spread of thousands of occurrences costs more than finding them. */
function withStatus<E extends Exception>(
  { wallStart, start, end, offsetMs, shift }: Occurrence,
  status: OccurrenceStatus,
  exception: E | null,
): EffectiveOccurrence<E> {
  return { wallStart, start, end, offsetMs, shift, status, exception }
}

function added<E extends Exception>(recurrence: Recurrence, exception: E & Added): EffectiveOccurrence<E> {
  const { start, end } = exception
  checkOrder(start, end)
  const wallStart = recurrence.zone.wallOf(start)
  return { wallStart, start, end, offsetMs: wallStart - start, shift: 'none', status: 'added', exception }
}

/** @throws CoreError `invalid_exception` unless an exception lasts from one instant to the same or a later one */
export function checkOrder(start: Instant, end: Instant): void {
  if (!(isInstant(start) && isInstant(end))) {
    throw new CoreError('invalid_exception', `An exception from ${start} to ${end} is not at instants.`, {
      start: String(start),
      end: String(end),
    })
  }
  if (end >= start) return
  throw new CoreError('invalid_exception', `An exception ends at ${end}, before it starts at ${start}.`, {
    start,
    end,
  })
}

/** An occurrence at the end of the calendar may end after it. */
function isInstant(ms: number): boolean {
  return Number.isInteger(ms) && ms >= instantMin && ms <= instantMax + durationMsMax
}
