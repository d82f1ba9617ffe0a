import {
  asInstant,
  CoreError,
  compileBusinessHours,
  firstOutsideOpenHours,
  isZone,
  type PreparedSeries,
  parseRule,
  prepareSeries,
  type Rule,
  selfOverlap,
  type Wall,
  zoneOf,
} from '@booking/core'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'

export interface SeriesTimes {
  /** First start and end that were asked for, milliseconds since the epoch. */
  readonly start: number
  readonly end: number
  /** RRULE value, with or without `RRULE:`. */
  readonly recurrenceRule: string
  /** IANA name; default: the resource's. */
  readonly timeZone?: string | undefined
  /** Where the rule counts its intervals from, on the series' clock; default: `start`. */
  readonly anchor?: Wall
}

/** The rule as the person wrote it, less the property name that iCalendar puts before it. */
export const withoutPrefix = (rule: string): string => rule.replace(/^RRULE:/i, '')

/**
 * The series that a request means, checked against everything that is known without looking at other
 * bookings.
 *
 * @throws Refusal unknown_time_zone, invalid_recurrence_rule, rule_never_occurs, self_overlap,
 *   outside_business_hours
 */
export const requestedSeries = (resource: ResourceRecord, times: SeriesTimes): PreparedSeries => {
  const timeZone = times.timeZone ?? resource.timeZone
  if (!isZone(timeZone)) throw new Refusal('unknown_time_zone', { timeZone })
  const zone = zoneOf(timeZone)
  const series = told(() =>
    prepareSeries({
      start: times.anchor ?? zone.wallOf(asInstant(times.start)),
      zone,
      durationMs: times.end - times.start,
      rules: [bookableRule(times.recurrenceRule)],
    }),
  )
  const overlap = selfOverlap(series)
  if (overlap !== null)
    throw new Refusal('self_overlap', { start: overlap.a.start, nextStart: overlap.b.start })
  requireOpenForAll(resource, series)
  return series
}

/** A room is not booked by the minute: what people mean by that is a longer booking. */
const bookableRule = (text: string): Rule => {
  const rule = parseRule(text)
  if (rule.frequency === 'SECONDLY' || rule.frequency === 'MINUTELY')
    throw new Refusal('unsupported_frequency', { frequency: rule.frequency })
  return rule
}

/** Every occurrence is asked, however far ahead; those with the same wall time are decided together. */
const requireOpenForAll = (resource: ResourceRecord, series: PreparedSeries) => {
  if (resource.businessHours === null) return
  const open = compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone))
  const outside = firstOutsideOpenHours(series, open)
  if (outside !== null)
    throw new Refusal('outside_business_hours', { start: outside.start, end: outside.end })
}

/** The core's reasons, told as refusals. */
const told = <Result>(work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CoreError)) throw error
    if (error.code === 'never_occurs') throw new Refusal('rule_never_occurs', { message: error.message })
    const { part, value, position } = error.details
    throw new Refusal('invalid_recurrence_rule', {
      message: error.message,
      ...(typeof part === 'string' ? { part } : {}),
      ...(typeof value === 'string' ? { value } : {}),
      ...(typeof position === 'number' ? { position } : {}),
    })
  }
}
