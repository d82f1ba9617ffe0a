import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gcd, modulo } from './congruence.ts'
import { DayClasses } from './day-classes.ts'

interface Steps {
  readonly perDay: number
  readonly interval: number
  readonly phase: number
  /** Null allows every unit of the day. */
  readonly limits: readonly number[] | null
}

/** Hours and minutes; intervals that divide a day, that never do, and that leave most days empty. */
const steps: fc.Arbitrary<Steps> = fc.constantFrom(24, 1440).chain((perDay) =>
  fc.record({
    perDay: fc.constant(perDay),
    interval: fc.oneof(
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom(perDay, 7 * perDay, 30 * perDay + 1, 4096, 4097, 5003, 9973),
    ),
    phase: fc.nat(20_000),
    limits: fc.option(
      fc
        .uniqueArray(fc.nat(perDay - 1), { minLength: 1, maxLength: 60, size: 'max' })
        .map((list) => list.sort((a, b) => a - b)),
    ),
  }),
)

function classesOf({ perDay, interval, phase, limits }: Steps): DayClasses {
  const common = gcd(perDay, interval)
  const allowed = limits?.filter((unit) => modulo(unit - phase, common) === 0) ?? null
  return new DayClasses(perDay, interval, phase % interval, allowed && Int32Array.from(allowed))
}

/** The units of a day by trying each. */
function unitsByTrying({ perDay, interval, phase, limits }: Steps, day: number): number[] {
  const units = limits ?? Array.from({ length: perDay }, (_, unit) => unit)
  return units.filter((unit) => modulo(day * perDay + unit - phase, interval) === 0)
}

describe('the units of a day', () => {
  it('are those that trying each unit gives, as a list, a number, and from and up to any unit', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -40_000, max: 40_000 }), fc.nat(1500), (one, day, some) => {
        const classes = classesOf(one)
        const expected = unitsByTrying(one, day)
        classes.load(day)
        expect([...classes.units.subarray(classes.from, classes.to)]).toEqual(expected)
        expect(classes.countOn(day)).toBe(expected.length)
        const [from, to] = [some % one.perDay, (some * 7) % (one.perDay + 1)]
        classes.load(day, from, to)
        expect([...classes.units.subarray(classes.from, classes.to)]).toEqual(
          expected.filter((unit) => unit >= from && unit < to),
        )
        for (const unit of [0, some % one.perDay, one.perDay - 1, ...expected.slice(0, 3)]) {
          expect(classes.firstFrom(day, unit)).toBe(expected.find((at) => at >= unit) ?? -1)
          expect(classes.lastTo(day, unit)).toBe(expected.findLast((at) => at <= unit) ?? -1)
        }
        expect([classes.firstFrom(day, one.perDay), classes.lastTo(day, -1)]).toEqual([-1, -1])
      }),
      { numRuns: 100 },
    )
  })

  it('repeat after a cycle of days, in which there are as many units as are told', () => {
    const short = steps.filter(({ perDay, interval }) => interval / gcd(perDay, interval) <= 100)
    fc.assert(
      fc.property(short, fc.integer({ min: -500, max: 500 }), (one, day) => {
        const classes = classesOf(one)
        const cycle = Array.from({ length: classes.dayCycle }, (_, i) => unitsByTrying(one, day + i))
        expect(cycle.flat()).toHaveLength(classes.hits)
        expect(unitsByTrying(one, day + classes.dayCycle)).toEqual(cycle[0])
        const withUnits = new Set(classes.classesWithUnits())
        for (const [i, units] of cycle.entries()) {
          expect(withUnits.has(modulo(day + i, classes.dayCycle))).toBe(units.length > 0)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are not missed by going straight to the next or the previous day that can have some', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -2000, max: 2000 }), (one, day) => {
        const classes = classesOf(one)
        const next = classes.nextDay(day)
        const previous = classes.previousDay(day)
        expect(next).toBeGreaterThanOrEqual(day)
        expect(previous).toBeLessThanOrEqual(day)
        for (let at = day; at < Math.min(next, day + 60); at++) expect(unitsByTrying(one, at)).toEqual([])
        for (let at = day; at > Math.max(previous, day - 60); at--) expect(unitsByTrying(one, at)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('where few days have some, the next and the previous of them are told exactly', () => {
    const sparse: Steps = { perDay: 24, interval: 24 * 30, phase: 9, limits: null }
    const classes = classesOf(sparse)
    expect([classes.nextDay(0), classes.nextDay(1), classes.nextDay(30), classes.nextDay(31)]).toEqual([
      0, 30, 30, 60,
    ])
    expect([classes.previousDay(0), classes.previousDay(-1), classes.previousDay(29)]).toEqual([0, -30, 0])
  })
})
