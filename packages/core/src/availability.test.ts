import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeSlots, nearestAlternatives } from './availability.ts'
import { dayMs } from './civil.ts'
import { modulo } from './congruence.ts'
import { asInstant, type Instant } from './instant.ts'
import { IntervalIndex } from './interval-index.ts'
import { compileBusinessHours, isWithinOpenHours } from './open-hours.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const at = (text: string) => asInstant(Date.parse(text))
const busyOf = (list: readonly (readonly [string, string])[]) =>
  new IntervalIndex(
    Float64Array.from(list, ([start]) => Date.parse(start)),
    Float64Array.from(list, ([, end]) => Date.parse(end)),
  )
const iso = (list: readonly { start: number }[]) => list.map(({ start }) => new Date(start).toISOString())
const office = compileBusinessHours({ start: '09:00', end: '18:00' }, zoneOf('UTC'))

describe('free slots', () => {
  it('lie inside opening hours, clear of busy time, on the grid; touching a booking is free', () => {
    const slots = freeSlots({
      open: office,
      busy: busyOf([
        ['2025-01-20T09:30:00Z', '2025-01-20T11:00:00Z'],
        ['2025-01-20T12:10:00Z', '2025-01-20T16:50:00Z'],
      ]),
      from: at('2025-01-20T00:00:00Z'),
      to: at('2025-01-21T00:00:00Z'),
      durationMs: hourMs,
      stepMs: hourMs / 2,
    })
    expect(iso(slots)).toEqual(['2025-01-20T11:00:00.000Z', '2025-01-20T17:00:00.000Z'])
  })

  it('follow the local grid in a zone whose offset is not a whole hour', () => {
    const open = compileBusinessHours({ start: '09:00', end: '11:00' }, zoneOf('Asia/Kathmandu'))
    const slots = freeSlots({
      open,
      busy: busyOf([]),
      from: at('2025-01-20T00:00:00Z'),
      to: at('2025-01-21T00:00:00Z'),
      durationMs: hourMs,
      stepMs: hourMs,
    })
    expect(iso(slots)).toEqual(['2025-01-20T03:15:00.000Z', '2025-01-20T04:15:00.000Z'])
  })

  it('cover both readings of a repeated hour and none of a skipped one', () => {
    const open = compileBusinessHours(null, zoneOf('America/New_York'))
    const query = { open, busy: busyOf([]), durationMs: hourMs, stepMs: hourMs }
    const autumn = freeSlots({ ...query, from: at('2025-11-02T04:00:00Z'), to: at('2025-11-02T08:00:00Z') })
    expect(autumn).toHaveLength(4)
    const spring = freeSlots({ ...query, from: at('2025-03-09T05:00:00Z'), to: at('2025-03-09T09:00:00Z') })
    expect(spring).toHaveLength(4)
  })

  it('are not missed where the clock jumps by half an hour on the way to the next step', () => {
    const open = compileBusinessHours(null, zoneOf('Australia/Lord_Howe'))
    const slots = freeSlots({
      open,
      busy: busyOf([]),
      from: at('2025-10-04T14:40:00Z'),
      to: at('2025-10-04T20:00:00Z'),
      durationMs: hourMs / 2,
      stepMs: 3 * hourMs,
    })
    expect(iso(slots)).toEqual(['2025-10-04T16:00:00.000Z', '2025-10-04T19:00:00.000Z'])
  })

  it('stop at the bound the caller names', () => {
    const query = { open: office, busy: busyOf([]), durationMs: hourMs, stepMs: hourMs, slotsMax: 3 }
    const window = { from: at('2025-01-20T00:00:00Z'), to: at('2025-02-20T00:00:00Z') }
    expect(freeSlots({ ...query, ...window })).toHaveLength(3)
  })

  it('refuse a length or a step that is not a positive integer', () => {
    const window = { from: at('2025-01-20T00:00:00Z'), to: at('2025-02-20T00:00:00Z') }
    for (const [durationMs, stepMs] of [
      [0, hourMs],
      [hourMs, 0],
      [0.5, hourMs],
      [hourMs, dayMs + 1],
    ] as const) {
      expect(() => freeSlots({ open: office, busy: busyOf([]), ...window, durationMs, stepMs })).toThrowError(
        expect.objectContaining({ code: 'invalid_interval' }),
      )
    }
  })
})

describe('nearest alternatives', () => {
  const search = {
    open: office,
    durationMs: hourMs,
    stepMs: hourMs / 2,
    count: 3,
    searchFrom: at('2025-01-01T00:00:00Z'),
    searchTo: at('2025-03-01T00:00:00Z'),
  }

  it('are found in both directions, nearest first, the later of two equally near ones first', () => {
    const busy = busyOf([['2025-01-20T12:00:00Z', '2025-01-20T13:00:00Z']])
    const found = nearestAlternatives({ ...search, busy, around: at('2025-01-20T12:00:00Z') })
    expect(iso(found)).toEqual([
      '2025-01-20T13:00:00.000Z',
      '2025-01-20T11:00:00.000Z',
      '2025-01-20T13:30:00.000Z',
    ])
  })

  it('reach over days that are full or closed, and never before notBefore', () => {
    const busy = busyOf([['2025-01-18T00:00:00Z', '2025-01-27T17:00:00Z']])
    const around = at('2025-01-20T12:00:00Z')
    expect(iso(nearestAlternatives({ ...search, busy, around }))).toEqual([
      '2025-01-17T17:00:00.000Z',
      '2025-01-17T16:30:00.000Z',
      '2025-01-17T16:00:00.000Z',
    ])
    expect(iso(nearestAlternatives({ ...search, busy, around, notBefore: around }))).toEqual([
      '2025-01-27T17:00:00.000Z',
      '2025-01-28T09:00:00.000Z',
      '2025-01-28T09:30:00.000Z',
    ])
  })

  it('are empty where nothing fits', () => {
    const busy = busyOf([['2025-01-01T00:00:00Z', '2025-03-01T00:00:00Z']])
    expect(nearestAlternatives({ ...search, busy, around: at('2025-01-20T12:00:00Z') })).toEqual([])
    const long = { ...search, durationMs: 10 * hourMs, busy: busyOf([]) }
    expect(nearestAlternatives({ ...long, around: at('2025-01-20T12:00:00Z') })).toEqual([])
  })

  it('are exactly the nearest of all grid starts that a brute force calls free', () => {
    const base = Date.parse('2025-03-05T00:00:00Z')
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kathmandu')
    const taken = fc.array(fc.tuple(fc.integer({ min: 0, max: 640 }), fc.integer({ min: 1, max: 60 })), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(
        zones,
        taken,
        fc.integer({ min: 0, max: 640 }),
        fc.constantFrom(1, 2, 4, 7),
        fc.boolean(),
        (zoneId, list, near, quarters, always) => {
          const zone = zoneOf(zoneId)
          const quarter = hourMs / 4
          const open = compileBusinessHours(always ? null : { start: '08:00', end: '01:00' }, zone)
          const busy = new IntervalIndex(
            Float64Array.from(list, ([start]) => base + start * quarter),
            Float64Array.from(list, ([start, length]) => base + (start + length) * quarter),
          )
          const around = (base + near * quarter) as Instant
          const durationMs = quarters * quarter
          const [searchFrom, searchTo] = [base as Instant, (base + 700 * quarter) as Instant]
          const query = { open, busy, around, durationMs, stepMs: quarter * 2, searchFrom, searchTo }
          const expected: number[] = []
          for (let t: number = searchFrom; t + durationMs <= searchTo; t += quarter) {
            const onGrid = modulo(zone.wallOf(t as Instant), dayMs) % (quarter * 2) === 0
            const fits =
              onGrid &&
              !busy.overlapsAny(t, t + durationMs) &&
              isWithinOpenHours(open, t as Instant, (t + durationMs) as Instant)
            if (fits) expected.push(t)
          }
          expected.sort((a, b) => Math.abs(a - around) - Math.abs(b - around) || b - a)
          expect(nearestAlternatives({ ...query, count: 5 }).map((s) => s.start)).toEqual(
            expected.slice(0, 5),
          )
          const slots = freeSlots({ ...query, from: searchFrom, to: searchTo })
          expect(slots.map((s) => s.start)).toEqual(expected.sort((a, b) => a - b))
        },
      ),
      { numRuns: 150 },
    )
  })
})
