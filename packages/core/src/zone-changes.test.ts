import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { seeded } from './hostile-input.ts'
import { asInstant } from './instant.ts'
import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import type { Wall } from './wall.ts'
import { formatWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const casesMax = Number(process.env.ZONE_CASES ?? 300)
const random = seeded(Number(process.env.SEED ?? 20_260_105))

const dayMs = 86_400_000
const minuteMs = 60_000
const first = Temporal.Instant.from('2024-01-01T00:00Z')
const last = Temporal.Instant.from('2031-01-01T00:00Z')

/** Minutes from a change to the nominal start that is put on it: inside gaps and folds, at their edges, and outside. */
const aroundChange = [-91, -60, -31, -1, 0, 1, 29, 30, 59, 60, 61, 119]
const durationsMs = [15 * minuteMs, 60 * minuteMs, dayMs]

interface ZoneChange {
  readonly zoneId: string
  /** The clock's time just before the change, in wall milliseconds. */
  readonly wallMs: number
}

const changesOf = (zoneId: string): ZoneChange[] => {
  const changes: ZoneChange[] = []
  let at = first.toZonedDateTimeISO(zoneId)
  for (;;) {
    const before = at.offsetNanoseconds
    const next = at.getTimeZoneTransition('next')
    if (next === null || Temporal.Instant.compare(next.toInstant(), last) >= 0) return changes
    changes.push({ zoneId, wallMs: next.epochMilliseconds + before / 1e6 })
    at = next
  }
}

const startOf = (zoneId: string, wallMs: number): number =>
  Temporal.PlainDateTime.from(formatWall(wallMs as Wall)).toZonedDateTime(zoneId, {
    disambiguation: 'compatible',
  }).epochMilliseconds

/** Every change with every start around it and every length. */
const everyCase = Intl.supportedValuesOf('timeZone')
  .flatMap(changesOf)
  .flatMap(({ zoneId, wallMs }) =>
    aroundChange.flatMap((minutes) =>
      durationsMs.map((durationMs) => ({ zoneId, onChange: wallMs + minutes * minuteMs, durationMs })),
    ),
  )

const sample = <Item>(items: readonly Item[], count: number): readonly Item[] =>
  count >= items.length ? items : Array.from({ length: count }, () => items[random(items.length)] as Item)

it(
  `daily series keep their wall time and their length across changes of the clock, ${casesMax} times`,
  () => {
    const cases = sample(everyCase, casesMax)
    for (const { zoneId, onChange, durationMs } of cases) {
      const walls = [-2, -1, 0, 1, 2].map((days) => onChange + days * dayMs)
      const start = walls[0] as Wall
      const series = createRecurrence({
        start,
        zone: zoneOf(zoneId),
        durationMs,
        rules: [parseRule('FREQ=DAILY;COUNT=5')],
      })
      // Two nominal starts that a gap of a day moves to one instant are one occurrence.
      const expected = [...new Set(walls.map((wallMs) => startOf(zoneId, wallMs)))].map(asInstant)
      const what = `${zoneId} ${formatWall(onChange as Wall)} ${durationMs} ms`
      expect([what, Array.from(series, ({ start, end }) => [start, end])]).toEqual([
        what,
        expected.map((at) => [at, at + durationMs]),
      ])
    }
  },
  60_000 + casesMax * 20,
)
