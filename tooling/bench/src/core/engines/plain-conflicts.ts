/**
 * What a program does that has no index and no proof: scan, look up by binary search, lay series out. For two series
 * that is the next hundred years: it can find a clash and never knows that there is none.
 */
import { asInstant, createRecurrence, parseRule, parseWall, zoneOf } from '@booking/core'
import type { Engine, Task } from '../case.ts'
import { conflictCase } from '../conflict-cases.ts'
import { million, scannedWindows, someIntervals, windowMs, windowStarts } from '../conflict-data.ts'
import { longestMs, randomIntervals } from '../random-intervals.ts'

const hourMs = 3_600_000
const century = [asInstant(Date.UTC(2026, 0, 1)), asInstant(Date.UTC(2126, 0, 1))] as const

function startsOf(text: { rule: string; start: string; zoneId: string }): Float64Array {
  const at = { start: parseWall(text.start), zone: zoneOf(text.zoneId), durationMs: hourMs }
  return createRecurrence({ ...at, rules: [parseRule(text.rule)] }).startsBetween(...century)
}

/** Scans the intervals, ascending by start, up to the end of each window. */
function scan(pick: (ids: readonly number[]) => number): Task {
  const { starts, ends } = randomIntervals(1, million)
  const queries = windowStarts(scannedWindows)
  const work = () => {
    const answers: number[] = []
    for (const from of queries) {
      const ids: number[] = []
      for (let i = 0; i < million && starts[i]! < from + windowMs; i++) if (ends[i]! > from) ids.push(i)
      answers.push(pick(ids))
    }
    return answers
  }
  return { work, operations: queries.length }
}

/** First position whose start is at or after `ms`. */
function positionOf(starts: Float64Array, ms: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Looks each interval up among the others, as far back as the longest one reaches. */
function lookUpEach(count: number): Task {
  const [a, b] = [randomIntervals(7, count), randomIntervals(1, million)]
  const work = () => {
    let hits = 0
    for (let i = 0; i < count; i++) {
      for (
        let k = positionOf(b.starts, a.starts[i]! - longestMs);
        k < million && b.starts[k]! < a.ends[i]!;
        k++
      ) {
        if (b.ends[k]! > a.starts[i]!) hits++
      }
    }
    return [hits]
  }
  return { work, operations: count === million ? 2 * million : count }
}

function seriesAgainstIntervals(): Task {
  const { starts, ends } = randomIntervals(3, someIntervals)
  const work = () => {
    const found: number[] = []
    for (const start of startsOf({ rule: 'FREQ=DAILY', start: '2026-01-05T09:00', zoneId: 'UTC' })) {
      for (
        let i = positionOf(starts, start - longestMs);
        i < someIntervals && starts[i]! < start + hourMs;
        i++
      ) {
        if (ends[i]! > start) found.push(i)
      }
    }
    return found
  }
  return { work, operations: someIntervals }
}

function layOut(pair: NonNullable<ReturnType<typeof conflictCase>['pair']>): Task {
  const work = () => {
    const [a, b] = [startsOf(pair[0]), startsOf(pair[1])]
    for (let i = 0, k = 0; i < a.length && k < b.length; ) {
      if (Math.abs(a[i]! - b[k]!) < hourMs) return [Math.max(a[i]!, b[k]!)]
      if (a[i]! < b[k]!) i++
      else k++
    }
    return []
  }
  return { work }
}

export const plainConflicts: Engine = (caseId) => {
  const { pair, doMeet } = conflictCase(caseId)
  if (pair !== undefined) return doMeet ? layOut(pair) : null
  if (caseId === 'any') return scan((ids) => (ids.length > 0 ? 1 : 0))
  if (caseId === 'all') return scan((ids) => ids.reduce((sum, id) => sum + id, 0))
  if (caseId === 'join') return lookUpEach(million)
  if (caseId === 'gallop') return lookUpEach(1000)
  return caseId === 'series-intervals' ? seriesAgainstIntervals() : null
}
