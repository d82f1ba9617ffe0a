import type { Slot } from './slots.ts'

/** What was asked for, and what the answer must therefore repeat. */
export interface Asked {
  readonly resourceId: string
  readonly slot: Slot
}

/** A booking that was answered with 201, which nothing in a run takes away again. */
export interface Booked extends Asked {
  readonly id: string
  readonly title: string
}

export interface Interval {
  readonly startTime: string
  readonly endTime: string
}

interface Conflicting {
  readonly conflicts: readonly (Interval & { readonly id: string })[]
}

export interface HealthAnswer {
  readonly status: string
  readonly checks?: Readonly<Record<string, { readonly status: string }>>
}

export interface BookingAnswer extends Interval {
  readonly id: string
  readonly resourceId: string
  readonly title: string
  readonly occurrenceCount?: number | null
}

export interface AvailabilityAnswer extends Interval, Conflicting {
  readonly available: boolean
  readonly resourceId: string
}

export interface BulkAnswer {
  readonly results: readonly (Interval & Conflicting & { readonly available: boolean })[]
}

export interface ConflictsAnswer extends Interval, Conflicting {
  readonly resourceId: string
  readonly hasConflicts: boolean
  readonly totalConflicts: number
}

export interface RefusalAnswer extends Conflicting {
  readonly code: string
}

/** Each of these checks answers what is untrue, in words, or null. */
type Fault = string | null

/** A booking is what was asked for. */
export function faultInBooking(
  answer: BookingAnswer,
  asked: Asked & { readonly title: string; readonly occurrences?: number },
): Fault {
  if (typeof answer.id !== 'string' || answer.id === '') return 'the booking has no id'
  if (answer.resourceId !== asked.resourceId) return 'another resource'
  if (answer.title !== asked.title) return 'another title'
  if (asked.occurrences !== undefined && answer.occurrenceCount !== asked.occurrences)
    return `${answer.occurrenceCount} occurrences`
  return isInterval(answer, asked.slot) ? null : 'another time'
}

/** What a 409 names does overlap one of the intervals that were asked for. */
export function faultInRefusal(answer: RefusalAnswer, asked: readonly Slot[]): Fault {
  if (answer.code !== 'booking_conflict') return `code ${answer.code}`
  if (!Array.isArray(answer.conflicts) || answer.conflicts.length === 0) return 'a refusal that names nothing'
  return faultInConflicts(answer, asked)
}

/** `taken`: a booking that is known to lie in the slot. */
export function faultInAvailability(answer: AvailabilityAnswer, asked: Asked, taken: Booked | null): Fault {
  if (answer.resourceId !== asked.resourceId) return 'another resource'
  if (!isInterval(answer, asked.slot)) return 'another time'
  return faultInSlotAnswer(answer, asked.slot, taken)
}

/** `taken`: a booking that is known to lie in the first slot. */
export function faultInBulk(answer: BulkAnswer, asked: readonly Slot[], taken: Booked | null): Fault {
  if (answer.results.length !== asked.length) return `${answer.results.length} results`
  for (const [i, slot] of asked.entries()) {
    const result = answer.results[i]
    if (result === undefined || !isInterval(result, slot)) return `another time at position ${i}`
    const fault = faultInSlotAnswer(result, slot, i === 0 ? taken : null)
    if (fault !== null) return `${fault} at position ${i}`
  }
  return null
}

/** `asked`: every interval that was asked for; `taken`: a booking that is known to lie in one of them. */
export function faultInConflictsAnswer(
  answer: ConflictsAnswer,
  resourceId: string,
  asked: readonly Slot[],
  taken: Booked | null,
): Fault {
  if (answer.resourceId !== resourceId) return 'another resource'
  if (answer.hasConflicts !== answer.conflicts.length > 0) return 'hasConflicts does not fit its list'
  if (answer.totalConflicts < answer.conflicts.length) return 'totalConflicts is too small'
  if (taken !== null && !answer.conflicts.some(({ id }) => id === taken.id)) return 'a booking is missing'
  return faultInConflicts(answer, asked)
}

function faultInSlotAnswer(
  answer: Conflicting & { readonly available: boolean },
  slot: Slot,
  taken: Booked | null,
): Fault {
  if (answer.available && answer.conflicts.length > 0) return 'available with conflicts'
  if (!answer.available && answer.conflicts.length === 0) return 'neither available nor conflicts'
  if (taken !== null && !answer.conflicts.some(({ id }) => id === taken.id)) return 'a booking is missing'
  return faultInConflicts(answer, [slot])
}

function faultInConflicts({ conflicts }: Conflicting, asked: readonly Slot[]): Fault {
  for (const { startTime, endTime } of conflicts) {
    const startMs = Date.parse(startTime)
    const endMs = Date.parse(endTime)
    if (!asked.some((slot) => startMs < slot.endMs && slot.startMs < endMs))
      return `${startTime} to ${endTime} is in nobody's way`
  }
  return null
}

function isInterval(answer: Interval, slot: Slot): boolean {
  return Date.parse(answer.startTime) === slot.startMs && Date.parse(answer.endTime) === slot.endMs
}
