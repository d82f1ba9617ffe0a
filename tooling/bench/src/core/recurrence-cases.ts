import type { RecurrenceCase, Unit } from './case.ts'

const halfMinuteMs = 30_000
const zones = ['UTC', 'America/New_York'] as const

/** Windows begin and end half a minute off every start: engines differ in whether an end belongs to a window. */
const edge = (utc: string): number => Date.parse(utc) - halfMinuteMs

interface Draft {
  readonly name: string
  readonly rule: string
  readonly start: string
  readonly from: string
  readonly to: string
  readonly keyZone?: string
}

const year = { start: '2026-01-05T09:00:00', from: '2026-01-05T00:00:00Z', to: '2027-01-05T00:00:00Z' }
const decades = { start: '2007-01-02T09:00:00', from: '2007-01-02T00:00:00Z', to: '2037-01-02T00:00:00Z' }
const centuries = { ...decades, to: '2307-01-02T00:00:00Z' }
/** Hours of one summer: how hourly rules pass a change of the clock is read in two ways. */
const summer = { start: '2026-04-01T09:00:00', from: '2026-04-01T00:00:00Z', to: '2026-10-01T00:00:00Z' }
const week = { start: '2026-06-01T09:00:00', from: '2026-06-01T00:00:00Z', to: '2026-06-08T00:00:00Z' }

const spans: readonly Draft[] = [
  { name: 'daily, a year', rule: 'FREQ=DAILY', ...year, keyZone: 'America/New_York' },
  { name: 'Monday to Friday, a year', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', ...year, keyZone: 'UTC' },
  { name: 'monthly on the 15th, 30 years', rule: 'FREQ=MONTHLY;BYMONTHDAY=15', ...decades },
  { name: 'yearly on 4 July, 30 years', rule: 'FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4', ...decades },
  { name: 'yearly on 4 July, 300 years', rule: 'FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4', ...centuries },
  {
    name: 'last working day of the month (BYSETPOS), 30 years',
    rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    ...decades,
    keyZone: 'UTC',
  },
  {
    name: 'Monday of weeks 10, 20, 30 (BYWEEKNO), 30 years',
    rule: 'FREQ=YEARLY;BYWEEKNO=10,20,30;BYDAY=MO',
    ...decades,
  },
  { name: 'hourly, six months', rule: 'FREQ=HOURLY', ...summer },
  { name: 'every minute, a week', rule: 'FREQ=MINUTELY', ...week, keyZone: 'UTC' },
]

const farStart = '1996-06-03T09:00:00'
const far: readonly Omit<Draft, 'start' | 'from' | 'to'>[] = [
  { name: 'daily', rule: 'FREQ=DAILY', keyZone: 'America/New_York' },
  { name: 'daily with COUNT=20000', rule: 'FREQ=DAILY;COUNT=20000', keyZone: 'America/New_York' },
  { name: 'Monday, Wednesday, Friday', rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' },
  { name: 'second Tuesday of the month', rule: 'FREQ=MONTHLY;BYDAY=2TU' },
]

const never: readonly Omit<Draft, 'start' | 'from' | 'to'>[] = [
  { name: 'YEARLY on 30 February', rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', keyZone: 'UTC' },
  { name: 'DAILY on 30 February', rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' },
  { name: 'SECONDLY on 30 February', rule: 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30' },
  { name: 'HOURLY;INTERVAL=6;BYHOUR=7 from 09:00', rule: 'FREQ=HOURLY;INTERVAL=6;BYHOUR=7' },
  { name: 'MONTHLY, the second of one first Thursday', rule: 'FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2' },
]

const short = (zoneId: string): string => (zoneId === 'UTC' ? 'UTC' : 'New York')

function inZones(
  group: string,
  unit: Unit,
  drafts: readonly Draft[],
  ask: (draft: Draft) => RecurrenceCase['ask'],
): RecurrenceCase[] {
  return drafts.flatMap((draft) =>
    zones.map((zoneId) => ({
      id: `${group}: ${draft.name}, ${short(zoneId)}`,
      group,
      label: `${draft.name}, ${short(zoneId)}`,
      rule: draft.rule,
      start: draft.start,
      zoneId,
      ask: ask(draft),
      unit,
      isKey: draft.keyZone === zoneId,
    })),
  )
}

const window30 = { start: farStart, from: '2026-06-01T00:00:00Z', to: '2026-07-01T00:00:00Z' }
const untilName = { name: 'daily for 30 years', rule: 'FREQ=DAILY;UNTIL=20260601T000000Z' }
const small = { name: 'WEEKLY;BYDAY=TU,TH;COUNT=10', rule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10' }

const text = {
  name: 'MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,17;BYSETPOS=-1;COUNT=12',
  rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,17;BYSETPOS=-1;COUNT=12',
}
const isUtc = (one: RecurrenceCase): boolean => one.zoneId === 'UTC'

/** Every case; the order is that of the table. */
export const recurrenceCases: readonly RecurrenceCase[] = [
  ...inZones('parsed and expanded', 'occurrence', spans, (d) => ({
    kind: 'expand',
    from: edge(d.from),
    to: edge(d.to),
  })),
  ...inZones('a small rule, parsed and expanded', 'call', [{ ...small, ...year, keyZone: 'UTC' }], (d) => ({
    kind: 'expand',
    from: edge(d.from),
    to: edge(d.to),
  })),
  ...inZones('the text of a rule, read', 'call', [{ ...text, ...year }], () => ({ kind: 'read' })).filter(
    isUtc,
  ),
  ...inZones(
    '30 days, 30 years in',
    'call',
    far.map((d) => ({ ...d, ...window30 })),
    (d) => ({
      kind: 'window',
      from: edge(d.from),
      to: edge(d.to),
    }),
  ),
  ...inZones('previous(), 30 years in', 'call', [{ ...far[2]!, ...window30 }], (d) => ({
    kind: 'previous',
    before: edge(d.from),
  })),
  ...inZones('count()', 'call', [{ ...untilName, ...window30 }], () => ({ kind: 'count' })),
  ...inZones(
    'a rule that never occurs',
    'call',
    never.map((d) => ({ ...d, ...year })),
    () => ({ kind: 'never' }),
  ).filter(isUtc),
]

/** @throws RangeError for an id that no case has */
export function recurrenceCase(id: string): RecurrenceCase {
  const found = recurrenceCases.find((one) => one.id === id)
  if (found === undefined) throw new RangeError(`no case ${id}`)
  return found
}

/** DTSTART and RRULE as every engine reads them. */
export function icalText({ start, zoneId, rule }: RecurrenceCase): string {
  const basic = start.replaceAll(/[-:]/g, '')
  return zoneId === 'UTC'
    ? `DTSTART:${basic}Z\nRRULE:${rule}`
    : `DTSTART;TZID=${zoneId}:${basic}\nRRULE:${rule}`
}
