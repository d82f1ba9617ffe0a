import { numbersFrom, randomIntervals } from './random-intervals.ts'

export const million = 1_000_000
export const someIntervals = 100_000
/** How many windows code without an index looks up; code with one looks up a hundred times as many. */
export const scannedWindows = 100
/** Length of the windows that are looked up, ms. */
export const windowMs = 60_000

/** Starts of windows all over the million intervals. */
export function windowStarts(count: number): Float64Array {
  const { starts } = randomIntervals(1, million)
  const next = numbersFrom(11)
  return Float64Array.from({ length: count }, () => starts[0]! + next(starts[million - 1]! - starts[0]!))
}

/** A thousand weekly series of one hour in Berlin. */
export function liveSeries(): { rule: string; start: string; zoneId: string }[] {
  const days = ['MO', 'TU', 'WE', 'TH', 'FR']
  return Array.from({ length: 1000 }, (_, i) => ({
    rule: `FREQ=WEEKLY;BYDAY=${days[i % 5]}`,
    start: `2026-01-0${5 + (i % 4)}T${10 + (i % 8)}:00`,
    zoneId: 'Europe/Berlin',
  }))
}
