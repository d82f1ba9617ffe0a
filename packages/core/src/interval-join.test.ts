import { describe, expect, it } from 'vitest'
import { IntervalIndex } from './interval-index.ts'
import { firstClashOf, joinIntervals, sweepJoin, sweepJoinInto } from './interval-join.ts'

type Pair = readonly [start: number, end: number]

const flat = (...pairs: Pair[]) => ({
  starts: Float64Array.from(pairs, ([start]) => start),
  ends: Float64Array.from(pairs, ([, end]) => end),
})
const indexOf = (...pairs: Pair[]) => new IntervalIndex(flat(...pairs).starts, flat(...pairs).ends)

function swept(a: ReturnType<typeof flat>, b: ReturnType<typeof flat>, most = Infinity): string[] {
  const found: string[] = []
  sweepJoin(a, b, (i, k) => {
    found.push(`${i}:${k}`)
    return found.length < most
  })
  return found
}

const a = flat([0, 10], [5, 30], [20, 25], [40, 50])
const b = flat([0, 5], [10, 21], [24, 26], [30, 40], [49, 60])

describe('a sweep of two lists', () => {
  it('reports the pairs in the order in which the earlier of each begins, of equal ones first those of the left', () => {
    expect(swept(a, b)).toEqual(['0:0', '1:1', '1:2', '2:1', '2:2', '3:4'])
    expect(swept(b, a)).toEqual(['0:0', '1:1', '2:1', '1:2', '2:2', '4:3'])
    expect(swept(flat([0, 9], [0, 9]), flat([0, 9], [3, 4]))).toEqual(['0:0', '0:1', '1:0', '1:1'])
  })

  it('stops when it is told to, on either side', () => {
    for (const most of [1, 2, 3, 4, 5]) {
      expect(swept(a, b, most)).toEqual(swept(a, b).slice(0, most))
      expect(swept(b, a, most)).toEqual(swept(b, a).slice(0, most))
    }
  })

  it('writes as many pairs as there is room for, and counts them all', () => {
    for (const [left, right] of [
      [a, b],
      [b, a],
    ] as const) {
      for (const room of [0, 1, 3, 6, 8]) {
        const [hitsA, hitsB] = [new Int32Array(room).fill(-1), new Int32Array(room).fill(-1)]
        expect(sweepJoinInto(left, right, hitsA, hitsB)).toBe(6)
        const written = Array.from(hitsA, (i, at) => `${i}:${hitsB[at]}`)
        expect(written.slice(0, 6)).toEqual(swept(left, right).slice(0, room))
        expect(written.slice(6)).toEqual(Array(Math.max(0, room - 6)).fill('-1:-1'))
      }
    }
    expect(sweepJoinInto(flat(), b, new Int32Array(1), new Int32Array(1))).toBe(0)
  })

  it('tells the clash that begins first; of equal ones that of the longest so far', () => {
    expect(firstClashOf(a, b)).toEqual({ a: 0, b: 0 })
    expect(firstClashOf(flat([0, 50], [1, 20]), flat([30, 40]))).toEqual({ a: 0, b: 0 })
    expect(firstClashOf(flat([0, 20], [1, 50]), flat([30, 40]))).toEqual({ a: 1, b: 0 })
    expect(firstClashOf(flat([30, 40]), flat([0, 20], [1, 50]))).toEqual({ a: 0, b: 1 })
    expect(firstClashOf(flat([30, 40]), flat([0, 50], [1, 20]))).toEqual({ a: 0, b: 0 })
    expect(firstClashOf(flat([0, 10]), flat([10, 20]))).toBe(null)
    expect(firstClashOf(flat([10, 20]), flat([0, 10]))).toBe(null)
    expect(firstClashOf(flat([0, 20], [1, 20]), flat([15, 16]))).toEqual({ a: 0, b: 0 })
    expect(firstClashOf(flat(), b)).toBe(null)
  })
})

describe('a small index against one more than 32 times as large', () => {
  const large: Pair[] = Array.from({ length: 200 }, (_, i) => [i * 10, i * 10 + 5])
  const joined = (left: IntervalIndex, right: IntervalIndex, most = Infinity) => {
    const found: string[] = []
    joinIntervals(left, right, (i, k) => {
      found.push(`${i}:${k}`)
      return found.length < most
    })
    return found
  }

  it('finds what a sweep finds, each pair the right way round, and stops when told', () => {
    const small: Pair[] = [
      [-5, 0],
      [3, 12],
      [5, 10],
      [994, 1021],
      [1985, 1991],
      [1995, 3000],
    ]
    const expected = ['1:0', '1:1', '3:99', '3:100', '3:101', '3:102', '4:199']
    const turned = expected.map((pair) => pair.split(':').reverse().join(':'))
    expect(joined(indexOf(...small), indexOf(...large))).toEqual(expected)
    expect(joined(indexOf(...large), indexOf(...small))).toEqual(turned)
    expect(joined(indexOf(...small), indexOf(...large), 3)).toEqual(expected.slice(0, 3))
    expect(joined(indexOf(...large), indexOf(...small), 1)).toEqual(turned.slice(0, 1))
  })

  it('of which one covers everything finds that one each time', () => {
    const covered = indexOf([0, 5000], ...large.map(([start, end]): Pair => [start + 1, end + 1]))
    expect(joined(indexOf([7, 8], [1999, 2000]), covered)).toEqual(['0:0', '1:0'])
    expect(joined(indexOf([4999, 5000], [5000, 5001]), covered)).toEqual(['0:0'])
  })
})
