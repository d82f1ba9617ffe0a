import type { Random } from './random.ts'

/** A request of somebody who wants to keep the service busy with one small effort. */
export interface Bomb {
  readonly name: string
  /** Below `/api/v1`; nothing of it writes. */
  readonly path: string
  readonly body: string
  /** Whether the service may hang up before it has read everything. */
  readonly mayBeCut?: boolean
}

const DAY_MS = 86_400_000
const KIB = 1_024
/** Just below what a body may have, 256 KiB. */
const FULL_BODY = 255 * KIB

const frequencies = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const intervals = [1, 2, 7, 53, 97, 773, 4_800, 20_871, 86_399, 499_979, 999_983, 1_000_000, 1_000_001]
const zones = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Pacific/Apia',
]
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU', '1MO', '-1FR', '5SU']
const ends = [
  '',
  '',
  ';COUNT=1',
  ';COUNT=2000',
  ';COUNT=1000000',
  ';UNTIL=99991231T235959Z',
  ';UNTIL=20990101',
]

const listOf = (random: Random, min: number, max: number): string =>
  random.below(6) === 0
    ? Array.from({ length: max - min + 1 }, (_, at) => min + at).join()
    : Array.from({ length: random.between(1, 4) }, () => random.between(min, max)).join()

/** Values of the parts that narrow a rule down, each with how often it is there, in percent. */
const parts: readonly (readonly [string, number, (random: Random) => string])[] = [
  ['INTERVAL', 60, (random) => String(random.pick(intervals))],
  ['BYMONTH', 40, (random) => listOf(random, 1, 12)],
  ['BYMONTHDAY', 35, (random) => listOf(random, random.pick([-31, 1, 29, 31]), 31).replace(/\b0\b/g, '1')],
  ['BYYEARDAY', 10, (random) => listOf(random, 1, 366)],
  ['BYWEEKNO', 8, (random) => listOf(random, 1, 53)],
  ['BYDAY', 45, (random) => Array.from({ length: random.between(1, 3) }, () => random.pick(weekdays)).join()],
  ['BYHOUR', 25, (random) => listOf(random, 0, 23)],
  ['BYMINUTE', 25, (random) => listOf(random, 0, 59)],
  ['BYSECOND', 20, (random) => listOf(random, 0, 59)],
  ['BYSETPOS', 20, (random) => listOf(random, 1, random.pick([2, 30, 366]))],
]

/** A rule that is mostly valid and seldom satisfied. */
const hostileRule = (random: Random): string => {
  const chosen = parts.filter(([, percent]) => random.below(100) < percent)
  const narrowed = chosen.map(([name, , make]) => `;${name}=${make(random)}`).join('')
  return `FREQ=${random.pick(frequencies)}${narrowed}${random.pick(ends)}`
}

const future = (random: Random): number =>
  (Math.floor(Date.now() / DAY_MS) + random.between(5, 300)) * DAY_MS + random.below(DAY_MS / 1000) * 1000

const minutesLong = [1, 15, 60, 24 * 60, 31 * 24 * 60]

const bookingOf = (random: Random, resourceId: string, rest: object): string => {
  const start = future(random)
  const end = start + random.pick(minutesLong) * 60_000
  const times = { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() }
  return JSON.stringify({ resourceId, title: 'Bomb', ...times, ...rest })
}

type Maker = (random: Random, resourceId: string) => Bomb

const ruleBomb: Maker = (random, resourceId) => ({
  name: 'rule',
  path: '/bookings/recurring?dryRun=true',
  body: bookingOf(random, resourceId, {
    recurrenceRule: hostileRule(random),
    timeZone: random.pick(zones),
    ...(random.below(3) === 0 ? { conflictPolicy: 'skip' } : {}),
  }),
})

const single = '/bookings?dryRun=true'

const bodyBombs: readonly Maker[] = [
  (random) => {
    const depth = random.between(10, FULL_BODY / 2)
    return { name: 'nested lists', path: single, body: '['.repeat(depth) + ']'.repeat(depth) }
  },
  (random, resourceId) => {
    const depth = random.between(10, FULL_BODY / 12)
    const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    const body = bookingOf(random, resourceId, { metadata: 0 }).replace(
      '"metadata":0',
      `"metadata":${nested}`,
    )
    return { name: 'nested metadata', path: single, body }
  },
  (random, resourceId) => {
    const metadata = Object.fromEntries(
      Array.from({ length: random.between(1, 20_000) }, (_, at) => [`k${at}`, 0]),
    )
    return { name: 'many keys', path: single, body: bookingOf(random, resourceId, { metadata }) }
  },
  (random, resourceId) => {
    const attendees = Array.from({ length: random.between(1, 20_000) }, (_, at) => `a${at}`)
    return { name: 'many attendees', path: single, body: bookingOf(random, resourceId, { attendees }) }
  },
  (random, resourceId) => {
    const title = random
      .pick(['a', ' ', '\u0301', '\u{1f600}', '\0'])
      .repeat(random.between(1, FULL_BODY / 8))
    return { name: 'long title', path: single, body: bookingOf(random, resourceId, { title }) }
  },
  (random, resourceId) => {
    const recurrenceRule = `FREQ=DAILY;BYDAY=${'MO,'.repeat(random.between(1, FULL_BODY / 4))}MO`
    const body = bookingOf(random, resourceId, { recurrenceRule, timeZone: 'UTC' })
    return { name: 'long rule', path: '/bookings/recurring?dryRun=true', body }
  },
  (random, resourceId) => {
    const timeSlots = Array.from({ length: random.between(1, 2_000) }, () => {
      const start = future(random)
      return { startTime: new Date(start).toISOString(), endTime: new Date(start + DAY_MS).toISOString() }
    })
    return { name: 'many slots', path: '/availability/bulk', body: JSON.stringify({ resourceId, timeSlots }) }
  },
  (random) => ({
    name: 'long number',
    path: single,
    body: `{"title":${random.pick(['9', '-1e', '0.'])}${'9'.repeat(random.between(1, FULL_BODY))}}`,
  }),
  (random) => ({
    name: 'too large',
    path: single,
    body: JSON.stringify('a'.repeat(random.between(2, 8) * FULL_BODY)),
    mayBeCut: true,
  }),
]

/** A rule, or now and then a body, made to be dear. Nothing is written by any of them. */
export const bombOf = (random: Random, resourceId: string): Bomb =>
  (random.below(10) < 8 ? ruleBomb : random.pick(bodyBombs))(random, resourceId)
