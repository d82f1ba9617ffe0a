import http, { type RefinedParams, type RefinedResponse } from 'k6/http'
import {
  type AvailabilityAnswer,
  type Booked,
  type BookingAnswer,
  type BulkAnswer,
  type ConflictsAnswer,
  faultInAvailability,
  faultInBooking,
  faultInBulk,
  faultInConflictsAnswer,
  faultInRefusal,
  type HealthAnswer,
  type RefusalAnswer,
} from '../check-answer.ts'
import type { Outcome } from '../outcome.ts'
import { roll } from '../roll.ts'
import { dealtBefore, type ScenarioId } from '../scenarios.ts'
import { occurrencesOf, type Slot, seriesOccurrences, seriesRule, seriesSlot, singleSlot } from '../slots.ts'
import type { Room } from './input.ts'

/** One iteration: who asks, where, and what is known. */
export interface Turn {
  readonly base: string
  /** Of the iteration, among all of the test. */
  readonly index: number
  /** How many iterations before it have done the same. */
  readonly rank: number
  readonly mondayMs: number
  readonly rooms: readonly Room[]
  /** A booking that exists for certain. */
  readonly known: Booked
  readonly params: RefinedParams<'text'>
}

export interface Done {
  readonly response: RefinedResponse<'text'>
  readonly outcome: Outcome
  /** What was untrue, which error it was, or what else is to be told. */
  readonly detail: string | null
  /** A booking that exists from now on. */
  readonly booked?: Booked
}

const CHOICE_CONTESTED = 10
const CHOICE_KNOWN = 11
const CHOICE_PLACE = 12
const CHOICE_RULE = 13
/** Bookings that want the time of another one, which is made at about the same moment. */
const CONTESTED_SHARE = 0.025
const CONTESTED_SPAN = 50
/** Questions about a time that is taken for certain. */
const KNOWN_SHARE = 0.2
const BULK_SLOTS = 20
const ATTENDEES = ['user-123', 'user-456']

export const operations: Readonly<Record<ScenarioId, (turn: Turn) => Done>> = {
  health({ base, params }) {
    const response = http.get(`${base}/health`, params)
    const done = judged<HealthAnswer>(response, 200, ({ status }) => (status === 'unhealthy' ? status : null))
    return done.outcome === 'right' ? { ...done, detail: missedIn(response.body) } : done
  },

  availability(turn) {
    const { taken, asked } = question(turn)
    const url = `${turn.base}/availability?${queryOf(asked)}`
    return judged<AvailabilityAnswer>(http.get(url, turn.params), 200, (answer) =>
      faultInAvailability(answer, asked, taken),
    )
  },

  create_booking(turn) {
    const slot = singleSlot(wantedRank(turn), turn.rooms.length, turn.mondayMs)
    return book(turn, '/bookings', slot, [slot], { title: 'Client Meeting', metadata: { priority: 'high' } })
  },

  create_series(turn) {
    const first = seriesSlot(wantedRank(turn), turn.rooms.length, turn.mondayMs)
    const words = { title: 'Weekly Team Standup', recurrenceRule: seriesRule }
    return book(turn, '/bookings/recurring', first, occurrencesOf(first), words)
  },

  get_booking({ base, known, params }) {
    const response = http.get(`${base}/bookings/${known.id}`, { ...params })
    return judged<BookingAnswer>(response, 200, (answer) =>
      answer.id === known.id ? faultInBooking(answer, known) : 'another booking',
    )
  },

  conflicts(turn) {
    const { taken, asked } = question(turn)
    const isSeries = taken === null && roll(turn.index, CHOICE_RULE) < 0.5
    const first = isSeries
      ? seriesSlot(rankBefore(turn, 'create_series'), turn.rooms.length, turn.mondayMs)
      : asked.slot
    const resourceId = isSeries ? turn.rooms[first.room]!.id : asked.resourceId
    const rule = isSeries ? `&recurrenceRule=${encodeURIComponent(seriesRule)}` : ''
    const url = `${turn.base}/conflicts?${queryOf({ resourceId, slot: first })}${rule}`
    const all = isSeries ? occurrencesOf(first) : [first]
    return judged<ConflictsAnswer>(http.get(url, turn.params), 200, (answer) =>
      faultInConflictsAnswer(answer, resourceId, all, taken),
    )
  },

  bulk(turn) {
    const { taken, asked } = question(turn)
    const dayMs = 86_400_000
    const slots = Array.from({ length: BULK_SLOTS }, (_, i) => ({
      room: asked.slot.room,
      startMs: asked.slot.startMs + i * 7 * dayMs,
      endMs: asked.slot.endMs + i * 7 * dayMs,
    }))
    const body = JSON.stringify({ resourceId: asked.resourceId, timeSlots: slots.map(timesOf) })
    const response = http.post(`${turn.base}/availability/bulk`, body, turn.params)
    return judged<BulkAnswer>(response, 200, (answer) => faultInBulk(answer, slots, taken))
  },
}

function book(
  turn: Turn,
  path: string,
  slot: Slot,
  all: readonly Slot[],
  words: { readonly title: string; readonly recurrenceRule?: string; readonly metadata?: object },
): Done {
  const title = `${words.title} ${turn.index}`
  const resourceId = turn.rooms[slot.room]!.id
  const body = JSON.stringify({ resourceId, ...timesOf(slot), attendees: ATTENDEES, ...words, title })
  const response = http.post(turn.base + path, body, turn.params)
  if (response.status === 409) {
    const fault = faultOf<RefusalAnswer>(response, (answer) => faultInRefusal(answer, all))
    return { response, outcome: fault === null ? 'refused' : 'wrong', detail: fault }
  }
  const asked = { resourceId, slot, title }
  const isSeries = words.recurrenceRule !== undefined
  const done = judged<BookingAnswer>(response, 201, (answer) =>
    faultInBooking(answer, isSeries ? { ...asked, occurrences: seriesOccurrences } : asked),
  )
  if (done.outcome !== 'right') return done
  const { id } = JSON.parse(response.body ?? '{}') as BookingAnswer
  return { ...done, booked: { ...asked, id } }
}

function judged<Answer>(
  response: RefinedResponse<'text'>,
  status: number,
  faultIn: (answer: Answer) => string | null,
): Done {
  if (response.status === 429) return { response, outcome: 'limited', detail: null }
  if (response.status !== status)
    return { response, outcome: 'failed', detail: response.error || codeOf(response.body) }
  const fault = faultOf(response, faultIn)
  return { response, outcome: fault === null ? 'right' : 'wrong', detail: fault }
}

/** An answer that cannot be read, or lacks what is looked at, is untrue as well. */
function faultOf<Answer>(
  { body }: RefinedResponse<'text'>,
  faultIn: (answer: Answer) => string | null,
): string | null {
  try {
    return faultIn(JSON.parse(body ?? '') as Answer)
  } catch (error) {
    return `the answer cannot be read: ${error}`
  }
}

/** What a system misses that serves requests all the same. */
function missedIn(body: string | null): string | null {
  const { status, checks = {} } = JSON.parse(body ?? '{}') as HealthAnswer
  if (status === 'healthy') return null
  const down = Object.entries(checks).filter(([, check]) => check.status === 'down')
  return `${status}: ${down.map(([name]) => name).join(' ')}`
}

/** The code of a problem, or the status of an unhealthy system. */
function codeOf(body: string | null): string {
  try {
    const { code, status } = JSON.parse(body ?? '') as { code?: string; status?: string }
    return String(code ?? status)
  } catch {
    return 'no problem document'
  }
}

/** A time to ask about: one that is taken for certain, or any that was wanted before. */
function question(turn: Turn): { taken: Booked | null; asked: { resourceId: string; slot: Slot } } {
  if (roll(turn.index, CHOICE_KNOWN) < KNOWN_SHARE) return { taken: turn.known, asked: turn.known }
  const slot = singleSlot(rankBefore(turn, 'create_booking'), turn.rooms.length, turn.mondayMs)
  return { taken: null, asked: { resourceId: turn.rooms[slot.room]!.id, slot } }
}

/** One of the times that were wanted before. */
function rankBefore({ index }: Turn, scenario: ScenarioId): number {
  return Math.floor(roll(index, CHOICE_PLACE) * dealtBefore(scenario, index))
}

/** A time that nobody else wants, or a contested one. */
function wantedRank({ index, rank }: Turn): number {
  const isContested = roll(index, CHOICE_CONTESTED) < CONTESTED_SHARE
  return isContested ? Math.floor(rank / CONTESTED_SPAN) * CONTESTED_SPAN : rank
}

function timesOf({ startMs, endMs }: Slot): { startTime: string; endTime: string } {
  return { startTime: new Date(startMs).toISOString(), endTime: new Date(endMs).toISOString() }
}

function queryOf({ resourceId, slot }: { resourceId: string; slot: Slot }): string {
  const { startTime, endTime } = timesOf(slot)
  return `resourceId=${resourceId}&startTime=${startTime}&endTime=${endTime}`
}
