import { describe, expect, it } from 'vitest'
import { freeSlots, nearestAlternatives } from './availability.ts'
import type { CoreError } from './errors.ts'
import { asInstant, type Instant } from './instant.ts'
import { compileBusinessHours } from './open-hours.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const at = (text: string) => asInstant(Date.parse(`${text}Z`))
const busyOf = (...list: readonly (readonly [string, string])[]) => ({
  starts: Float64Array.from(list, ([start]) => at(start)),
  ends: Float64Array.from(list, ([, end]) => at(end)),
})
const told = (list: readonly { start: number; end: number }[]) =>
  list.map(({ start }) => new Date(start).toISOString().slice(5, 16))
const office = compileBusinessHours({ start: '09:00', end: '12:00' }, zoneOf('UTC'))
const always = (zoneId: string) => compileBusinessHours(null, zoneOf(zoneId))

describe('alternatives', () => {
  const search = {
    open: office,
    busy: busyOf(),
    durationMs: hourMs,
    stepMs: hourMs,
    count: 100,
    searchFrom: at('2026-01-01T00:00'),
    searchTo: at('2026-02-01T00:00'),
  }

  it('of weeks ahead and behind are each found once, none where one week of the search meets the next', () => {
    for (const around of ['2026-01-16T09:00', '2026-01-16T10:30', '2026-01-01T00:00', '2026-02-01T00:00'].map(
      at,
    )) {
      const found = nearestAlternatives({ ...search, around }).map(({ start }) => start)
      expect(new Set(found).size).toBe(31 * 3)
      expect(found).toHaveLength(31 * 3)
      const distances = found.map((start) => Math.abs(start - around))
      expect(distances).toEqual(distances.toSorted((a, b) => a - b))
      for (const start of found) expect([9, 10, 11]).toContain(new Date(start).getUTCHours())
    }
  })

  it('lie inside the search to the millisecond', () => {
    const around = at('2026-01-10T10:00')
    const between = (searchFrom: number, searchTo: number) =>
      told(
        nearestAlternatives({
          ...search,
          around,
          searchFrom: searchFrom as Instant,
          searchTo: searchTo as Instant,
        }),
      )
    expect(between(at('2026-01-10T09:00'), at('2026-01-10T11:00'))).toEqual(['01-10T10:00', '01-10T09:00'])
    expect(between(at('2026-01-10T09:00') + 1, at('2026-01-10T11:00'))).toEqual(['01-10T10:00'])
    expect(between(at('2026-01-10T09:00'), at('2026-01-10T11:00') - 1)).toEqual(['01-10T09:00'])
    expect(between(at('2026-01-10T10:00'), at('2026-01-10T11:00'))).toEqual(['01-10T10:00'])
    expect(between(at('2026-01-10T10:00') + 1, at('2026-01-10T11:00'))).toEqual([])
  })

  it('are as many as are wanted, and none for none', () => {
    const around = at('2026-01-10T10:00')
    const wanted = (count: number) => nearestAlternatives({ ...search, around, count })
    expect([0, 1, 2, 7, 93].map((count) => wanted(count).length)).toEqual([0, 1, 2, 7, 93])
    for (const count of [-1, 101, 0.5]) {
      expect(() => wanted(count)).toThrowError(
        expect.objectContaining({
          code: 'invalid_interval',
          message: `count must be 0 to 100, got ${count}.`,
        }),
      )
    }
  })

  it('are each as long as was asked', () => {
    const [first] = nearestAlternatives({ ...search, around: at('2026-01-10T10:00'), durationMs: 2 * hourMs })
    expect(first).toEqual({ start: at('2026-01-10T10:00'), end: at('2026-01-10T12:00') })
  })
})

describe('the grid of starts', () => {
  const slots = (zoneId: string, from: string, to: string, stepMs: number, durationMs = hourMs / 2) =>
    told(freeSlots({ open: always(zoneId), busy: busyOf(), from: at(from), to: at(to), durationMs, stepMs }))
  const backwards = (zoneId: string, from: string, to: string, stepMs: number, durationMs = hourMs / 2) => {
    const window = { searchFrom: at(from), searchTo: at(to) }
    const found = nearestAlternatives({
      open: always(zoneId),
      busy: busyOf(),
      around: at(to),
      ...window,
      durationMs,
      stepMs,
      count: 100,
    })
    return told(found).reverse()
  }

  it.each([
    // Whole steps of local time, from local midnight on, anew each day.
    [
      'UTC',
      '2026-01-10T20:00',
      '2026-01-11T11:00',
      5,
      ['01-10T20:00', '01-11T00:00', '01-11T05:00', '01-11T10:00'],
    ],
    [
      'Asia/Kolkata',
      '2026-01-10T00:00',
      '2026-01-10T06:00',
      1,
      ['01-10T00:30', '01-10T01:30', '01-10T02:30', '01-10T03:30', '01-10T04:30', '01-10T05:30'],
    ],
    // New York's clocks skip 02:00 to 03:00, and repeat 01:00 to 02:00.
    [
      'America/New_York',
      '2026-03-08T05:00',
      '2026-03-08T10:00',
      1,
      ['03-08T05:00', '03-08T06:00', '03-08T07:00', '03-08T08:00', '03-08T09:00'],
    ],
    [
      'America/New_York',
      '2026-03-08T05:00',
      '2026-03-08T12:00',
      2,
      ['03-08T05:00', '03-08T08:00', '03-08T10:00'],
    ],
    [
      'America/New_York',
      '2026-11-01T04:00',
      '2026-11-01T10:00',
      2,
      ['11-01T04:00', '11-01T07:00', '11-01T09:00'],
    ],
    [
      'America/New_York',
      '2026-11-01T04:00',
      '2026-11-01T08:00',
      1,
      ['11-01T04:00', '11-01T05:00', '11-01T06:00', '11-01T07:00'],
    ],
    // Lord Howe's clocks move by half an hour.
    [
      'Australia/Lord_Howe',
      '2026-10-03T12:00',
      '2026-10-03T20:00',
      3,
      ['10-03T13:30', '10-03T16:00', '10-03T19:00'],
    ],
    [
      'Australia/Lord_Howe',
      '2026-04-04T12:00',
      '2026-04-04T20:00',
      3,
      ['04-04T13:00', '04-04T16:30', '04-04T19:30'],
    ],
  ] as const)(
    'of %s from %s to %s, every %d hours, is %j, searched either way',
    (zoneId, from, to, hours, expected) => {
      expect(slots(zoneId, from, to, hours * hourMs)).toEqual(expected)
      expect(backwards(zoneId, from, to, hours * hourMs)).toEqual(expected)
    },
  )

  it('passes runs of busy time, however many, and stops at the bound', () => {
    const busy = busyOf(
      ['2026-01-10T00:00', '2026-01-10T03:10'],
      ['2026-01-10T03:40', '2026-01-10T04:00'],
      ['2026-01-10T04:30', '2026-01-10T07:00'],
    )
    const query = {
      open: always('UTC'),
      busy,
      from: at('2026-01-10T00:00'),
      to: at('2026-01-10T08:00'),
      durationMs: hourMs / 2,
      stepMs: hourMs / 6,
    }
    expect(told(freeSlots(query))).toEqual([
      '01-10T03:10',
      '01-10T04:00',
      '01-10T07:00',
      '01-10T07:10',
      '01-10T07:20',
      '01-10T07:30',
    ])
    for (const slotsMax of [0, 1, 2, 6, 7])
      expect(freeSlots({ ...query, slotsMax })).toHaveLength(Math.min(6, slotsMax))
  })

  it('has steps of a millisecond to a day', () => {
    const query = {
      open: always('UTC'),
      busy: busyOf(),
      from: at('2026-01-10T00:00'),
      to: at('2026-01-12T00:00'),
    }
    expect(told(freeSlots({ ...query, durationMs: dayMs, stepMs: dayMs }))).toEqual([
      '01-10T00:00',
      '01-11T00:00',
    ])
    expect(freeSlots({ ...query, to: asInstant(query.from + 4), durationMs: 1, stepMs: 1 })).toHaveLength(4)
    const refusal = (durationMs: number, stepMs: number) => {
      try {
        return freeSlots({ ...query, durationMs, stepMs }).length
      } catch (error) {
        return (error as CoreError).message
      }
    }
    expect(refusal(0, 1)).toBe('durationMs must be a positive integer, got 0.')
    expect(refusal(1, 0)).toBe(`stepMs must be 1 to ${dayMs}, got 0.`)
    expect(refusal(1, dayMs + 1)).toBe(`stepMs must be 1 to ${dayMs}, got ${dayMs + 1}.`)
    expect(refusal(1, 1.5)).toBe(`stepMs must be 1 to ${dayMs}, got 1.5.`)
  })
})

describe('where the clock jumps over a step of the grid', () => {
  const starts = (zoneId: string, from: string, to: string, minutes: number) => {
    const search = { open: always(zoneId), busy: busyOf(), durationMs: 60_000, stepMs: minutes * 60_000 }
    const forward = told(freeSlots({ ...search, from: at(from), to: at(to) }))
    const window = { searchFrom: at(from), searchTo: at(to) }
    const backward = told(nearestAlternatives({ ...search, ...window, around: at(to), count: 100 })).reverse()
    expect(backward).toEqual(forward)
    return forward
  }

  it('a grid time right after a gap is a start, also when the gap took the one before', () => {
    expect(starts('Europe/Dublin', '2026-03-29T00:30', '2026-03-29T02:30', 45)).toEqual([
      '03-29T00:45',
      '03-29T01:15',
      '03-29T02:00',
    ])
  })

  it('a midnight that comes twice is a start twice, however long the step', () => {
    for (const minutes of [60, 420, 1440]) {
      expect(starts('America/Havana', '2026-11-01T03:30', '2026-11-01T05:30', minutes)).toEqual([
        '11-01T04:00',
        '11-01T05:00',
      ])
    }
  })
})
