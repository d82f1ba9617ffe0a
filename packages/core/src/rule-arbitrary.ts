/** Random valid rules for property tests. */
import fc from 'fast-check'
import type { Frequency } from './rule.ts'
import { weekdays } from './rule.ts'
import { readRule } from './rule-parse.ts'
import { clashingParts } from './rule-proof.ts'

export const calendarFrequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export const subdailyFrequencies = ['HOURLY', 'MINUTELY', 'SECONDLY'] as const

function numbers(min: number, max: number, maxLength = 4): fc.Arbitrary<string> {
  return fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength }).map((list) => list.join(','))
}

function signed(max: number, maxLength = 4): fc.Arbitrary<string> {
  const value = fc.oneof(fc.integer({ min: 1, max }), fc.integer({ min: -max, max: -1 }))
  return fc.uniqueArray(value, { minLength: 1, maxLength }).map((list) => list.join(','))
}

const weekday = fc.constantFrom(...weekdays)

function byDay(withOrdinals: boolean, ordinalMax: number): fc.Arbitrary<string> {
  const ordinal = fc.oneof(fc.integer({ min: 1, max: ordinalMax }), fc.integer({ min: -ordinalMax, max: -1 }))
  const numbered = fc.tuple(ordinal, weekday).map(([n, d]) => `${n}${d}`)
  const value = withOrdinals ? fc.oneof(weekday, numbered) : weekday
  return fc.uniqueArray(value, { minLength: 1, maxLength: 4 }).map((list) => list.join(','))
}

function part(name: string, value: fc.Arbitrary<string>, chance: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 100 - chance, arbitrary: fc.constant('') },
    { weight: chance, arbitrary: value.map((v) => `;${name}=${v}`) },
  )
}

/** Rule texts of one frequency without COUNT, UNTIL and BYSETPOS. */
function bodyOf(frequency: Frequency, intervalMax: number): fc.Arbitrary<string> {
  const isYearly = frequency === 'YEARLY'
  const isSubdaily = (subdailyFrequencies as readonly string[]).includes(frequency)
  const hasOrdinals = isYearly || frequency === 'MONTHLY'
  const none = fc.constant('')
  const days = fc.tuple(
    part('BYMONTH', numbers(1, 12), 30),
    frequency === 'WEEKLY' ? none : part('BYMONTHDAY', signed(31), 25),
    isYearly || isSubdaily ? part('BYYEARDAY', signed(366, 6), 15) : none,
    part('BYDAY', byDay(hasOrdinals, isYearly ? 53 : 5), 35),
  )
  const weeks = fc.tuple(
    part('BYMONTH', numbers(1, 12), 15),
    signed(53).map((v) => `;BYWEEKNO=${v}`),
    part('BYMONTHDAY', signed(31, 8), 10),
    part('BYDAY', byDay(false, 1), 60),
  )
  const limits = isYearly ? fc.oneof({ weight: 3, arbitrary: days }, { weight: 1, arbitrary: weeks }) : days
  return fc
    .tuple(
      fc.oneof(
        fc.constant(''),
        fc.integer({ min: 2, max: intervalMax }).map((n) => `;INTERVAL=${n}`),
      ),
      limits.map((list) => list.join('')),
      part('BYHOUR', numbers(0, 23), 25),
      part('BYMINUTE', numbers(0, 59), 20),
      part('BYSECOND', numbers(0, 60), 15),
      part('WKST', weekday, 30),
    )
    .map((parts) => `FREQ=${frequency}${parts.join('')}`)
}

/** Rule texts of one frequency that some date satisfies, BYSETPOS included where it may stand. */
export function ruleText(frequency: Frequency, intervalMax: number): fc.Arbitrary<string> {
  return anyRuleText(frequency, intervalMax).filter((text) => clashingParts(readRule(text)) === null)
}

/** The same, with rules that no date satisfies. */
export function anyRuleText(frequency: Frequency, intervalMax: number): fc.Arbitrary<string> {
  return fc
    .tuple(bodyOf(frequency, intervalMax), part('BYSETPOS', signed(8, 3), 25))
    .map(([body, positions]) => (body.includes(';BY') ? body + positions : body))
}

/** Starts in the years 1990 to 2039, whole seconds. */
export const startWall = fc
  .tuple(fc.integer({ min: 7305, max: 25_566 }), fc.integer({ min: 0, max: 86_399 }))
  .map(([day, second]) => day * 86_400_000 + second * 1000)
