import {
  type Calendar,
  type Interval,
  type LeftOut,
  type ModelBooking,
  overlapAmong,
  takesPlace,
} from './calendar.ts'
import type { Operation, OperationOf } from './operation-arbitrary.ts'

/** An answer of the API, as far as the model looks at it. */
export interface ModelAnswer {
  readonly status: number
  readonly body: unknown
}

/** Sends a request to the API; paths without `/api/v1`. */
export type SendOperation = (method: string, path: string, body?: object) => Promise<ModelAnswer>

/** One resource, here and there. */
export interface Played {
  readonly calendar: Calendar
  readonly resourceId: string
  readonly send: SendOperation
}

/** The API has answered something else than the calendar. */
export class ModelMismatch extends Error {
  override readonly name = 'ModelMismatch'
}

/** As many days of a series as one may be split at; an endless one has a day for each of five years. */
const SPLIT_DAYS_MAX = 60

/**
 * Does an operation, holds the answer against what the calendar says, and notes it there.
 *
 * @throws ModelMismatch when the answer is another one
 */
export const performOperation = async (played: Played, op: Operation): Promise<void> => {
  switch (op.kind) {
    case 'single':
      return bookSingle(played, op)
    case 'series':
      return bookSeries(played, op)
    case 'cancelOccurrence':
    case 'moveOccurrence':
      return exceptOccurrence(played, op)
    case 'undo':
      return undoException(played, op)
    case 'moveSingle':
      return moveSingle(played, op)
    case 'retime':
      return retimeSeries(played, op)
    case 'rebook':
      return rebookSkipped(played, op)
    case 'endSeries':
      return endSeries(played, op)
    case 'cancel':
      return cancelBooking(played, op)
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

const asked = ({ start, end }: Interval) => ({ startTime: iso(start), endTime: iso(end) })

const chosen = ({ bookings }: Calendar, isSeries: boolean, which: number): ModelBooking | undefined => {
  const candidates = bookings.filter((booking) => booking.isSeries === isSeries)
  return candidates[which % candidates.length]
}

const idOf = ({ body }: ModelAnswer): string => (body as { id: string }).id

const expectAnswer = (played: Played, op: Operation, answer: ModelAnswer, status: number): void => {
  if (answer.status === status) return
  const { bookings } = played.calendar
  throw new ModelMismatch(
    `${JSON.stringify(op)} on resource ${played.resourceId} with ${bookings.length} bookings: ` +
      `${answer.status} where the calendar says ${status}; the answer was ${JSON.stringify(answer.body)}`,
  )
}

/** @returns whether the calendar, and with it the API, has let it in */
const expectFree = (
  played: Played,
  op: Operation,
  answer: ModelAnswer,
  { wanted, leftOut, status }: { wanted: readonly Interval[]; leftOut?: LeftOut; status: 200 | 201 },
): boolean => {
  const isFree = !overlapAmong(wanted) && played.calendar.isFree(wanted, leftOut)
  expectAnswer(played, op, answer, isFree ? status : 409)
  return isFree
}

const bookSingle = async (played: Played, op: OperationOf<'single'>): Promise<void> => {
  const { calendar, resourceId, send } = played
  const interval = calendar.intervalOf(op.slot)
  const answer = await send('POST', '/bookings', { resourceId, title: 'Meeting', ...asked(interval) })
  if (!expectFree(played, op, answer, { wanted: [interval], status: 201 })) return
  calendar.add(idOf(answer), false, new Map([[op.slot.day, interval]]))
}

const bookSeries = async (played: Played, op: OperationOf<'series'>): Promise<void> => {
  const { calendar, resourceId, send } = played
  const days = calendar.seriesDays(op.slot, op.weekly ? op.interval * 7 : op.interval, op.count)
  const isSkipping = op.skip && op.count !== null
  const skipped = new Set(
    isSkipping ? [...days.keys()].filter((day) => !calendar.isFree([days.get(day)!])) : [],
  )
  const wanted = [...days].filter(([day]) => !skipped.has(day)).map(([, interval]) => interval)
  const rule = `FREQ=${op.weekly ? 'WEEKLY' : 'DAILY'};INTERVAL=${op.interval}`
  const answer = await send('POST', '/bookings/recurring', {
    resourceId,
    title: 'Series',
    conflictPolicy: isSkipping ? 'skip' : 'reject',
    recurrenceRule: op.count === null ? rule : `${rule};COUNT=${op.count}`,
    ...asked(calendar.intervalOf(op.slot)),
  })
  if (wanted.length === 0) expectAnswer(played, op, answer, 409)
  else if (expectFree(played, op, answer, { wanted, status: 201 }))
    calendar.add(idOf(answer), true, days, skipped)
}

const exceptOccurrence = async (
  played: Played,
  op: OperationOf<'cancelOccurrence'> | OperationOf<'moveOccurrence'>,
): Promise<void> => {
  const { calendar, send } = played
  const booking = chosen(calendar, true, op.which)
  const days = [...(booking?.occurrences.keys() ?? [])].filter((day) => !booking?.exceptionIds.has(day))
  const day = days[op.nth % days.length]
  if (booking === undefined || day === undefined) return
  const target = op.kind === 'cancelOccurrence' ? null : calendar.intervalOf(op.slot)
  const answer = await send('POST', `/bookings/${booking.id}/exceptions`, {
    exceptionDate: calendar.dateOf(day),
    ...(target === null
      ? { exceptionType: 'cancelled' }
      : { exceptionType: 'modified', newStartTime: iso(target.start), newEndTime: iso(target.end) }),
  })
  const wanted = target === null ? [] : [target]
  if (!expectFree(played, op, answer, { wanted, leftOut: { booking, day }, status: 201 })) return
  booking.skipped.delete(day)
  booking.occurrences.set(day, target ?? 'cancelled')
  booking.exceptionIds.set(day, idOf(answer))
}

const undoException = async (played: Played, op: OperationOf<'undo'>): Promise<void> => {
  const { calendar, send } = played
  const booking = chosen(calendar, true, op.which)
  const days = [...(booking?.exceptionIds.keys() ?? [])]
  const day = days[op.nth % days.length]
  if (booking === undefined || day === undefined) return
  const original = booking.original.get(day)!
  const answer = await send('DELETE', `/bookings/${booking.id}/exceptions/${booking.exceptionIds.get(day)}`)
  if (!expectFree(played, op, answer, { wanted: [original], leftOut: { booking, day }, status: 200 })) return
  booking.occurrences.set(day, original)
  booking.exceptionIds.delete(day)
}

const moveSingle = async (played: Played, op: OperationOf<'moveSingle'>): Promise<void> => {
  const { calendar, send } = played
  const booking = chosen(calendar, false, op.which)
  if (booking === undefined) return
  const interval = calendar.intervalOf(op.slot)
  const answer = await send('PATCH', `/bookings/${booking.id}`, asked(interval))
  if (!expectFree(played, op, answer, { wanted: [interval], leftOut: { booking }, status: 200 })) return
  booking.occurrences.clear()
  booking.occurrences.set(op.slot.day, interval)
}

const rebookSkipped = async (played: Played, op: OperationOf<'rebook'>): Promise<void> => {
  const { calendar, send } = played
  const booking = chosen(calendar, true, op.which)
  if (booking === undefined) return
  const answer = await send('POST', `/bookings/${booking.id}/rebook`)
  expectAnswer(played, op, answer, 200)
  const expected: string[] = []
  for (const day of [...booking.skipped].sort((a, b) => a - b)) {
    const original = booking.original.get(day)!
    if (!calendar.isFree([original])) continue
    booking.skipped.delete(day)
    booking.occurrences.set(day, original)
    expected.push(calendar.dateOf(day))
  }
  const { rebooked } = answer.body as { rebooked: { occurrenceDate: string }[] }
  const dates = rebooked.map(({ occurrenceDate }) => occurrenceDate)
  if (dates.join() === expected.join()) return
  throw new ModelMismatch(
    `${JSON.stringify(op)} on resource ${played.resourceId} has rebooked ${dates}, not ${expected}`,
  )
}

/** A day a series can be split at, and the query that asks for it; without one, the whole series is meant. */
const splitOf = (calendar: Calendar, op: { which: number; nth: number }, isWhole: boolean) => {
  const booking = chosen(calendar, true, op.which)
  const days = [...(booking?.original.keys() ?? [])].slice(0, SPLIT_DAYS_MAX)
  const [first] = days
  if (booking === undefined || first === undefined) return null
  const day = isWhole ? first : days[op.nth % days.length]!
  const query = new URLSearchParams(
    day === first ? {} : { scope: 'following', occurrenceDate: calendar.dateOf(day) },
  )
  return { booking, day, query }
}

const endSeries = async (played: Played, op: OperationOf<'endSeries'>): Promise<void> => {
  const split = splitOf(played.calendar, op, false)
  if (split === null) return
  const { booking, day, query } = split
  query.set('dropExceptions', 'true')
  expectAnswer(played, op, await played.send('DELETE', `/bookings/${booking.id}?${query}`), 200)
  played.calendar.endBefore(booking, day)
}

const retimeSeries = async (played: Played, op: OperationOf<'retime'>): Promise<void> => {
  const { calendar, send } = played
  const split = splitOf(calendar, op, !op.split)
  if (split === null) return
  const { booking, day, query } = split
  const changed = calendar.retimed(booking, day, op.hour)
  const wanted = [...changed.occurrences.values()].filter(takesPlace)
  const answer = await send('PUT', `/bookings/${booking.id}?${query}`, asked(changed.original.get(day)!))
  if (!expectFree(played, op, answer, { wanted, leftOut: { booking, from: day }, status: 200 })) return
  calendar.endBefore(booking, day)
  const { body } = await send('GET', `/bookings/${idOf(answer)}/exceptions?limit=100`)
  const { exceptions } = body as { exceptions: { id: string; exceptionDate: string }[] }
  for (const { id, exceptionDate } of exceptions)
    changed.exceptionIds.set(calendar.dayNamed(exceptionDate), id)
  calendar.bookings.push({ ...changed, id: idOf(answer) })
}

const cancelBooking = async (played: Played, op: OperationOf<'cancel'>): Promise<void> => {
  const { calendar, send } = played
  const booking = calendar.bookings[op.which % calendar.bookings.length]
  if (booking === undefined) return
  expectAnswer(played, op, await send('DELETE', `/bookings/${booking.id}`), 200)
  calendar.remove(booking)
}
