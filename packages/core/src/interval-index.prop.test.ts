import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IntervalIndex, lowerBound } from './interval-index.ts'
import { firstClashOf, joinIntervals, sweepJoinInto } from './interval-join.ts'

type Pair = readonly [start: number, end: number]

/** Small coordinates force duplicates, nesting and touching; a rare long interval stresses the tree. */
const pairs = (maxLength: number) =>
  fc.array(
    fc
      .tuple(
        fc.integer({ min: 0, max: 400 }),
        fc.oneof(
          { arbitrary: fc.integer({ min: 1, max: 12 }), weight: 9 },
          { arbitrary: fc.integer({ min: 100, max: 500 }), weight: 1 },
        ),
      )
      .map(([start, length]): Pair => [start, start + length]),
    // Without this, lists stay at ten and neither galloping nor a second level of maxima is ever reached.
    { maxLength, size: 'max' },
  )
const window = fc
  .tuple(fc.integer({ min: -20, max: 450 }), fc.integer({ min: 1, max: 200 }))
  .map(([start, length]): Pair => [start, start + length])

const startsOf = (list: readonly Pair[]) => Float64Array.from(list, (pair) => pair[0])
const endsOf = (list: readonly Pair[]) => Float64Array.from(list, (pair) => pair[1])
const indexOf = (list: readonly Pair[]) => new IntervalIndex(startsOf(list), endsOf(list))
const overlap = (a: Pair, b: Pair) => a[0] < b[1] && b[0] < a[1]
const ascending = (a: number, b: number) => a - b

describe('interval index against brute force', () => {
  it('finds exactly the overlapping ids of a window, in order of start', () => {
    fc.assert(
      fc.property(pairs(80), window, (list, [start, end]) => {
        const index = indexOf(list)
        const expected = list.flatMap((pair, id) => (overlap(pair, [start, end]) ? [id] : []))
        const found: number[] = []
        index.eachOverlap(start, end, (id) => {
          found.push(id)
        })
        const starts = found.map((id) => list[id]![0])
        expect(starts).toEqual([...starts].sort(ascending))
        expect([...found].sort(ascending)).toEqual(expected)
        expect(index.overlapsAny(start, end)).toBe(expected.length > 0)
        const first = index.firstOverlap(start, end)
        expect(first === -1 ? null : list[first]![0]).toBe(
          expected.length === 0 ? null : Math.min(...expected.map((id) => list[id]![0])),
        )
        const out = new Int32Array(3)
        const written = index.overlapsInto(start, end, out)
        expect(written).toBe(Math.min(3, found.length))
        expect([...out.subarray(0, written)]).toEqual(found.slice(0, 3))
      }),
      { numRuns: 600 },
    )
  })

  it('finds the first and the last free gap of a length', () => {
    fc.assert(
      fc.property(pairs(60), window, fc.integer({ min: 1, max: 40 }), (list, [from, to], duration) => {
        const index = indexOf(list)
        const free: number[] = []
        for (let t = from; t + duration <= to; t++) {
          if (!list.some((pair) => overlap(pair, [t, t + duration]))) free.push(t)
        }
        expect(index.firstFree(from, to, duration)).toBe(free[0] ?? null)
        expect(index.lastFree(from, to, duration)).toBe(free.at(-1) ?? null)
      }),
      { numRuns: 600 },
    )
  })

  it('joins two sets exactly, swept or galloping', () => {
    const sizes = fc.constantFrom<readonly [number, number]>([60, 60], [3, 400], [400, 3], [0, 50])
    const sets = sizes.chain(([a, b]) => fc.tuple(pairs(a), pairs(b)))
    fc.assert(
      fc.property(sets, ([left, right]) => {
        const expected: string[] = []
        for (const [i, a] of left.entries()) {
          for (const [j, b] of right.entries()) if (overlap(a, b)) expected.push(`${i}:${j}`)
        }
        const found: string[] = []
        joinIntervals(indexOf(left), indexOf(right), (i, j) => {
          found.push(`${i}:${j}`)
        })
        expect(found.sort()).toEqual(expected.sort())
        const [a, b] = [indexOf(left), indexOf(right)]
        for (const room of [5, expected.length]) {
          const [aHits, bHits] = [new Int32Array(room), new Int32Array(room)]
          expect(sweepJoinInto(a, b, aHits, bHits)).toBe(expected.length)
          const written = Array.from(aHits.subarray(0, expected.length), (at, i) => {
            return `${a.idAt(at)}:${b.idAt(bHits[i] ?? -1)}`
          })
          expect(new Set(written).size).toBe(written.length)
          expect(expected).toEqual(expect.arrayContaining(written))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('names the pair that clashes first in time', () => {
    fc.assert(
      fc.property(pairs(40), pairs(40), (left, right) => {
        let expected = Infinity
        for (const a of left) {
          for (const b of right) if (overlap(a, b)) expected = Math.min(expected, Math.max(a[0], b[0]))
        }
        const a = indexOf(left)
        const b = indexOf(right)
        const clash = firstClashOf(a, b)
        const instant = clash === null ? Infinity : Math.max(a.starts[clash.a]!, b.starts[clash.b]!)
        expect(instant).toBe(expected)
        if (clash !== null) {
          expect(
            overlap([a.starts[clash.a]!, a.ends[clash.a]!], [b.starts[clash.b]!, b.ends[clash.b]!]),
          ).toBe(true)
        }
      }),
      { numRuns: 600 },
    )
  })
})

describe('interval index', () => {
  it('reaches across levels: 5,000 short intervals under one that covers all of them', () => {
    const list: Pair[] = [[0, 100_000]]
    for (let i = 0; i < 5000; i++) list.push([i * 20 + 5, i * 20 + 10])
    const index = indexOf(list)
    expect(index.overlapsInto(99_990, 99_991, new Int32Array(10))).toBe(1)
    expect(index.firstOverlap(99_990, 99_991)).toBe(0)
    expect(index.firstFree(0, 200_000, 1)).toBe(100_000)
    expect(lowerBound(index.starts, 6)).toBe(2)
  })

  it('keeps the caller ids when the input is not sorted and never writes to the input', () => {
    const starts = Float64Array.of(30, 10, 20)
    const ends = Float64Array.of(35, 15, 25)
    const index = new IntervalIndex(starts, ends)
    expect(index.firstOverlap(0, 100)).toBe(1)
    expect([...starts]).toEqual([30, 10, 20])
    expect([...index.starts]).toEqual([10, 20, 30])
  })

  it('refuses arrays of different length and intervals that are empty, reversed or not whole', () => {
    const refused = expect.objectContaining({ code: 'invalid_interval' })
    expect(() => new IntervalIndex(Float64Array.of(1), Float64Array.of())).toThrowError(refused)
    for (const [start, end] of [
      [1, 1],
      [2, 1],
      [Number.NaN, 1],
      [0.5, 2],
      [0, Infinity],
    ] as const) {
      expect(() => new IntervalIndex(Float64Array.of(start), Float64Array.of(end))).toThrowError(refused)
    }
  })
})
