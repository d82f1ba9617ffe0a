import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { countMax, intervalMax, ruleListMax, ruleTextMax } from './limits.ts'
import { formatRule } from './rule-format.ts'
import { parseBasicDateTime, parseRule, readRule } from './rule-parse.ts'

function refusal(text: string): CoreError {
  try {
    parseRule(text)
  } catch (error) {
    if (error instanceof CoreError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

const weekdayReason =
  'expected MO, TU, WE, TH, FR, SA or SU, with an optional number 1 to 53 or -53 to -1 before it.'
const untilReason =
  'expected an existing date 20261231, local time 20261231T235959 or UTC time 20261231T235959Z.'
const partsReason = 'expected NAME=value parts separated by single semicolons.'

describe('a refusal names the part, what it holds, where that begins and what belongs there', () => {
  it.each<readonly [text: string, told: string]>([
    [
      'FREQ=OFTEN',
      'FREQ=OFTEN at position 5: expected one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY.',
    ],
    [
      'RRULE:FREQ=OFTEN',
      'FREQ=OFTEN at position 11: expected one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY.',
    ],
    ['COUNT=3', 'FREQ= at position 0: every rule needs FREQ.'],
    ['FREQ=DAILY;COUNT=0', `COUNT=0 at position 17: expected a whole number from 1 to ${countMax}.`],
    ['FREQ=DAILY;interval=x', `INTERVAL=x at position 20: expected a whole number from 1 to ${intervalMax}.`],
    ['FREQ=DAILY;BYHOUR=9,10,24', 'BYHOUR=24 at position 23: expected whole numbers from 0 to 23.'],
    ['FREQ=DAILY;BYMINUTE=60', 'BYMINUTE=60 at position 20: expected whole numbers from 0 to 59.'],
    ['FREQ=DAILY;BYSECOND=0,61', 'BYSECOND=61 at position 22: expected whole numbers from 0 to 60.'],
    ['FREQ=DAILY;BYMONTH=1,,3', 'BYMONTH= at position 21: expected whole numbers from 1 to 12.'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,-2,32', 'BYMONTHDAY=32 at position 29: expected 1 to 31 or -31 to -1.'],
    ['FREQ=YEARLY;BYYEARDAY=-367', 'BYYEARDAY=-367 at position 22: expected 1 to 366 or -366 to -1.'],
    ['FREQ=YEARLY;BYWEEKNO=53,54', 'BYWEEKNO=54 at position 24: expected 1 to 53 or -53 to -1.'],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=0', 'BYSETPOS=0 at position 29: expected 1 to 366 or -366 to -1.'],
    ['FREQ=WEEKLY;BYDAY=MO,TX,WE', `BYDAY=TX at position 21: ${weekdayReason}`],
    ['FREQ=WEEKLY;BYDAY=MO,0TU', `BYDAY=0TU at position 21: ${weekdayReason}`],
    ['FREQ=WEEKLY;WKST=XX', 'WKST=XX at position 17: expected one of MO, TU, WE, TH, FR, SA, SU.'],
    ['FREQ=DAILY;UNTIL=tomorrow', `UNTIL=tomorrow at position 17: ${untilReason}`],
    ['FREQ=DAILY;X=1', 'X=1 at position 11: this part is not defined by RFC 5545.'],
    ['FREQ=DAILY;count=1;COUNT=2', 'COUNT=2 at position 25: a part may stand only once.'],
    ['FREQ=DAILY;COUNT', `RRULE=COUNT at position 11: ${partsReason}`],
    ['FREQ=DAILY;=2', `RRULE==2 at position 11: ${partsReason}`],
    ['FREQ;COUNT=2', `RRULE=FREQ at position 0: ${partsReason}`],
    [
      'FREQ=DAILY;COUNT=2;until=20300101',
      'UNTIL=20300101 at position 25: COUNT and UNTIL exclude each other.',
    ],
    ['FREQ=DAILY;BYSETPOS=1', 'BYSETPOS=1 at position 20: it needs another BYxxx part to choose from.'],
    ['FREQ=DAILY;BYWEEKNO=1,2', 'BYWEEKNO=1,2 at position 20: allowed with FREQ=YEARLY only.'],
    ['RRULE:BYMONTHDAY=1;FREQ=WEEKLY', 'BYMONTHDAY=1 at position 17: not allowed with FREQ=WEEKLY.'],
    ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY=1 at position 21: not allowed with FREQ=DAILY.'],
    [
      'FREQ=WEEKLY;BYDAY=MO,1TU',
      'BYDAY=MO,1TU at position 18: a number before the weekday is allowed with FREQ=MONTHLY or YEARLY only.',
    ],
    [
      'BYDAY=1MO;FREQ=YEARLY;BYWEEKNO=2',
      'BYDAY=1MO at position 6: a number before the weekday excludes BYWEEKNO.',
    ],
  ])('%s', (text, told) => {
    const { message, details, code } = refusal(text)
    expect([code, message]).toEqual(['invalid_rule', told])
    expect(`${details.part}=${details.value} at position ${details.position}`).toBe(
      told.slice(0, told.indexOf(':', told.indexOf('position'))),
    )
  })

  it('shows the first 60 characters of what is too long', () => {
    const { message, details } = refusal(`${'P'.repeat(80)}=${'v'.repeat(80)}`)
    expect(details).toEqual({ part: 'P'.repeat(60), value: 'v'.repeat(60), position: 0 })
    expect(message).toContain(`${'P'.repeat(60)}=${'v'.repeat(60)} at position 0:`)
  })

  it('of a text or a list that is too long tells how long one may be', () => {
    const long = refusal(`FREQ=DAILY;BYHOUR=${'9,'.repeat(ruleTextMax)}9`)
    expect(long.message).toMatch(
      new RegExp(`^RRULE=FREQ=DAILY;.* at position 0: a rule has at most ${ruleTextMax} characters\\.$`),
    )
    for (const [part, item] of [
      ['BYHOUR', '9'],
      ['BYDAY', 'MO'],
      ['BYMONTHDAY', '1'],
    ] as const) {
      const text = (length: number) => `FREQ=MONTHLY;${part}=${Array(length).fill(item).join(',')}`
      const { message, details } = refusal(text(ruleListMax + 1))
      expect(details).toMatchObject({ part, position: 14 + part.length })
      expect(message).toContain(`a list holds at most ${ruleListMax} values.`)
      expect(formatRule(parseRule(text(ruleListMax)))).toBe(`FREQ=MONTHLY;${part}=${item}`)
    }
  })
})

describe('a rule that no date satisfies', () => {
  it.each<readonly [text: string, parts: string, told: string]>([
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY', 'no date satisfies its BYDAY.'],
    [
      'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
      'BYMONTH,BYMONTHDAY',
      'no date satisfies its BYMONTH and BYMONTHDAY together.',
    ],
    [
      'FREQ=MONTHLY;BYDAY=1TH;BYMONTHDAY=8,9',
      'BYMONTHDAY,BYDAY',
      'no date satisfies its BYMONTHDAY and BYDAY together.',
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1',
      'BYMONTH,BYWEEKNO',
      'no date satisfies its BYMONTH and BYWEEKNO together.',
    ],
    [
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=1',
      'BYMONTH,BYMONTHDAY',
      'no date satisfies its BYMONTH and BYMONTHDAY together.',
    ],
    [
      'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;BYYEARDAY=62',
      'BYYEARDAY,BYMONTHDAY',
      'no date satisfies its BYYEARDAY and BYMONTHDAY together.',
    ],
    ['FREQ=DAILY;BYHOUR=9;BYSETPOS=2', 'BYSETPOS', 'no date satisfies its BYSETPOS.'],
    [
      'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=6MO',
      'BYMONTH,BYMONTHDAY,BYDAY',
      'no date satisfies its BYMONTH, BYMONTHDAY and BYDAY together.',
    ],
  ])('%s is refused for its %s', (text, parts, told) => {
    const { code, message, details } = refusal(text)
    expect(code).toBe('never_occurs')
    const rule = formatRule(readRule(text))
    expect(details).toEqual({ rule, parts })
    expect(message).toBe(`${rule} never occurs: ${told}`)
  })
})

describe('lists', () => {
  const normal = (text: string) => formatRule(parseRule(text))

  it.each([
    ['BYMONTHDAY=3,1,2', 'BYMONTHDAY=1,2,3'],
    ['BYMONTHDAY=-1,-3,-2', 'BYMONTHDAY=-3,-2,-1'],
    ['BYMONTHDAY=-1,1', 'BYMONTHDAY=1,-1'],
    ['BYMONTHDAY=1,-1', 'BYMONTHDAY=1,-1'],
    ['BYMONTHDAY=1,1', 'BYMONTHDAY=1'],
    ['BYMONTHDAY=2,1,2', 'BYMONTHDAY=1,2'],
    ['BYDAY=MO,MO', 'BYDAY=MO'],
    ['BYDAY=TU,MO', 'BYDAY=MO,TU'],
    ['BYDAY=1TU,1MO', 'BYDAY=1MO,1TU'],
    ['BYDAY=1SU,2MO', 'BYDAY=1SU,2MO'],
    ['BYDAY=2MO,1SU', 'BYDAY=1SU,2MO'],
    ['BYDAY=-1MO,-5SU,5MO', 'BYDAY=5MO,-5SU,-1MO'],
    ['BYDAY=1MO,1MO', 'BYDAY=1MO'],
    ['BYDAY=1MO,SU', 'BYDAY=SU,1MO'],
    ['BYHOUR=9,09,8', 'BYHOUR=8,9'],
  ])('%s come as %s', (given, told) => {
    expect(normal(`FREQ=MONTHLY;${given}`)).toBe(`FREQ=MONTHLY;${told}`)
  })

  it('take every weekday in either case', () => {
    expect(normal('FREQ=WEEKLY;BYDAY=mo,Tu,wE,TH,fr,sa,su')).toBe('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU')
    for (const day of ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']) {
      expect(parseRule(`FREQ=WEEKLY;WKST=${day.toLowerCase()}`).weekStart).toBe(day)
    }
    for (const near of ['MA', 'TO', 'WI', 'FA', 'SI', 'SE', 'NO']) {
      expect(refusal(`FREQ=WEEKLY;BYDAY=${near}`).details.value).toBe(near)
    }
  })
})

describe('a date or time in basic form', () => {
  const wall = (text: string) => Date.parse(`${text}Z`)

  it.each([
    ['20240229', { form: 'date', wall: wall('2024-02-29T00:00') }],
    ['00010101', { form: 'date', wall: wall('0001-01-01T00:00') }],
    ['99991231', { form: 'date', wall: wall('9999-12-31T00:00') }],
    ['20260105T000000', { form: 'local', wall: wall('2026-01-05T00:00') }],
    ['20260105T235959', { form: 'local', wall: wall('2026-01-05T23:59:59') }],
    ['20260105T235960', { form: 'local', wall: wall('2026-01-05T23:59:59') }],
    ['20260105t010203z', { form: 'utc', instant: wall('2026-01-05T01:02:03') }],
    ['20260105T010203Z', { form: 'utc', instant: wall('2026-01-05T01:02:03') }],
  ])('%s is read', (text, read) => {
    expect(parseBasicDateTime(text)).toEqual(read)
  })

  it.each([
    '',
    '2026010',
    '202601051',
    '20230229',
    '20260001',
    '20261301',
    '20260100',
    '20260132',
    '00000101',
    '20260105X010203',
    '20260105T01020',
    '20260105T0102033',
    '20260105T010203X',
    '20260105T010203ZZ',
    '20260105T240000',
    '20260105T006000',
    '20260105T000061',
    '20260105Tx10203',
    '20260105T01x203',
    '20260105T0102x3',
    '2026010xT010203',
    '2026x105',
    'x0260105',
    '20260105\u0154010203',
    '20260105T010203\u015a',
    '20260105T010203\u017a',
  ])('%j is none', (text) => {
    expect(parseBasicDateTime(text)).toBe(null)
  })
})
