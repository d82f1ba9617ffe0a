import type { Unit } from './case.ts'

export interface ConflictCase {
  readonly id: string
  readonly label: string
  readonly unit: Unit
  /** Set when the question is about two series. */
  readonly pair?: readonly [a: SeriesText, b: SeriesText]
  /** Whether the two ever meet: what is laid out cannot show that they never do. */
  readonly doMeet?: boolean
  readonly isKey: boolean
}

interface SeriesText {
  readonly rule: string
  readonly start: string
  readonly zoneId: string
}

function pair(
  label: string,
  zoneId: string,
  a: readonly [string, string],
  b: readonly [string, string],
): ConflictCase {
  const text = ([rule, start]: readonly [string, string]): SeriesText => ({ rule, start, zoneId })
  const isKey = label.includes('2072')
  return {
    id: label,
    label: `endless against endless: ${label}`,
    unit: 'call',
    pair: [text(a), text(b)],
    doMeet: isKey,
    isKey,
  }
}

/** Every case about conflicts; the order is that of the table. No peer library has such a call. */
export const conflictCases: readonly ConflictCase[] = [
  { id: 'any', label: 'does one window meet any of 10^6 intervals', unit: 'call', isKey: true },
  { id: 'all', label: 'every one of 10^6 intervals that one window meets', unit: 'call', isKey: false },
  { id: 'join', label: '10^6 intervals against 10^6, every pair', unit: 'interval', isKey: true },
  { id: 'gallop', label: '10^3 intervals against 10^6, every pair', unit: 'interval', isKey: false },
  {
    id: 'series-intervals',
    label: 'an endless daily series against 10^5 intervals, every clash',
    unit: 'interval',
    isKey: false,
  },
  pair(
    'odd and even weeks, New York',
    'America/New_York',
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-05T09:00'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-12T09:00'],
  ),
  pair(
    'every 7 weeks and 29 February (2072), UTC',
    'UTC',
    ['FREQ=WEEKLY;INTERVAL=7', '2026-01-05T09:00'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2028-02-29T09:00'],
  ),
  pair(
    'the 15th and the 20th, New York',
    'America/New_York',
    ['FREQ=MONTHLY;BYMONTHDAY=15', '2026-01-05T09:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=20', '2026-01-05T09:00'],
  ),
  pair(
    'back to back over every change of the clock, New York',
    'America/New_York',
    ['FREQ=DAILY', '2026-01-05T01:00'],
    ['FREQ=DAILY', '2026-01-05T02:00'],
  ),
  pair(
    'every 13 years and a daily half year, New York',
    'America/New_York',
    ['FREQ=YEARLY;INTERVAL=13', '2026-03-07T01:00'],
    ['FREQ=DAILY;INTERVAL=2;BYMONTH=1,2,3,4,5,6', '2026-08-05T02:30'],
  ),
  { id: 'prepare', label: 'a rule parsed and its series prepared', unit: 'series', isKey: false },
  { id: 'many', label: 'one candidate against 1,000 live series, every clash', unit: 'series', isKey: false },
  { id: 'open', label: 'is a booking inside business hours', unit: 'call', isKey: false },
  { id: 'nearest', label: 'the three nearest free slots', unit: 'call', isKey: false },
]

/** @throws RangeError for an id that no case has */
export function conflictCase(id: string): ConflictCase {
  const found = conflictCases.find((one) => one.id === id)
  if (found === undefined) throw new RangeError(`no case ${id}`)
  return found
}
