import { describe, expect, it } from 'vitest'
import { asInstant } from './instant.ts'
import {
  joinCycles,
  prepareSeries,
  regularOccurrence,
  regularStarts,
  type SeriesInput,
} from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const at = (text: string) => asInstant(Date.parse(text))
const utc = (ms: number) => new Date(ms).toISOString().slice(0, 16)

const series = (rules: string, more: Partial<SeriesInput> = {}) =>
  prepareSeries({
    start: parseWall('2026-01-05T09:00'),
    zone: zoneOf('UTC'),
    durationMs: hourMs,
    rules: rules === '' ? [] : rules.split('|').map((text) => parseRule(text)),
    ...more,
  })
const startsIn = (prepared: ReturnType<typeof series>, from: string, to: string) =>
  Array.from(regularStarts(prepared, at(from), at(to)), utc)

describe('regular starts', () => {
  it('are those of a half-open window, each once, also where two rules share them', () => {
    const twice = series('FREQ=DAILY|FREQ=WEEKLY;BYDAY=TU,WE;BYHOUR=9,10')
    expect(startsIn(twice, '2026-01-06T09:00:00Z', '2026-01-08T09:00:00Z')).toEqual([
      '2026-01-06T09:00',
      '2026-01-06T10:00',
      '2026-01-07T09:00',
      '2026-01-07T10:00',
    ])
    expect(startsIn(twice, '2026-01-06T09:00:00.001Z', '2026-01-06T10:00:00.001Z')).toEqual([
      '2026-01-06T10:00',
    ])
  })

  it('lack what is excluded, cancelled or moved, wherever it moved', () => {
    const prepared = series('FREQ=DAILY', {
      exdates: [parseWall('2026-01-06T09:00')],
      exceptions: [
        { kind: 'cancelled', wallStart: parseWall('2026-01-08T09:00') },
        {
          kind: 'modified',
          wallStart: parseWall('2026-01-07T09:00'),
          start: at('2026-01-09T12:00:00Z'),
        },
      ],
    })
    expect(startsIn(prepared, '2026-01-05T00:00:00Z', '2026-01-11T00:00:00Z')).toEqual([
      '2026-01-05T09:00',
      '2026-01-09T09:00',
      '2026-01-10T09:00',
    ])
    expect(prepared.extras.map((o) => [utc(o.start), utc(o.end)])).toEqual([
      ['2026-01-09T12:00', '2026-01-09T13:00'],
    ])
  })

  it('none lie in an empty window, before the first or after the last', () => {
    const ten = series('FREQ=DAILY;COUNT=10')
    expect(startsIn(ten, '2026-01-06T09:00:00Z', '2026-01-06T09:00:00Z')).toEqual([])
    expect(startsIn(ten, '2025-01-01T00:00:00Z', '2026-01-05T09:00:00Z')).toEqual([])
    expect(startsIn(ten, '2026-01-14T09:00:00.001Z', '2027-01-01T00:00:00Z')).toEqual([])
    expect(startsIn(ten, '2026-01-14T09:00:00Z', '2027-01-01T00:00:00Z')).toEqual(['2026-01-14T09:00'])
  })

  it('a start in a gap and the one it lands on are one, in order', () => {
    const night = series('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30', { zone: zoneOf('America/New_York') })
    expect(startsIn(night, '2026-03-08T00:00:00Z', '2026-03-09T08:00:00Z')).toEqual([
      '2026-03-08T07:30',
      '2026-03-09T06:30',
      '2026-03-09T07:30',
    ])
  })
})

describe('what deviates', () => {
  it('is ascending, and without what has no length', () => {
    const prepared = series('FREQ=DAILY', {
      rdates: [
        { wallStart: parseWall('2026-03-02T12:00'), durationMs: 0 },
        { wallStart: parseWall('2026-03-01T12:00'), durationMs: 2 * hourMs },
        parseWall('2026-02-01T12:00'),
      ],
      exceptions: [
        { kind: 'added', start: at('2026-02-15T00:00:00Z'), end: at('2026-02-15T06:00:00Z') },
        { kind: 'added', start: at('2026-02-16T00:00:00Z'), end: at('2026-02-16T00:00:00Z') },
      ],
    })
    expect(prepared.extras.map((o) => [utc(o.start), (o.end - o.start) / hourMs])).toEqual([
      ['2026-02-01T12:00', 1],
      ['2026-02-15T00:00', 6],
      ['2026-03-01T12:00', 2],
    ])
  })

  it('is in a gap where its own time is, and not where it was moved', () => {
    const missing = parseWall('2026-03-08T02:30')
    const input = { zone: zoneOf('America/New_York'), start: parseWall('2026-03-01T02:30') }
    const moved = series('FREQ=DAILY', {
      ...input,
      exceptions: [{ kind: 'modified', wallStart: missing, start: at('2026-03-08T15:00:00Z') }],
    })
    expect(moved.extras.map(({ shift }) => shift)).toEqual(['none'])
    const longer = series('FREQ=DAILY', {
      ...input,
      exceptions: [{ kind: 'modified', wallStart: missing, end: at('2026-03-08T09:00:00Z') }],
    })
    expect(longer.extras.map(({ shift }) => shift)).toEqual(['gap'])
  })

  it('of two that start together the one that ends first comes first', () => {
    const added = (end: string) => ({
      kind: 'added' as const,
      start: at('2026-02-15T00:00:00Z'),
      end: at(end),
    })
    const prepared = series('FREQ=DAILY', {
      exceptions: [
        added('2026-02-15T06:00:00Z'),
        added('2026-02-15T02:00:00Z'),
        added('2026-02-15T04:00:00Z'),
      ],
    })
    expect(prepared.extras.map((o) => utc(o.end))).toEqual([
      '2026-02-15T02:00',
      '2026-02-15T04:00',
      '2026-02-15T06:00',
    ])
  })

  it('an RDATE on a regular start is that start, and an exception of nothing is nothing', () => {
    const prepared = series('FREQ=DAILY', {
      rdates: [parseWall('2026-01-07T09:00')],
      exceptions: [{ kind: 'cancelled', wallStart: parseWall('2026-01-07T11:00') }],
    })
    expect([prepared.extras.length, prepared.removed.length]).toEqual([0, 0])
  })

  it('an exception of an RDATE moves it', () => {
    const prepared = series('FREQ=DAILY', {
      rdates: [parseWall('2026-01-07T20:00')],
      exceptions: [
        { kind: 'modified', wallStart: parseWall('2026-01-07T20:00'), start: at('2026-01-07T22:00:00Z') },
      ],
    })
    expect(prepared.extras.map((o) => utc(o.start))).toEqual(['2026-01-07T22:00'])
  })

  it('a date at the second pass of a fold is not the start at the first, nor has it its exceptions', () => {
    const night = {
      start: parseWall('2026-11-01T01:30'),
      zone: zoneOf('America/New_York'),
      rdates: [{ start: at('2026-11-01T06:30:00Z') }],
    }
    const extras = (more: Partial<SeriesInput>) =>
      series('FREQ=DAILY', { ...night, ...more }).extras.map((o) => utc(o.start))
    expect(extras({})).toEqual(['2026-11-01T06:30'])
    expect(extras({ exceptions: [{ kind: 'cancelled', wallStart: night.start }] })).toEqual([
      '2026-11-01T06:30',
    ])
    const exdates = [{ start: at('2026-11-01T05:30:00Z') }]
    expect(extras({ exdates, exceptions: [{ kind: 'cancelled', wallStart: night.start }] })).toEqual([])
  })

  it('a date that a gap moves onto a regular start takes its place, with its own length', () => {
    const prepared = series('FREQ=DAILY', {
      start: parseWall('2026-03-07T03:30'),
      zone: zoneOf('America/New_York'),
      rdates: [{ wallStart: parseWall('2026-03-08T02:30'), durationMs: 60_000 }],
    })
    expect(prepared.extras.map((o) => [utc(o.start), utc(o.end)])).toEqual([
      ['2026-03-08T07:30', '2026-03-08T07:31'],
    ])
    expect(startsIn(prepared, '2026-03-08T00:00:00Z', '2026-03-09T08:00:00Z')).toEqual(['2026-03-09T07:30'])
  })

  it('without rules the start is one of the extras', () => {
    const dates = series('', { rdates: [parseWall('2026-02-01T09:00')] })
    expect(dates.extras.map((o) => utc(o.start))).toEqual(['2026-01-05T09:00', '2026-02-01T09:00'])
    expect([dates.firstStart, dates.lastStart]).toEqual([Infinity, -Infinity])
  })

  it('the last instant that something deviates at is told', () => {
    expect(series('FREQ=DAILY').lastIrregular).toBe(-Infinity)
    const excluded = series('FREQ=DAILY', { exdates: [parseWall('2026-02-03T09:00')] })
    expect(utc(excluded.lastIrregular)).toBe('2026-02-03T09:00')
    const added = series('FREQ=DAILY', { rdates: [parseWall('2026-02-03T12:00')] })
    expect(utc(added.lastIrregular)).toBe('2026-02-03T13:00')
  })
})

it('the regular occurrence of a start is found, and another instant refused', () => {
  const prepared = series('FREQ=DAILY')
  expect(regularOccurrence(prepared, at('2040-01-05T09:00:00Z')).wallStart).toBe(
    parseWall('2040-01-05T09:00'),
  )
  expect(() => regularOccurrence(prepared, at('2040-01-05T10:00:00Z'))).toThrowError(
    expect.objectContaining({
      code: 'invalid_instant',
      details: { value: Date.parse('2040-01-05T10:00:00Z') },
      message: expect.stringContaining(String(Date.parse('2040-01-05T10:00:00Z'))),
    }),
  )
})

it.each([
  ['FREQ=DAILY', 1],
  ['FREQ=DAILY;INTERVAL=7', 1],
  ['FREQ=DAILY;INTERVAL=5', 5],
  ['FREQ=HOURLY;INTERVAL=5;BYHOUR=9', 5],
  ['FREQ=YEARLY;INTERVAL=400', 1],
  ['FREQ=YEARLY;INTERVAL=3', 3],
  ['FREQ=MONTHLY;INTERVAL=11;BYDAY=MO', 11],
  ['FREQ=DAILY;INTERVAL=5|FREQ=YEARLY;INTERVAL=3', 15],
  ['FREQ=YEARLY;INTERVAL=31|FREQ=YEARLY;INTERVAL=29', 32],
])('%s repeats after %i calendar cycles of 400 years', (rules, cycles) => {
  expect(series(rules).cycles).toBe(cycles)
})

it('cycles are joined by their least common multiple, and 32 stand for all that is more', () => {
  expect([
    joinCycles(1, 1),
    joinCycles(4, 6),
    joinCycles(5, 7),
    joinCycles(3, 32),
    joinCycles(32, 32),
  ]).toEqual([1, 12, 32, 32, 32])
})
