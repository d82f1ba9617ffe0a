import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countHit, type Hit, type WindowCount } from './hit-store.ts'
import { memoryHitStore } from './memory-hit-store.ts'

interface Trial {
  readonly atMs: number
  readonly hit: Hit
  readonly granted: boolean
}

/** Sends a hit at each of the times, which ascend. */
const run = (times: readonly number[], limit: number, windowMs: number): Trial[] => {
  let count: WindowCount | undefined
  return times.map((atMs) => {
    const outcome = countHit(count, atMs, limit, windowMs)
    count = outcome.count
    return { atMs, hit: outcome.hit, granted: outcome.hit.totalHits <= limit }
  })
}

/** The most granted hits that any window of that length holds. */
const mostInAnyWindow = (trials: readonly Trial[], windowMs: number): number => {
  const granted = trials.filter((trial) => trial.granted).map(({ atMs }) => atMs)
  return Math.max(0, ...granted.map((end) => granted.filter((at) => at > end - windowMs && at <= end).length))
}

const windows = fc.integer({ min: 1_000, max: 90_000 })
const limits = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 20 }))

/** Times that crowd together and leave gaps, in shares of the window. */
const times = (windowMs: number) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 2e12 }),
      fc.array(
        fc.oneof(
          fc.constant(0),
          fc.double({ min: 0, max: 0.1, noNaN: true }),
          fc.double({ min: 0.9, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 2.5, noNaN: true }),
        ),
        { minLength: 1, maxLength: 80 },
      ),
    )
    .map(([start, steps]) => {
      let at = start
      return steps.map((share) => (at += Math.round(share * windowMs)))
    })

const trials = fc
  .record({ windowMs: windows, limit: limits })
  .chain(({ windowMs, limit }) =>
    fc.record({ windowMs: fc.constant(windowMs), limit: fc.constant(limit), times: times(windowMs) }),
  )

describe('the sliding window', () => {
  test('no window of any position ever holds more granted hits than the limit', () => {
    fc.assert(
      fc.property(trials, ({ windowMs, limit, times }) => {
        expect(mostInAnyWindow(run(times, limit, windowMs), windowMs)).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 500 },
    )
  })

  test('a limit used up at the end of one minute is not granted again at the start of the next', () => {
    const burst = (atMs: number) => Array.from({ length: 100 }, () => atMs)
    const outcome = run([...burst(59_900), ...burst(119_000), ...burst(119_899)], 100, 60_000)
    expect(outcome.filter(({ granted }) => granted).map(({ atMs }) => atMs)).toEqual(burst(59_900))
  })

  test('whoever keeps below eleven twelfths of the limit, evenly, is never refused', () => {
    const everySecond = Array.from({ length: 600 }, (_, second) => second * 1_000)
    expect(run(everySecond, 65, 60_000).every(({ granted }) => granted)).toBe(true)
  })

  test('what is said to be left is granted, and a refusal comes only when nothing is said to be left', () => {
    fc.assert(
      fc.property(trials, ({ windowMs, limit, times }) => {
        let left = limit
        let previous = times[0]!
        for (const { hit, granted, atMs } of run(times, limit, windowMs)) {
          if (!granted) expect(left).toBe(0)
          if (granted) expect(hit.totalHits).toBeGreaterThanOrEqual(1)
          if (atMs === previous && left > 0) expect(limit - hit.totalHits).toBe(left - 1)
          left = Math.max(0, limit - hit.totalHits)
          previous = atMs
        }
      }),
      { numRuns: 300 },
    )
  })

  test('after a refusal the first hit at its reset time is granted, and the last one before it is not', () => {
    fc.assert(
      fc.property(trials, ({ windowMs, limit, times }) => {
        let count: WindowCount | undefined
        for (const atMs of times) {
          const { count: after, hit } = countHit(count, atMs, limit, windowMs)
          count = after
          if (hit.totalHits <= limit) continue
          const resetMs = hit.resetTime.getTime()
          expect(resetMs).toBeGreaterThan(atMs)
          expect(resetMs).toBeLessThanOrEqual(atMs + windowMs + Math.ceil(windowMs / 12))
          expect(countHit(count, resetMs, limit, windowMs).hit.totalHits).toBeLessThanOrEqual(limit)
          expect(countHit(count, resetMs - 1, limit, windowMs).hit.totalHits).toBe(limit + 1)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('at the reset time of a granted hit the whole limit is there again', () => {
    fc.assert(
      fc.property(trials, ({ windowMs, limit, times }) => {
        let count: WindowCount | undefined
        for (const atMs of times) count = countHit(count, atMs, limit, windowMs).count
        const last = countHit(count, times.at(-1)!, limit + times.length, windowMs)
        const resetMs = last.hit.resetTime.getTime()
        expect(countHit(last.count, resetMs, limit, windowMs).hit.totalHits).toBe(1)
      }),
      { numRuns: 200 },
    )
  })

  test('a clock that was set back begins anew instead of shutting anybody out', () => {
    const full = run(
      Array.from({ length: 3 }, () => 10_000_000),
      2,
      60_000,
    )
    expect(full.map(({ granted }) => granted)).toEqual([true, true, false])
    const { count } = countHit(undefined, 10_000_000, 1, 60_000)
    expect(countHit(count, 1_000, 1, 60_000).hit.totalHits).toBe(1)
  })
})

describe('windows in memory', () => {
  test('keys do not count for each other', () => {
    const store = memoryHitStore(() => 1_000)
    for (const key of ['a', 'b', 'c']) expect(store.hit(key, 1, 60_000)).toMatchObject({ totalHits: 1 })
    expect(store.hit('a', 1, 60_000)).toMatchObject({ totalHits: 2 })
  })

  test('a flood of keys does not free the one that keeps coming', () => {
    const store = memoryHitStore(() => 1_000)
    store.hit('busy', 1, 60_000)
    for (let at = 0; at < 150_000; at++) {
      store.hit(`flood-${at}`, 1, 60_000)
      if (at % 50_000 === 0) store.hit('busy', 1, 60_000)
    }
    expect(store.hit('busy', 1, 60_000)).toMatchObject({ totalHits: 2 })
  })
})
