import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import { createRecurrence, type Recurrence } from './recurrence.ts'
import { calendarFrequencies, ruleText, startWall } from './rule-arbitrary.ts'
import { parseRule } from './rule-parse.ts'
import { type Wall, wallDate } from './wall.ts'
import { zoneOf } from './zone.ts'

const dayMs = 86_400_000

// Hundreds of recurrences a test: on a busy machine that takes longer than one test usually may.
vi.setConfig({ testTimeout: 60_000 })

const zoneIds = [
  'UTC',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Europe/Dublin',
  'Pacific/Apia',
]

const text = fc.oneof(
  fc.constantFrom(...calendarFrequencies).chain((f) => ruleText(f, 4)),
  ruleText('HOURLY', 50),
  ruleText('MINUTELY', 2000).map((t) => (t.includes('INTERVAL') ? t : `${t};INTERVAL=37`)),
)

interface Case {
  readonly recurrence: Recurrence
  readonly start: number
  /** Length of a window's unit. Rules by the minute get short ones: no window holds more than one call returns. */
  readonly unitMs: number
}

const anyCase: fc.Arbitrary<Case | null> = fc
  .tuple(
    text,
    startWall,
    fc.constantFrom(...zoneIds),
    fc.constantFrom('', ';COUNT=1', ';COUNT=37', ';UNTIL=20351231', ';UNTIL=20291104T061500Z'),
    fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 3 }),
    fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 2 }),
  )
  .map(([body, start, zoneId, end, excluded, added]) => {
    const zone = zoneOf(zoneId)
    const exdates = excluded.map((days) => (start + days * dayMs) as Wall)
    const rdates = added.map((hours) => (start + hours * 3_600_000) as Wall)
    try {
      const rules = [parseRule(body + end)]
      const recurrence = createRecurrence({
        start: start as Wall,
        zone,
        durationMs: 3_600_000,
        rules,
        exdates,
        rdates,
      })
      return { recurrence, start, unitMs: body.includes('MINUTELY') ? dayMs / 6 : dayMs }
    } catch (error) {
      if (error instanceof CoreError && error.code === 'never_occurs') return null
      throw error
    }
  })

function windowOf({ start, unitMs }: Case, fromUnit: number, units: number): [Instant, Instant] {
  const from = start + fromUnit * unitMs
  return [from as Instant, (from + units * unitMs) as Instant]
}

const fromUnit = fc.integer({ min: -30, max: 3000 })
const units = fc.integer({ min: 1, max: 40 })

it('between(a, c) is between(a, b) and between(b, c), and bulk starts are the same starts', () => {
  fc.assert(
    fc.property(
      anyCase,
      fromUnit,
      units,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (found, day, length, share) => {
        if (found === null) return
        const [from, to] = windowOf(found, day, length)
        const middle = Math.floor(from + (to - from) * share) as Instant
        const { recurrence } = found
        const whole = recurrence.between(from, to)
        expect([...recurrence.between(from, middle), ...recurrence.between(middle, to)]).toEqual(whole)
        expect([...recurrence.startsBetween(from, to)]).toEqual(whole.map((o) => o.start))
      },
    ),
    { numRuns: 120 },
  )
})

it('next and previous walk through between, one after the other, and ascend', () => {
  fc.assert(
    fc.property(anyCase, fromUnit, units, (found, day, length) => {
      if (found === null) return
      const [from, to] = windowOf(found, day, length)
      const { recurrence } = found
      const window = recurrence.between(from, to).slice(0, 200)
      for (const [i, occurrence] of window.entries()) {
        if (i > 0) expect(occurrence.start).toBeGreaterThan(window[i - 1]?.start ?? 0)
        if (i + 1 < window.length) {
          const after = window[i + 1] ?? null
          expect(recurrence.next(occurrence.start)).toEqual(after)
          expect(after === null ? null : recurrence.previous(after.start)).toEqual(occurrence)
        }
      }
      const first = recurrence.next((from - 1) as Instant)
      expect(first === null || first.start >= to ? undefined : first).toEqual(window[0])
    }),
    { numRuns: 120 },
  )
})

it('at and onDate find every occurrence by its key and nothing else', () => {
  fc.assert(
    fc.property(anyCase, fromUnit, (found, day) => {
      if (found === null) return
      const [from, to] = windowOf(found, day, 12)
      const { recurrence } = found
      for (const occurrence of recurrence.between(from, to).slice(0, 60)) {
        expect(recurrence.at(occurrence.wallStart)).toEqual(occurrence)
        expect(recurrence.at((occurrence.wallStart + 1) as Wall)).toBeNull()
        expect(recurrence.onDate(wallDate(occurrence.wallStart))).toContainEqual(occurrence)
      }
    }),
    { numRuns: 100 },
  )
})

it('count is the length of the walk, first and last its ends', () => {
  fc.assert(
    fc.property(anyCase, (found) => {
      if (found === null || found.recurrence.isUnbounded) return
      const { recurrence } = found
      const count = recurrence.count() ?? 0
      if (count > 2000) return
      const walk = [...recurrence]
      expect(walk).toHaveLength(count)
      expect(recurrence.first()).toEqual(walk[0] ?? null)
      expect(recurrence.last()).toEqual(walk.at(-1) ?? null)
    }),
    { numRuns: 120 },
  )
})

it('moving the start by 400 years moves every occurrence by as much', () => {
  const shift = 146_097 * dayMs
  fc.assert(
    fc.property(
      fc.constantFrom(...calendarFrequencies).chain((f) => ruleText(f, 5)),
      startWall,
      (body, start) => {
        const startsFrom = (begin: number): number[] | string => {
          const rules = [parseRule(`${body};COUNT=50`)]
          try {
            const recurrence = createRecurrence({
              start: begin as Wall,
              zone: zoneOf('UTC'),
              durationMs: 0,
              rules,
            })
            return Array.from(recurrence, (o) => o.start - begin)
          } catch (error) {
            return error instanceof CoreError ? error.code : 'bug'
          }
        }
        const interval = parseRule(body).interval
        if (146_097 % interval !== 0 || 4800 % interval !== 0 || 20_871 % interval !== 0) return
        expect(startsFrom(start + shift)).toEqual(startsFrom(start))
      },
    ),
    { numRuns: 100 },
  )
})
