import fc from 'fast-check'
import { expect, it } from 'vitest'
import { calendarFrequencies, ruleText, subdailyFrequencies } from './rule-arbitrary.ts'
import { describeRule } from './rule-describe.ts'
import { formatRule } from './rule-format.ts'
import { parseRule } from './rule-parse.ts'

const ends = fc.constantFrom(
  '',
  ';COUNT=1',
  ';COUNT=7',
  ';UNTIL=20300131',
  ';UNTIL=20300131T000000',
  ';UNTIL=20300131T000000Z',
)
const anyRule = fc
  .tuple(
    fc.constantFrom(...calendarFrequencies, ...subdailyFrequencies).chain((f) => ruleText(f, 9)),
    ends,
  )
  .map((parts) => parts.join(''))

it('parsing the normal form gives the same rule, and the normal form is its own', () => {
  fc.assert(
    fc.property(anyRule, (text) => {
      const rule = parseRule(text)
      expect(parseRule(formatRule(rule))).toEqual(rule)
      expect(formatRule(parseRule(formatRule(rule)))).toBe(formatRule(rule))
    }),
    { numRuns: 500 },
  )
})

it('the order of parts and the case of letters do not matter', () => {
  fc.assert(
    fc.property(anyRule, (text) => {
      const shuffled = text.split(';').reverse().join(';').toLowerCase()
      expect(parseRule(shuffled)).toEqual(parseRule(text))
    }),
    { numRuns: 200 },
  )
})

it('rules with the same description have the same normal form: the description loses nothing', () => {
  const formOf = new Map<string, string>()
  fc.assert(
    fc.property(anyRule, (text) => {
      const rule = parseRule(text)
      const description = describeRule(rule)
      const known = formOf.get(description) ?? formatRule(rule)
      formOf.set(description, known)
      expect(known).toBe(formatRule(rule))
    }),
    { numRuns: 3000 },
  )
})
