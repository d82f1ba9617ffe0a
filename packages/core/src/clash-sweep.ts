/**
 * Walks the regular starts of two series side by side in time order and stops at the first clash. Exact by
 * construction: it works on instants, so gaps, folds and zones need no thought here.
 */
import { dayMs } from './civil.ts'
import { type PreparedSeries, reachBack, regularEnd, regularStarts } from './prepared-series.ts'
import { reuse } from './wall-series.ts'
import { spendSteps } from './work-budget.ts'

/** The starts of two regular occurrences that overlap. */
export interface StartPair {
  readonly a: number
  readonly b: number
}

/** What it costs to ask one series around an occurrence of the other, in visited occurrences. */
const probeSteps = 8
const chunkStartsMin = 2048
const chunkStartsMax = 16_384
const firstChunkStarts = 32

/**
 * The first clash of regular occurrences: of all overlapping pairs that still run after `from` and of which the
 * later one starts before `to`, the one whose overlap begins first.
 * @throws CoreError `budget_exceeded`
 */
export function firstRegularClash(
  a: PreparedSeries,
  b: PreparedSeries,
  from: number,
  to: number,
): StartPair | null {
  const low = Math.max(from, a.firstStart, b.firstStart)
  const high = Math.min(to, a.lastStart + a.durationMs, b.lastStart + b.durationMs)
  if (low >= high) return null
  const gapA = typicalGap(a, low)
  const gapB = typicalGap(b, low)
  const firstMs = firstWidth(gapA, gapB)
  if (isCheaperToProbe(gapA, b, gapB)) return probe(a, b, low, high, firstMs)
  if (isCheaperToProbe(gapB, a, gapA)) {
    const pair = probe(b, a, low, high, firstMs)
    return pair === null ? null : { a: pair.b, b: pair.a }
  }
  return merge(a, b, low, high, firstMs)
}

/** Where the first chunk of a walk from `low` ends: about thirty occurrences of the sparser series. */
export function nearEnd(a: PreparedSeries, b: PreparedSeries, low: number): number {
  return low + firstWidth(typicalGap(a, low), typicalGap(b, low))
}

function firstWidth(gapA: number, gapB: number): number {
  return Math.min(Math.max(firstChunkStarts * Math.max(gapA, gapB), dayMs / 24), 400 * dayMs)
}

/** Whether asking `dense` around each occurrence of a series with gap `sparseGap` beats walking it. */
function isCheaperToProbe(sparseGap: number, dense: PreparedSeries, denseGap: number): boolean {
  return sparseGap > denseGap && probeSteps / sparseGap < 1 / denseGap + dense.stepsPerDay / dayMs
}

function merge(
  a: PreparedSeries,
  b: PreparedSeries,
  low: number,
  high: number,
  firstMs: number,
): StartPair | null {
  let lastA = Number.NEGATIVE_INFINITY
  let lastB = Number.NEGATIVE_INFINITY
  let endA = Number.NEGATIVE_INFINITY
  let endB = Number.NEGATIVE_INFINITY
  let widthMs = firstMs
  for (let from = low; from < high; ) {
    const to = Math.min(from + widthMs, high)
    const startsA = regularStarts(a, from === low ? reachBack(a, from) : from, to)
    const startsB = regularStarts(b, from === low ? reachBack(b, from) : from, to)
    const visited = startsA.length + startsB.length
    spendSteps(visited + daysCost(a, b, to - from))
    let i = 0
    let j = 0
    while (i < startsA.length || j < startsB.length) {
      const startA = i < startsA.length ? startsA[i]! : Number.POSITIVE_INFINITY
      const startB = j < startsB.length ? startsB[j]! : Number.POSITIVE_INFINITY
      if (startA <= startB) {
        if (endB > startA) return { a: startA, b: lastB }
        lastA = startA
        endA = regularEnd(a, startA)
        i++
      } else {
        if (endA > startB) return { a: lastA, b: startB }
        lastB = startB
        endB = regularEnd(b, startB)
        j++
      }
    }
    from = to
    widthMs = nextWidth(widthMs, visited)
  }
  return null
}

/** Asks `dense` around each start of `sparse`. A later start can only win while it precedes the clash found. */
function probe(
  sparse: PreparedSeries,
  dense: PreparedSeries,
  low: number,
  high: number,
  firstMs: number,
): StartPair | null {
  let best: StartPair | null = null
  let bestAt = high
  let widthMs = firstMs
  for (let from = low; from < bestAt; ) {
    const to = Math.min(from + widthMs, bestAt)
    const starts = regularStarts(sparse, from === low ? reachBack(sparse, from) : from, to)
    spendSteps(starts.length * probeSteps + daysCost(sparse, sparse, to - from))
    for (const start of starts) {
      if (start >= bestAt) break
      const reach = reachBack(dense, Math.max(low, start))
      const found = regularStarts(dense, reach, Math.min(regularEnd(sparse, start), bestAt))
      const [first] = found
      reuse(found)
      if (first === undefined) continue
      best = { a: start, b: first }
      bestAt = Math.max(start, first)
    }
    from = to
    widthMs = nextWidth(widthMs, starts.length * probeSteps)
  }
  return best
}

/** What walking both series over a stretch of time costs besides the occurrences met. */
function daysCost(a: PreparedSeries, b: PreparedSeries, widthMs: number): number {
  return 1 + Math.ceil((widthMs / dayMs) * (a === b ? a.stepsPerDay : a.stepsPerDay + b.stepsPerDay))
}

/** The gap between the first two starts of the rules at or after an instant, the smallest of any rule. */
export function typicalGap(series: PreparedSeries, from: number): number {
  const wall = series.zone.wallOf(from as Parameters<typeof series.zone.wallOf>[0])
  let gap = Number.POSITIVE_INFINITY
  for (const rule of series.rules) {
    const first = rule.next(wall)
    if (first < Number.POSITIVE_INFINITY) gap = Math.min(gap, rule.next(first + 1) - first)
  }
  return gap
}

function nextWidth(widthMs: number, visited: number): number {
  if (visited < chunkStartsMin) return widthMs * 2
  return visited > chunkStartsMax ? Math.ceil(widthMs / 2) : widthMs
}
