import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
import {
  datesMax,
  durationMsMax,
  occurrencesBudgetDefault,
  rulesMax,
  startsBudgetDefault,
  stepsDefault,
} from './limits.ts'
import { createRecurrence, type Recurrence, type RecurrenceInput } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { formatWall, parseWall, type Wall } from './wall.ts'
import { metered, spendSteps } from './work-budget.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000

function series(rule: string, start: string, zone = 'UTC', more: Partial<RecurrenceInput> = {}): Recurrence {
  const rules = rule === '' ? [] : [parseRule(rule)]
  return createRecurrence({ start: parseWall(start), zone: zoneOf(zone), durationMs: hourMs, rules, ...more })
}

function utc(text: string): Instant {
  return parseWall(text) as number as Instant
}

function starts(recurrence: Recurrence, limit = 100): string[] {
  const found: string[] = []
  for (const { start } of recurrence) {
    found.push(formatWall(start as number as Wall))
    if (found.length === limit) break
  }
  return found
}

function codeOf(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    if (error instanceof CoreError) return error.code
    throw error
  }
  return 'none'
}

describe('the start', () => {
  it('that the rule does not match is no instance and does not count', () => {
    const found = starts(series('FREQ=WEEKLY;BYDAY=MO;COUNT=2', '2026-01-07T09:00:00'))
    expect(found).toEqual(['2026-01-12T09:00:00', '2026-01-19T09:00:00'])
  })

  it('gives the rule every part it leaves open, milliseconds included', () => {
    const recurrence = series('FREQ=MONTHLY;COUNT=3', '2026-01-31T09:08:07.123')
    expect(starts(recurrence)).toEqual([
      '2026-01-31T09:08:07.123',
      '2026-03-31T09:08:07.123',
      '2026-05-31T09:08:07.123',
    ])
  })

  it('is the only instance when there is no rule', () => {
    const recurrence = series('', '2026-01-05T09:00:00')
    expect(starts(recurrence)).toEqual(['2026-01-05T09:00:00'])
    expect([recurrence.count(), recurrence.isUnbounded]).toEqual([1, false])
  })
})

describe('a gap', () => {
  const daily = series('FREQ=DAILY;COUNT=3', '2026-03-07T02:30:00', 'America/New_York')

  it('moves an occurrence forward; it counts, keeps its length, and its nominal start is its key', () => {
    expect(starts(daily)).toEqual(['2026-03-07T07:30:00', '2026-03-08T07:30:00', '2026-03-09T06:30:00'])
    const moved = daily.at(parseWall('2026-03-08T02:30:00'))
    expect(moved).toMatchObject({ shift: 'gap', offsetMs: -4 * hourMs, start: utc('2026-03-08T07:30:00') })
    expect((moved?.end ?? 0) - (moved?.start ?? 0)).toBe(hourMs)
    expect(daily.at(parseWall('2026-03-08T03:30:00'))).toBeNull()
    expect(daily.onDate('2026-03-08')).toEqual([moved])
  })

  it('that moves two occurrences to one instant leaves one, with the earlier nominal start', () => {
    const rule = 'FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30;COUNT=6'
    const both = series(rule, '2026-03-07T00:00:00', 'America/New_York')
    expect(starts(both)).toHaveLength(5)
    expect(both.count()).toBe(5)
    expect(both.at(parseWall('2026-03-08T02:30:00'))?.shift).toBe('gap')
    expect(both.at(parseWall('2026-03-08T03:30:00'))).toBeNull()
    expect(both.startsBetween(instantMin, instantMax)).toHaveLength(5)
  })

  it('keeps instants ascending where walls are not', () => {
    const rule = 'FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45;COUNT=8'
    const found = series(rule, '2026-03-08T00:00:00', 'America/New_York', {
      exdates: [parseWall('2026-03-08T02:15:00')],
    })
    const list = starts(found)
    expect(list).toEqual([...list].sort())
    expect(list[0]).toBe('2026-03-08T07:45:00')
  })

  it('of a whole day makes one occurrence of two', () => {
    const apia = series('FREQ=DAILY;COUNT=4', '2011-12-28T09:00:00', 'Pacific/Apia')
    expect(starts(apia)).toEqual(['2011-12-28T19:00:00', '2011-12-29T19:00:00', '2011-12-30T19:00:00'])
    expect(apia.count()).toBe(3)
    expect(apia.onDate('2011-12-30')).toHaveLength(1)
    expect(apia.onDate('2011-12-31')).toHaveLength(0)
  })

  it('just before a UTC UNTIL cuts by instants, not by walls', () => {
    const rule = 'FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;UNTIL=20260308T071500Z'
    const found = series(rule, '2026-03-08T00:00:00', 'America/New_York')
    expect(starts(found)).toEqual(['2026-03-08T07:00:00'])
    expect([found.count(), found.last()?.start]).toEqual([1, utc('2026-03-08T07:00:00')])
  })
})

describe('a fold', () => {
  it('means the first of the two times, and later walls follow after both', () => {
    const hourly = series('FREQ=HOURLY;COUNT=4', '2026-11-01T00:00:00', 'America/New_York')
    expect(starts(hourly)).toEqual([
      '2026-11-01T04:00:00',
      '2026-11-01T05:00:00',
      '2026-11-01T07:00:00',
      '2026-11-01T08:00:00',
    ])
  })

  it('a UTC UNTIL in its second pass lets the whole first pass in', () => {
    const rule = 'FREQ=MINUTELY;INTERVAL=15;UNTIL=20261101T063000Z'
    const found = series(rule, '2026-11-01T01:00:00', 'America/New_York')
    expect(starts(found).at(-1)).toBe('2026-11-01T05:45:00')
  })

  it('an RDATE given as an instant may be the second', () => {
    const second = { start: utc('2026-11-01T06:30:00') }
    const found = series('FREQ=DAILY;COUNT=1', '2026-11-01T01:30:00', 'America/New_York', {
      rdates: [second],
    })
    expect(starts(found)).toEqual(['2026-11-01T05:30:00', '2026-11-01T06:30:00'])
  })
})

describe('UNTIL', () => {
  it.each([
    ['20260107', 3],
    ['20260107T090000', 3],
    ['20260107T085959', 2],
    ['20260107T140000Z', 3],
    ['20260107T135959Z', 2],
  ])('%s is inclusive in its own terms', (until, count) => {
    const found = series(`FREQ=DAILY;UNTIL=${until}`, '2026-01-05T09:00:00', 'America/New_York')
    expect([found.count(), starts(found).length]).toEqual([count, count])
  })

  it('before the start leaves an empty recurrence', () => {
    const found = series('FREQ=DAILY;UNTIL=20250101', '2026-01-05T09:00:00')
    expect([found.first(), found.last(), found.count(), found.next(instantMin)]).toEqual([
      null,
      null,
      0,
      null,
    ])
    expect(found.startsBetween(instantMin, instantMax)).toHaveLength(0)
  })

  it.each([
    ['date', '20300101T000000Z'],
    ['floating', '20300101T000000Z'],
    ['floating', '20300101'],
    ['utc', '20300101T000000'],
    ['zoned', '20300101T000000'],
    ['zoned', '20300101'],
  ] as const)('for a start that is %s may not be %s', (startKind, until) => {
    const start = startKind === 'date' ? '2026-01-05T00:00:00' : '2026-01-05T09:00:00'
    expect(codeOf(() => series(`FREQ=DAILY;UNTIL=${until}`, start, 'UTC', { startKind }))).toBe(
      'invalid_rule',
    )
  })
})

describe('a start that is a date', () => {
  const allDay = { startKind: 'date', durationMs: 24 * hourMs } as const

  it('ignores times of day and ends at midnights', () => {
    const found = series('FREQ=DAILY;BYHOUR=9;COUNT=2', '2026-03-07T00:00:00', 'America/New_York', allDay)
    expect(starts(found)).toEqual(['2026-03-07T05:00:00', '2026-03-08T05:00:00'])
    expect(found.last()?.end).toBe(utc('2026-03-09T04:00:00'))
  })

  it('on a day that a zone skips lasts the day it lands on', () => {
    const found = series('FREQ=DAILY;COUNT=4', '2011-12-29T00:00:00', 'Pacific/Apia', allDay)
    expect(Array.from(found, (o) => [formatWall(o.wallStart), (o.end - o.start) / hourMs])).toEqual([
      ['2011-12-29T00:00:00', 24],
      ['2011-12-30T00:00:00', 24],
      ['2012-01-01T00:00:00', 24],
    ])
  })

  it('is still there in the last hour of a day of 25', () => {
    const found = series('FREQ=WEEKLY', '2026-10-25T00:00:00', 'Europe/Berlin', allDay)
    const last = found.overlapping(utc('2026-10-25T22:30:00'), utc('2026-10-25T22:45:00'))
    expect(last.map((o) => formatWall(o.wallStart))).toEqual(['2026-10-25T00:00:00'])
    expect(found.overlapping(utc('2026-10-25T23:00:00'), utc('2026-10-25T23:30:00'))).toEqual([])
  })

  it('is a midnight', () => {
    const morning = () => series('FREQ=DAILY', '2026-03-07T09:00:00', 'UTC', allDay)
    expect(codeOf(morning)).toBe('invalid_series')
    expect(morning).toThrow('A start that is a date is a midnight, not 2026-03-07T09:00:00.')
  })

  it('does not step by hours', () => {
    expect(codeOf(() => series('FREQ=HOURLY', '2026-03-07T00:00:00', 'UTC', allDay))).toBe('invalid_rule')
  })
})

describe('RDATE and EXDATE', () => {
  it('add and take away, an instance twice named being one', () => {
    const found = series('FREQ=DAILY;COUNT=3', '2026-01-05T09:00:00', 'UTC', {
      rdates: [
        parseWall('2026-01-06T09:00:00'),
        { wallStart: parseWall('2026-01-06T12:00:00'), durationMs: 2 * hourMs },
      ],
      exdates: [parseWall('2026-01-05T09:00:00'), parseWall('2026-01-09T09:00:00')],
    })
    expect(starts(found)).toEqual(['2026-01-06T09:00:00', '2026-01-06T12:00:00', '2026-01-07T09:00:00'])
    expect(found.count()).toBe(3)
    expect(found.overlapping(utc('2026-01-06T13:30:00'), utc('2026-01-06T13:40:00'))).toHaveLength(1)
  })

  it('EXDATE of the only instance leaves nothing', () => {
    const found = series('FREQ=DAILY;COUNT=1', '2026-01-05T09:00:00', 'UTC', {
      exdates: [parseWall('2026-01-05T09:00:00')],
    })
    expect([found.first(), found.last(), found.count()]).toEqual([null, null, 0])
  })

  it('EXDATE of the first or last instances of a long series leaves the others to be found', () => {
    const endless = series('FREQ=DAILY', '2026-01-05T09:00:00', 'UTC', {
      exdates: [parseWall('2026-01-05T09:00:00'), parseWall('2026-01-07T09:00:00')],
    })
    const [first, second] = endless
    expect([first, second].map((o) => new Date(o?.start ?? 0).toISOString().slice(0, 10))).toEqual([
      '2026-01-06',
      '2026-01-08',
    ])
    expect(endless.next(asInstant(0))).toEqual(first)
    const long = series('FREQ=DAILY;COUNT=100000', '2026-01-05T09:00:00', 'UTC', {
      exdates: [parseWall('2299-10-20T09:00:00'), parseWall('2299-10-19T09:00:00')],
    })
    expect(new Date(long.last()?.start ?? 0).toISOString().slice(0, 10)).toBe('2299-10-18')
  })

  it('EXDATE in UTC takes a zoned instance away', () => {
    const found = series('FREQ=DAILY;COUNT=2', '2026-01-05T09:00:00', 'America/New_York', {
      exdates: [{ start: utc('2026-01-05T14:00:00') }],
    })
    expect(starts(found)).toEqual(['2026-01-06T14:00:00'])
  })
})

it('several rules make one recurrence, equal instants being one', () => {
  const found = series('FREQ=DAILY;COUNT=3', '2026-01-05T09:00:00', 'UTC', {
    rules: [parseRule('FREQ=DAILY;COUNT=3'), parseRule('FREQ=DAILY;INTERVAL=2;COUNT=3')],
  })
  expect(starts(found).map((s) => s.slice(8, 10))).toEqual(['05', '06', '07', '09'])
  expect(found.count()).toBe(4)
})

describe('windows', () => {
  const found = series('FREQ=DAILY', '2026-01-05T09:00:00')

  it('are half-open: from belongs, to does not', () => {
    const [from, to] = [utc('2026-01-06T09:00:00'), utc('2026-01-08T09:00:00')]
    expect(found.between(from, to)).toHaveLength(2)
    expect(found.startsBetween(from, to)).toHaveLength(2)
    expect(found.between(to, from)).toEqual([])
  })

  it('overlap takes what has begun and not ended, and not what only touches', () => {
    expect(found.overlapping(utc('2026-01-06T09:59:59'), utc('2026-01-06T10:00:00'))).toHaveLength(1)
    expect(found.overlapping(utc('2026-01-06T10:00:00'), utc('2026-01-06T11:00:00'))).toHaveLength(0)
    expect(found.overlapping(utc('2026-01-06T08:00:00'), utc('2026-01-06T09:00:00'))).toHaveLength(0)
  })

  it('far ahead or past the end of the calendar are answered alike', () => {
    expect(found.between(utc('9999-12-30T00:00:00'), instantMax)).toHaveLength(2)
    expect(found.next(utc('9999-12-31T09:00:00'))).toBeNull()
    expect(found.previous(instantMax)?.start).toBe(utc('9999-12-31T09:00:00'))
    expect(found.last()).toBeNull()
    expect(found.count()).toBeNull()
  })
})

describe('budgets', () => {
  const secondly = series('FREQ=SECONDLY', '2026-01-05T09:00:00')

  it('hold at n and fail at n + 1', () => {
    const from = utc('2026-01-06T00:00:00')
    const to = asInstant(from + 100_000)
    expect(secondly.between(from, to, { budget: 100 })).toHaveLength(100)
    expect(codeOf(() => secondly.between(from, to, { budget: 99 }))).toBe('budget_exceeded')
    expect(secondly.startsBetween(from, to, { budget: 100 })).toHaveLength(100)
    expect(codeOf(() => secondly.startsBetween(from, to, { budget: 99 }))).toBe('budget_exceeded')
  })

  it('have defaults that hold at n and fail at n + 1', () => {
    const from = utc('2026-01-06T00:00:00')
    const after = (seconds: number): Instant => asInstant(from + seconds * 1000)
    expect(secondly.between(from, after(occurrencesBudgetDefault))).toHaveLength(occurrencesBudgetDefault)
    expect(codeOf(() => secondly.between(from, after(occurrencesBudgetDefault + 1)))).toBe('budget_exceeded')
    expect(secondly.startsBetween(from, after(startsBudgetDefault))).toHaveLength(startsBudgetDefault)
    expect(codeOf(() => secondly.startsBetween(from, after(startsBudgetDefault + 1)))).toBe('budget_exceeded')
    expect(codeOf(() => metered(() => spendSteps(stepsDefault)))).toBe('none')
    expect(codeOf(() => metered(() => spendSteps(stepsDefault + 1)))).toBe('budget_exceeded')
  })

  it('stop an unbounded walk unless the caller asks for more', () => {
    expect(codeOf(() => secondly.startsBetween(instantMin, instantMax))).toBe('budget_exceeded')
    expect(codeOf(() => secondly.between(instantMin, instantMax))).toBe('budget_exceeded')
  })
})

describe('bounds of a recurrence hold at n and fail at n + 1', () => {
  const make = (more: Partial<RecurrenceInput>) =>
    codeOf(() => series('FREQ=DAILY', '2026-01-05T09:00:00', 'UTC', more))

  it('duration', () => {
    expect(make({ durationMs: durationMsMax })).toBe('none')
    for (const durationMs of [durationMsMax + 1, -1, 0.5, Number.NaN])
      expect(make({ durationMs })).toBe('invalid_series')
  })

  it('rules and dates', () => {
    const rule = parseRule('FREQ=DAILY')
    const wall = parseWall('2026-01-05T09:00:00')
    expect(make({ rules: Array(rulesMax).fill(rule) })).toBe('none')
    expect(make({ rules: Array(rulesMax + 1).fill(rule) })).toBe('invalid_series')
    expect(make({ exdates: Array(datesMax).fill(wall) })).toBe('none')
    expect(make({ exdates: Array(datesMax + 1).fill(wall) })).toBe('invalid_series')
    expect(make({ rdates: Array(datesMax + 1).fill(wall) })).toBe('invalid_series')
  })

  it('start', () => {
    for (const start of [Number.NaN, 0.5, 1e18]) expect(make({ start: start as Wall })).toBe('invalid_wall')
  })
})

describe('a rule that can never occur is recognised by proof', () => {
  it.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=SECONDLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=30'],
    ['FREQ=HOURLY;INTERVAL=6;BYHOUR=7'],
    ['FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2'],
    ['FREQ=MONTHLY;BYDAY=6MO'],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=-31;BYMONTH=2,4'],
    ['FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1'],
    ['FREQ=YEARLY;BYWEEKNO=10;BYMONTH=8'],
    ['FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366'],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=WE'],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=2'],
    ['FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;BYSETPOS=-2'],
    ['FREQ=MINUTELY;INTERVAL=7;BYMONTH=1;BYMONTHDAY=1;BYDAY=MO;BYHOUR=3;BYMINUTE=2'],
    ['FREQ=MINUTELY;INTERVAL=10;BYMINUTE=5'],
    ['FREQ=SECONDLY;BYSECOND=1;BYSETPOS=2'],
    ['FREQ=SECONDLY;INTERVAL=604800;BYDAY=WE'],
  ])('%s', (rule) => {
    expect(codeOf(() => series(rule, '2027-01-05T09:00:00'))).toBe('never_occurs')
  })

  it('and one that seldom does is found', () => {
    expect(
      series('FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU', '2026-01-05T09:00:00').first()?.start,
    ).toBe(utc('2032-02-29T00:00:00'))
    const rare = series('FREQ=SECONDLY;INTERVAL=999983;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-01-05T09:00:00')
    expect(rare.next(utc('2026-01-05T09:00:00'))?.start).toBe(
      utc('2026-01-05T09:00:00') + 999_983 * 86_400_000,
    )
  })
})

it('COUNT counts nominal instances, however many times a day and however far', () => {
  const product = [0, 59].map((n) => Array.from({ length: n + 1 }, (_, i) => i).join(','))
  const all = `FREQ=DAILY;BYHOUR=9;BYMINUTE=${product[1]};BYSECOND=${product[1]};COUNT=100000`
  expect(series(all, '2026-01-05T00:00:00').last()?.start).toBe(utc('2026-02-01T09:46:39'))
  expect(series('FREQ=SECONDLY;INTERVAL=7;BYHOUR=9,10;COUNT=1000000', '2026-01-05T09:00:00').count()).toBe(
    1_000_000,
  )
  expect(series('FREQ=DAILY;COUNT=1000000', '2026-01-05T09:00:00').last()?.start).toBe(
    utc('4763-12-02T09:00:00'),
  )
})

it('does not depend on the time zone of the process', () => {
  const script = fileURLToPath(new URL('./process-zone-probe.ts', import.meta.url))
  const outputs = ['UTC', 'America/Los_Angeles', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia'].map(
    (TZ) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--conditions=@booking/source', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      }),
  )
  expect(outputs[0]?.length).toBeGreaterThan(1000)
  expect(new Set(outputs).size).toBe(1)
}, 60_000)

it('a window holds what meets it, also when the lengths differ, and a point only where it begins', () => {
  const recurrence = series('FREQ=DAILY;COUNT=2', '2026-01-05T09:00', 'UTC', {
    durationMs: 4 * hourMs,
    rdates: [
      { wallStart: parseWall('2026-01-05T11:00'), durationMs: hourMs },
      { wallStart: parseWall('2026-01-05T12:00'), durationMs: 0 },
      { wallStart: parseWall('2026-01-05T11:30'), durationMs: 0 },
    ],
  })
  const met = (from: string, to: string) =>
    recurrence.overlapping(utc(from), utc(to)).map((o) => formatWall(o.wallStart).slice(11, 16))
  expect(met('2026-01-05T12:00', '2026-01-05T12:00:00.001')).toEqual(['09:00', '12:00'])
  expect(met('2026-01-05T11:59:59.999', '2026-01-05T12:00')).toEqual(['09:00', '11:00'])
  expect(met('2026-01-05T12:59:59.999', '2026-01-06T09:00')).toEqual(['09:00'])
  expect(met('2026-01-05T13:00', '2026-01-06T09:00')).toEqual([])
})
