import {
  asInstant,
  clashesWithIntervals,
  compileBusinessHours,
  conflictsOf,
  firstSeriesClash,
  IntervalIndex,
  isWithinOpenHours,
  joinIntervals,
  nearestAlternatives,
  type PreparedSeries,
  parseRule,
  parseWall,
  prepareSeries,
  sweepJoinInto,
  zoneOf,
} from '@booking/core'
import type { Engine, Task } from '../case.ts'
import { conflictCase } from '../conflict-cases.ts'
import {
  liveSeries,
  million,
  scannedWindows,
  someIntervals,
  windowMs,
  windowStarts,
} from '../conflict-data.ts'
import { randomIntervals } from '../random-intervals.ts'

function prepared({ rule, start, zoneId }: { rule: string; start: string; zoneId: string }): PreparedSeries {
  const at = { start: parseWall(start), zone: zoneOf(zoneId), durationMs: 3_600_000 }
  return prepareSeries({ ...at, rules: [parseRule(rule)] })
}

function index(seed: number, count: number): IntervalIndex {
  const { starts, ends } = randomIntervals(seed, count)
  return new IntervalIndex(starts, ends)
}

function anyOverlap(): Task {
  const intervals = index(1, million)
  const queries = windowStarts(100 * scannedWindows)
  const hits = new Float64Array(queries.length)
  const work = () => {
    for (let i = 0; i < queries.length; i++) {
      hits[i] = intervals.overlapsAny(queries[i]!, queries[i]! + windowMs) ? 1 : 0
    }
    return hits
  }
  return { work, answer: () => work().subarray(0, scannedWindows), operations: queries.length }
}

function allOverlaps(): Task {
  const intervals = index(1, million)
  const queries = windowStarts(100 * scannedWindows)
  const out = new Int32Array(64)
  const sums = new Float64Array(queries.length)
  const work = () => {
    for (let i = 0; i < queries.length; i++) {
      const found = intervals.overlapsInto(queries[i]!, queries[i]! + windowMs, out)
      let sum = 0
      for (let k = 0; k < found; k++) sum += out[k]!
      sums[i] = sum
    }
    return sums
  }
  return { work, answer: () => work().subarray(0, scannedWindows), operations: queries.length }
}

function join(): Task {
  const [a, b] = [index(7, million), index(1, million)]
  const [hitsA, hitsB] = [new Int32Array(2 * million), new Int32Array(2 * million)]
  return { work: () => [sweepJoinInto(a, b, hitsA, hitsB)], operations: 2 * million }
}

function againstIntervals(): Task {
  const series = prepared({ rule: 'FREQ=DAILY', start: '2026-01-05T09:00', zoneId: 'UTC' })
  const intervals = index(3, someIntervals)
  const work = () => clashesWithIntervals(series, intervals).map(({ interval }) => interval)
  return { work, operations: someIntervals }
}

function againstMany(): Task {
  const existing = liveSeries().map(prepared)
  const [candidate] = liveSeries().map(prepared)
  const work = () => conflictsOf(candidate!, existing).map(({ index: at }) => at)
  return { work, operations: existing.length }
}

function gallop(): Task {
  const [few, many] = [index(7, 1000), index(1, million)]
  const work = () => {
    let hits = 0
    joinIntervals(few, many, () => hits++)
    return [hits]
  }
  return { work, operations: 1000 }
}

function prepareMany(): Task {
  const texts = liveSeries()
  return { work: () => texts.map((text) => prepared(text).durationMs), operations: texts.length }
}

const newYorkHours = compileBusinessHours(
  { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:00' }] },
  zoneOf('America/New_York'),
)
const hourMs = 3_600_000
/** A Tuesday, 09:00 in New York. */
const tuesday = Date.UTC(2026, 0, 20, 14)

function insideHours(): Task {
  const days = Array.from({ length: 100 }, (_, i) => asInstant(tuesday + i * 24 * hourMs))
  const isInside = (start: (typeof days)[number]) =>
    isWithinOpenHours(newYorkHours, start, asInstant(start + hourMs)) ? 1 : 0
  return { work: () => days.map(isInside), operations: days.length }
}

function nearest(): Task {
  const busy = new IntervalIndex(Float64Array.of(tuesday), Float64Array.of(tuesday + 4 * hourMs))
  const query = {
    open: newYorkHours,
    busy,
    around: asInstant(tuesday),
    durationMs: hourMs,
    stepMs: hourMs / 4,
    count: 3,
    searchFrom: asInstant(tuesday - 720 * hourMs),
    searchTo: asInstant(tuesday + 720 * hourMs),
  }
  return { work: () => nearestAlternatives(query).map(({ start }) => start) }
}

const tasks: Readonly<Record<string, () => Task>> = {
  any: anyOverlap,
  all: allOverlaps,
  join,
  gallop,
  prepare: prepareMany,
  open: insideHours,
  nearest,
  'series-intervals': againstIntervals,
  many: againstMany,
}

export const ourConflicts: Engine = (caseId) => {
  const { pair } = conflictCase(caseId)
  if (pair === undefined) return tasks[caseId]!()
  const [a, b] = [prepared(pair[0]), prepared(pair[1])]
  const work = () => {
    const verdict = firstSeriesClash(a, b)
    if (verdict.disjointForever) return []
    return [Math.max(verdict.clash.a.start, verdict.clash.b.start)]
  }
  return { work }
}
