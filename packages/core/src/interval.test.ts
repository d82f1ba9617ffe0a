import { describe, expect, it } from 'vitest'
import type { Instant } from './instant.ts'
import {
  type Interval,
  interval,
  intervalContains,
  intervalHolds,
  intervalsOverlap,
  mergeIntervals,
  subtractIntervals,
} from './interval.ts'

const at = (ms: number) => ms as Instant
const span = (start: number, end: number): Interval => ({ start: at(start), end: at(end) })

describe('interval', () => {
  it('refuses empty, reversed and fractional intervals', () => {
    for (const [start, end] of [
      [5, 5],
      [6, 5],
      [0.5, 2],
      [0, Number.NaN],
      [0, Infinity],
    ] as const) {
      expect(() => interval(at(start), at(end))).toThrowError(
        expect.objectContaining({ code: 'invalid_interval' }),
      )
    }
    expect(interval(at(1), at(2))).toEqual(span(1, 2))
  })

  it('touching intervals do not overlap, sharing one millisecond does', () => {
    expect(intervalsOverlap(span(0, 10), span(10, 20))).toBe(false)
    expect(intervalsOverlap(span(10, 20), span(0, 10))).toBe(false)
    expect(intervalsOverlap(span(0, 11), span(10, 20))).toBe(true)
    expect(intervalsOverlap(span(0, 100), span(10, 20))).toBe(true)
  })

  it('contains its start and not its end', () => {
    expect(intervalHolds(span(0, 10), at(0))).toBe(true)
    expect(intervalHolds(span(0, 10), at(10))).toBe(false)
    expect(intervalContains(span(0, 10), span(0, 10))).toBe(true)
    expect(intervalContains(span(0, 10), span(0, 11))).toBe(false)
    expect(intervalContains(span(1, 10), span(0, 10))).toBe(false)
  })

  it('merges overlapping and touching intervals and keeps gaps', () => {
    expect(mergeIntervals([span(20, 30), span(0, 10), span(10, 15), span(22, 25)])).toEqual([
      span(0, 15),
      span(20, 30),
    ])
    expect(mergeIntervals([])).toEqual([])
  })

  it('subtracts holes that cut, cover, touch and overlap one another', () => {
    const holes = [span(-5, 1), span(3, 5), span(4, 6), span(10, 12), span(19, 40)]
    expect(subtractIntervals([span(0, 10), span(12, 20), span(25, 30)], holes)).toEqual([
      span(1, 3),
      span(6, 10),
      span(12, 19),
    ])
    expect(subtractIntervals([span(0, 10)], [])).toEqual([span(0, 10)])
  })
})
