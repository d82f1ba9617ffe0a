/**
 * Intervals and conflicts, in nanoseconds of CPU time (best of several batches) and as ratios to a plain loop over the
 * same data. Run with `npx tsx bench/conflicts.ts`; prints one JSON line a row.
 */
import {
  asInstant,
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
} from '../src/index.ts'

const hourMs = 3_600_000
const size = 1_000_000

/** A small linear congruential generator: the same data in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** CPU nanoseconds of one call of `work`, divided by `operations`; the best of `batches`. */
function measure(work: () => unknown, operations: number, batches = 5): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < batches; i++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, ((user + system) * 1000) / operations)
  }
  return best
}

function report(row: string, ns: number, goalNs: number | null, baseNs: number | null = null): void {
  const ratio = baseNs === null ? {} : { ratioToPlainLoop: Number((ns / baseNs).toFixed(2)) }
  console.log(JSON.stringify({ row, ns: Number(ns.toFixed(1)), goalNs, ...ratio }))
}

function randomIntervals(seed: number, count: number): IntervalIndex {
  const next = numbers(seed)
  const starts = new Float64Array(count)
  const ends = new Float64Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    at += 1000 + next(100_000)
    starts[i] = at
    ends[i] = at + 1000 + next(60_000)
  }
  return new IntervalIndex(starts, ends)
}

function intervalRows(): void {
  const a = randomIntervals(1, size)
  const b = randomIntervals(7, size)
  const span = a.starts[size - 1]!
  const queries = Float64Array.from({ length: size }, numbers(11).bind(null, span))
  let sum = 0
  const plain = measure(() => {
    for (let i = 0; i < size; i++) sum += a.ends[i]! > b.starts[i]! ? 1 : 0
  }, size)
  report('plain loop over 10^6 intervals', plain, null)
  const out = new Int32Array(64)
  const windows = (look: (start: number) => unknown) => () => {
    for (const start of queries) look(start)
  }
  report(
    'any overlap of one window with 10^6',
    measure(
      windows((s) => a.overlapsAny(s, s + hourMs)),
      size,
    ),
    1000,
  )
  report(
    'all overlaps of one window with 10^6',
    measure(
      windows((s) => a.overlapsInto(s, s + 60_000, out)),
      size,
    ),
    1000,
  )
  report(
    'first free gap among 10^6',
    measure(
      windows((s) => a.firstFree(s, span, 70_000)),
      size,
    ),
    1000,
  )
  const [hitsA, hitsB] = [new Int32Array(2 * size), new Int32Array(2 * size)]
  report(
    '10^6 against 10^6, into arrays',
    measure(() => sweepJoinInto(a, b, hitsA, hitsB), 2 * size),
    15,
    plain,
  )
  report(
    '10^6 against 10^6, callback',
    measure(() => joinIntervals(a, b, () => sum++), 2 * size),
    15,
    plain,
  )
  const every = (_: number, i: number) => i % 1000 === 0
  const few = new IntervalIndex(b.starts.filter(every), b.ends.filter(every))
  report(
    '10^3 against 10^6, galloping, a query',
    measure(() => joinIntervals(few, a, () => sum++), 1000, 20),
    1000,
  )
}

function series(rule: string, start: string, zoneId: string, hours = 1): PreparedSeries {
  const input = { start: parseWall(start), zone: zoneOf(zoneId), durationMs: hours * hourMs }
  return prepareSeries({ ...input, rules: [parseRule(rule)] })
}

const pairs: readonly (readonly [
  name: string,
  ruleA: string,
  startA: string,
  ruleB: string,
  startB: string,
])[] = [
  [
    'odd and even weeks',
    'FREQ=WEEKLY;INTERVAL=2',
    '2026-01-05T09:00',
    'FREQ=WEEKLY;INTERVAL=2',
    '2026-01-12T09:00',
  ],
  [
    'other weekdays',
    'FREQ=WEEKLY;BYDAY=MO,WE,FR',
    '2026-01-05T09:00',
    'FREQ=WEEKLY;BYDAY=TU,TH',
    '2026-01-05T09:00',
  ],
  ['back to back, daily', 'FREQ=DAILY', '2026-01-05T09:00', 'FREQ=DAILY', '2026-01-05T10:00'],
  [
    'the 15th and the 20th',
    'FREQ=MONTHLY;BYMONTHDAY=15',
    '2026-01-05T09:00',
    'FREQ=MONTHLY;BYMONTHDAY=20',
    '2026-01-05T09:00',
  ],
  [
    'first and second Monday by BYSETPOS (walked)',
    'FREQ=MONTHLY;BYDAY=1MO',
    '2026-01-05T09:00',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2',
    '2026-01-05T09:00',
  ],
  [
    '7 weeks and 29 February (2072)',
    'FREQ=WEEKLY;INTERVAL=7',
    '2026-01-05T09:00',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    '2026-01-01T09:00',
  ],
  [
    'back to back at night (jumps walked)',
    'FREQ=DAILY',
    '2026-01-05T01:00',
    'FREQ=DAILY',
    '2026-01-05T02:00',
  ],
  [
    'yearly and a daily half year (5,200 years of jumps)',
    'FREQ=YEARLY;INTERVAL=13',
    '2026-03-07T01:00',
    'FREQ=DAILY;INTERVAL=2;BYMONTH=1,2,3,4,5,6',
    '2026-08-05T02:30',
  ],
]

function seriesRows(): void {
  for (const zoneId of ['UTC', 'America/New_York']) {
    for (const [name, ruleA, startA, ruleB, startB] of pairs) {
      const a = series(ruleA, startA, zoneId)
      const b = series(ruleB, startB, zoneId)
      const rounds = 20
      const ns = measure(() => {
        for (let i = 0; i < rounds; i++) firstSeriesClash(a, b)
      }, rounds)
      report(`endless against endless, ${zoneId}: ${name}`, ns, /walked|jumps/.test(name) ? 20e6 : 1e6)
    }
  }
  const days = ['MO', 'TU', 'WE', 'TH', 'FR']
  const existing = Array.from({ length: 1000 }, (_, i) =>
    series(`FREQ=WEEKLY;BYDAY=${days[i % 5]}`, `2026-01-0${5 + (i % 4)}T${10 + (i % 8)}:00`, 'Europe/Berlin'),
  )
  const candidate = series('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-01-05T09:00', 'Europe/Berlin')
  report(
    'one candidate against 1,000 live series, a series',
    measure(() => conflictsOf(candidate, existing), 1000),
    null,
  )
  const prepare = () => {
    for (let i = 0; i < 1000; i++) series('FREQ=WEEKLY;BYDAY=MO', '2026-01-05T09:00', 'Europe/Berlin')
  }
  report('parsing and preparing a series', measure(prepare, 1000), null)
}

function availabilityRows(): void {
  const open = compileBusinessHours(
    { start: '09:00', end: '18:00', breaks: [{ start: '12:00', end: '13:00' }] },
    zoneOf('America/New_York'),
  )
  const base = Date.parse('2026-01-20T14:00:00Z')
  const checks = () => {
    for (let i = 0; i < 100_000; i++) {
      const start = base + (i % 100) * 24 * hourMs
      isWithinOpenHours(open, asInstant(start), asInstant(start + hourMs))
    }
  }
  report('inside business hours', measure(checks, 100_000), 1000)
  const busy = new IntervalIndex(Float64Array.of(base), Float64Array.of(base + 4 * hourMs))
  const search = {
    searchFrom: asInstant(base - 720 * hourMs),
    searchTo: asInstant(base + 720 * hourMs),
    stepMs: hourMs / 4,
  }
  const alternatives = () => {
    for (let i = 0; i < 1000; i++) {
      nearestAlternatives({ open, busy, around: asInstant(base), durationMs: hourMs, count: 3, ...search })
    }
  }
  report('three nearest alternatives', measure(alternatives, 1000), null)
}

intervalRows()
seriesRows()
availabilityRows()
