import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRuleText, calendarFrequencies, subdailyFrequencies } from './rule-arbitrary.ts'
import { readRule } from './rule-parse.ts'
import { isImpossible, isSurelyPossible } from './rule-proof.ts'

describe('the glance at a rule', () => {
  for (const frequency of [...calendarFrequencies, ...subdailyFrequencies]) {
    it(`lets no impossible ${frequency} rule pass without a proof`, () => {
      fc.assert(
        fc.property(anyRuleText(frequency, 12), (text) => {
          const rule = readRule(text)
          expect(isSurelyPossible(rule) && isImpossible(rule)).toBe(false)
        }),
        { numRuns: 300 },
      )
    })
  }

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31,-31',
    'FREQ=MONTHLY;BYDAY=6MO',
    'FREQ=YEARLY;BYMONTH=2;BYDAY=-6MO',
    'FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2',
    'FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3,-3',
    'FREQ=DAILY;BYHOUR=9,17;BYSETPOS=3',
    'FREQ=DAILY;BYSECOND=59,60;BYSETPOS=2',
    'FREQ=HOURLY;BYHOUR=9,17;BYMINUTE=0,30;BYSETPOS=3',
    'FREQ=MINUTELY;BYMINUTE=0,30;BYSETPOS=2',
    'FREQ=SECONDLY;BYSECOND=0,30;BYSETPOS=2',
    'FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1',
  ])('finds nothing sure in %s, which never occurs', (text) => {
    expect(isSurelyPossible(readRule(text))).toBe(false)
    expect(isImpossible(readRule(text))).toBe(true)
  })

  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10',
    'FREQ=MONTHLY;BYDAY=-5FR',
    'FREQ=YEARLY;BYMONTH=2;BYDAY=5MO',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=53SU',
    'FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-20',
    'FREQ=WEEKLY;BYDAY=MO,TU;BYMONTH=2;BYHOUR=9,17;BYSETPOS=-4',
    'FREQ=HOURLY;BYMINUTE=0,15,30,45;BYSETPOS=4',
  ])('is enough for %s', (text) => {
    expect(isSurelyPossible(readRule(text))).toBe(true)
    expect(isImpossible(readRule(text))).toBe(false)
  })
})
