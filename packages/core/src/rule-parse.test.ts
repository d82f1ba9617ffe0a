import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { countMax, intervalMax, ruleListMax, ruleTextMax } from './limits.ts'
import { formatRule } from './rule-format.ts'
import { parseRule } from './rule-parse.ts'

function refusal(text: string): CoreError {
  try {
    parseRule(text)
  } catch (error) {
    if (error instanceof CoreError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

/** Text, the part at fault, the value at fault. */
const invalid: readonly (readonly [string, string, string])[] = [
  ['', 'RRULE', ''],
  ['RRULE:', 'RRULE', ''],
  ['DAILY', 'RRULE', 'DAILY'],
  ['FREQ', 'RRULE', 'FREQ'],
  ['FREQ=', 'FREQ', ''],
  ['=DAILY', 'RRULE', '=DAILY'],
  ['FREQ=FORTNIGHTLY', 'FREQ', 'FORTNIGHTLY'],
  ['FREQ= DAILY', 'FREQ', ' DAILY'],
  [' FREQ=DAILY', ' FREQ', 'DAILY'],
  ['FREQ=DAILY ', 'FREQ', 'DAILY '],
  ['FREQ=DAILY\n', 'FREQ', 'DAILY\n'],
  ['FREQ=DAILY;', 'RRULE', ''],
  [';FREQ=DAILY', 'RRULE', ''],
  ['FREQ=DAILY;;COUNT=2', 'RRULE', ''],
  ['RRULE:RRULE:FREQ=DAILY', 'RRULE:FREQ', 'DAILY'],
  ['INTERVAL=2', 'FREQ', ''],
  ['COUNT=2;BYDAY=MO', 'FREQ', ''],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ', 'DAILY'],
  ['FREQ=DAILY;COUNT=1;COUNT=1', 'COUNT', '1'],
  ['FREQ=DAILY;BYHOUR=1;byhour=2', 'BYHOUR', '2'],
  ['FREQ=DAILY;WKST=MO;WKST=MO', 'WKST', 'MO'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20300101', 'UNTIL', '20300101'],
  ['FREQ=DAILY;UNTIL=20300101T000000Z;COUNT=2', 'UNTIL', '20300101T000000Z'],
  ['FREQ=DAILY;COUNT=0', 'COUNT', '0'],
  ['FREQ=DAILY;COUNT=00', 'COUNT', '00'],
  ['FREQ=DAILY;COUNT=1 ', 'COUNT', '1 '],
  ['FREQ=DAILY;COUNT=1_000', 'COUNT', '1_000'],
  ['FREQ=DAILY;COUNT=-1', 'COUNT', '-1'],
  ['FREQ=DAILY;COUNT=+1', 'COUNT', '+1'],
  ['FREQ=DAILY;COUNT=1.5', 'COUNT', '1.5'],
  ['FREQ=DAILY;COUNT=1e3', 'COUNT', '1e3'],
  ['FREQ=DAILY;COUNT=0x10', 'COUNT', '0x10'],
  ['FREQ=DAILY;COUNT=', 'COUNT', ''],
  ['FREQ=DAILY;COUNT=ten', 'COUNT', 'ten'],
  ['FREQ=DAILY;COUNT=1,2', 'COUNT', '1,2'],
  ['FREQ=DAILY;COUNT=NaN', 'COUNT', 'NaN'],
  ['FREQ=DAILY;COUNT=Infinity', 'COUNT', 'Infinity'],
  ['FREQ=DAILY;COUNT=٣', 'COUNT', '٣'],
  ['FREQ=DAILY;COUNT=99999999999999999999', 'COUNT', '99999999999999999999'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL', '0'],
  ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL', '-1'],
  ['FREQ=DAILY;INTERVAL=1.5', 'INTERVAL', '1.5'],
  ['FREQ=DAILY;INTERVAL=', 'INTERVAL', ''],
  ['FREQ=DAILY;INTERVAL=NaN', 'INTERVAL', 'NaN'],
  ['FREQ=DAILY;UNTIL=', 'UNTIL', ''],
  ['FREQ=DAILY;UNTIL=2030', 'UNTIL', '2030'],
  ['FREQ=DAILY;UNTIL=20300230', 'UNTIL', '20300230'],
  ['FREQ=DAILY;UNTIL=20301301', 'UNTIL', '20301301'],
  ['FREQ=DAILY;UNTIL=20300100', 'UNTIL', '20300100'],
  ['FREQ=DAILY;UNTIL=00000101', 'UNTIL', '00000101'],
  ['FREQ=DAILY;UNTIL=20290229', 'UNTIL', '20290229'],
  ['FREQ=DAILY;UNTIL=20300101T', 'UNTIL', '20300101T'],
  ['FREQ=DAILY;UNTIL=20300101T0000', 'UNTIL', '20300101T0000'],
  ['FREQ=DAILY;UNTIL=20300101T240000', 'UNTIL', '20300101T240000'],
  ['FREQ=DAILY;UNTIL=20300101T006000', 'UNTIL', '20300101T006000'],
  ['FREQ=DAILY;UNTIL=20300101T000061', 'UNTIL', '20300101T000061'],
  ['FREQ=DAILY;UNTIL=20300101T000000+01', 'UNTIL', '20300101T000000+01'],
  ['FREQ=DAILY;UNTIL=20300101T000000ZZ', 'UNTIL', '20300101T000000ZZ'],
  ['FREQ=DAILY;UNTIL=20300101Z', 'UNTIL', '20300101Z'],
  ['FREQ=DAILY;UNTIL=2030-01-01', 'UNTIL', '2030-01-01'],
  ['FREQ=DAILY;UNTIL=20300101 000000', 'UNTIL', '20300101 000000'],
  ['FREQ=DAILY;BYSECOND=61', 'BYSECOND', '61'],
  ['FREQ=DAILY;BYSECOND=-1', 'BYSECOND', '-1'],
  ['FREQ=DAILY;BYSECOND=', 'BYSECOND', ''],
  ['FREQ=DAILY;BYSECOND=1.5', 'BYSECOND', '1.5'],
  ['FREQ=DAILY;BYMINUTE=60', 'BYMINUTE', '60'],
  ['FREQ=DAILY;BYMINUTE=-1', 'BYMINUTE', '-1'],
  ['FREQ=DAILY;BYMINUTE=+1', 'BYMINUTE', '+1'],
  ['FREQ=DAILY;BYMINUTE=000', 'BYMINUTE', '000'],
  ['FREQ=DAILY;BYHOUR=24', 'BYHOUR', '24'],
  ['FREQ=DAILY;BYHOUR=-1', 'BYHOUR', '-1'],
  ['FREQ=DAILY;BYHOUR=9,,10', 'BYHOUR', ''],
  ['FREQ=DAILY;BYHOUR=,9', 'BYHOUR', ''],
  ['FREQ=DAILY;BYHOUR=9,', 'BYHOUR', ''],
  ['FREQ=DAILY;BYHOUR=9, 10', 'BYHOUR', ' 10'],
  ['FREQ=DAILY;BYHOUR=9-11', 'BYHOUR', '9-11'],
  ['FREQ=DAILY;BYHOUR=nine', 'BYHOUR', 'nine'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY', '0'],
  ['FREQ=MONTHLY;BYMONTHDAY=-0', 'BYMONTHDAY', '-0'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY', '32'],
  ['FREQ=MONTHLY;BYMONTHDAY=-32', 'BYMONTHDAY', '-32'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,0', 'BYMONTHDAY', '0'],
  ['FREQ=MONTHLY;BYMONTHDAY=--1', 'BYMONTHDAY', '--1'],
  ['FREQ=MONTHLY;BYMONTHDAY=', 'BYMONTHDAY', ''],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY', '1'],
  ['FREQ=YEARLY;BYYEARDAY=0', 'BYYEARDAY', '0'],
  ['FREQ=YEARLY;BYYEARDAY=367', 'BYYEARDAY', '367'],
  ['FREQ=YEARLY;BYYEARDAY=-367', 'BYYEARDAY', '-367'],
  ['FREQ=YEARLY;BYYEARDAY=1000', 'BYYEARDAY', '1000'],
  ['FREQ=MONTHLY;BYYEARDAY=1', 'BYYEARDAY', '1'],
  ['FREQ=WEEKLY;BYYEARDAY=1', 'BYYEARDAY', '1'],
  ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY', '1'],
  ['FREQ=YEARLY;BYWEEKNO=0', 'BYWEEKNO', '0'],
  ['FREQ=YEARLY;BYWEEKNO=54', 'BYWEEKNO', '54'],
  ['FREQ=YEARLY;BYWEEKNO=-54', 'BYWEEKNO', '-54'],
  ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO', '1'],
  ['FREQ=WEEKLY;BYWEEKNO=1', 'BYWEEKNO', '1'],
  ['FREQ=DAILY;BYWEEKNO=1', 'BYWEEKNO', '1'],
  ['FREQ=HOURLY;BYWEEKNO=1', 'BYWEEKNO', '1'],
  ['FREQ=YEARLY;BYMONTH=0', 'BYMONTH', '0'],
  ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH', '13'],
  ['FREQ=YEARLY;BYMONTH=-1', 'BYMONTH', '-1'],
  ['FREQ=YEARLY;BYMONTH=5L', 'BYMONTH', '5L'],
  ['FREQ=YEARLY;BYMONTH=JAN', 'BYMONTH', 'JAN'],
  ['FREQ=WEEKLY;BYDAY=', 'BYDAY', ''],
  ['FREQ=WEEKLY;BYDAY=M', 'BYDAY', 'M'],
  ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY', 'XX'],
  ['FREQ=WEEKLY;BYDAY=MON', 'BYDAY', 'MON'],
  ['FREQ=WEEKLY;BYDAY=MO TU', 'BYDAY', 'MO TU'],
  ['FREQ=WEEKLY;BYDAY=MO,', 'BYDAY', ''],
  ['FREQ=WEEKLY;BYDAY=1', 'BYDAY', '1'],
  ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY', '0MO'],
  ['FREQ=MONTHLY;BYDAY=54MO', 'BYDAY', '54MO'],
  ['FREQ=MONTHLY;BYDAY=-54MO', 'BYDAY', '-54MO'],
  ['FREQ=MONTHLY;BYDAY=-MO', 'BYDAY', '-MO'],
  ['FREQ=MONTHLY;BYDAY=+-1MO', 'BYDAY', '+-1MO'],
  ['FREQ=MONTHLY;BYDAY=1.5MO', 'BYDAY', '1.5MO'],
  ['FREQ=MONTHLY;BYDAY=MO1', 'BYDAY', 'MO1'],
  ['FREQ=MONTHLY;BYDAY=001MO', 'BYDAY', '001MO'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY', '1MO'],
  ['FREQ=DAILY;BYDAY=-1FR', 'BYDAY', '-1FR'],
  ['FREQ=HOURLY;BYDAY=1MO', 'BYDAY', '1MO'],
  ['FREQ=MINUTELY;BYDAY=1MO', 'BYDAY', '1MO'],
  ['FREQ=SECONDLY;BYDAY=1MO', 'BYDAY', '1MO'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'BYDAY', '1MO'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS', '1'],
  ['FREQ=DAILY;COUNT=3;WKST=SU;BYSETPOS=-1', 'BYSETPOS', '-1'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0', 'BYSETPOS', '0'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367', 'BYSETPOS', '367'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-367', 'BYSETPOS', '-367'],
  ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=', 'BYSETPOS', ''],
  ['FREQ=WEEKLY;WKST=', 'WKST', ''],
  ['FREQ=WEEKLY;WKST=M', 'WKST', 'M'],
  ['FREQ=WEEKLY;WKST=1MO', 'WKST', '1MO'],
  ['FREQ=WEEKLY;WKST=MO,TU', 'WKST', 'MO,TU'],
  ['FREQ=WEEKLY;WKST=0', 'WKST', '0'],
  ['FREQ=DAILY;BYEASTER=0', 'BYEASTER', '0'],
  ['FREQ=DAILY;BYWEEKDAY=MO', 'BYWEEKDAY', 'MO'],
  ['FREQ=DAILY;RSCALE=GREGORIAN', 'RSCALE', 'GREGORIAN'],
  ['FREQ=DAILY;SKIP=OMIT', 'SKIP', 'OMIT'],
  ['FREQ=DAILY;X-PART=1', 'X-PART', '1'],
  ['FREQ=DAILY;DTSTART=20300101T000000', 'DTSTART', '20300101T000000'],
  ['FREQ=DAILY;TZID=Europe/Berlin', 'TZID', 'Europe/Berlin'],
  ['FREQ=DAILY,COUNT=2', 'FREQ', 'DAILY,COUNT=2'],
  ['FREQ=DAILY COUNT=2', 'FREQ', 'DAILY COUNT=2'],
  ['FREQ:DAILY', 'RRULE', 'FREQ:DAILY'],
  ['DTSTART:20300101T000000\nRRULE:FREQ=DAILY', 'DTSTART:20300101T000000\nRRULE:FREQ', 'DAILY'],
  ['EXRULE:FREQ=DAILY', 'EXRULE:FREQ', 'DAILY'],
  ['__proto__=1;FREQ=DAILY', '__proto__', '1'],
  ['constructor=1;FREQ=DAILY', 'constructor', '1'],
]

describe('what RFC 5545 forbids is refused with the part, the value and its position', () => {
  it.each(invalid)('%j', (text, part, value) => {
    const { code, message, details } = refusal(text)
    expect(code).toBe('invalid_rule')
    expect(details).toMatchObject({ part, value })
    expect(text.slice(details.position as number)).toContain(value)
    expect(message).toContain(part)
  })

  it('the list is as long as the one the peers were measured with', () => {
    expect(invalid.length).toBeGreaterThanOrEqual(148)
    expect(new Set(invalid.map(([text]) => text)).size).toBe(invalid.length)
  })
})

describe('bounds hold at n and fail at n + 1', () => {
  it('COUNT', () => {
    expect(parseRule(`FREQ=DAILY;COUNT=${countMax}`).count).toBe(countMax)
    expect(refusal(`FREQ=DAILY;COUNT=${countMax + 1}`).details.part).toBe('COUNT')
  })

  it('INTERVAL', () => {
    expect(parseRule(`FREQ=DAILY;INTERVAL=${intervalMax}`).interval).toBe(intervalMax)
    expect(refusal(`FREQ=DAILY;INTERVAL=${intervalMax + 1}`).details.part).toBe('INTERVAL')
  })

  it('the length of a list', () => {
    const list = (length: number): string => `FREQ=DAILY;BYHOUR=${Array(length).fill('9').join(',')}`
    expect(parseRule(list(ruleListMax)).byHour).toEqual([9])
    expect(refusal(list(ruleListMax + 1)).details.part).toBe('BYHOUR')
  })

  it('the length of the text', () => {
    const tails = ['1', '01', '001', '1,01', '01,01', '01,001', '001,001']
    const textOf = (length: number): string => {
      const head = `FREQ=YEARLY;BYYEARDAY=${Array(ruleListMax).fill('001').join(',')};BYSETPOS=`
      const whole = Math.floor((length - head.length - 1) / 4) - 1
      const text = `${head}${'001,'.repeat(whole)}`
      return text + tails[length - text.length - 1]
    }
    expect(textOf(ruleTextMax)).toHaveLength(ruleTextMax)
    expect(parseRule(textOf(ruleTextMax)).byYearDay).toEqual([1])
    expect(refusal(textOf(ruleTextMax + 1)).message).toContain(String(ruleTextMax))
  })
})

describe('what RFC 5545 allows is read', () => {
  it('parts come in any order, names and values in either case, with or without the prefix', () => {
    const rule = parseRule('rrule:byday=mo,-1fr;freq=monthly;Count=3')
    expect(formatRule(rule)).toBe('FREQ=MONTHLY;COUNT=3;BYDAY=MO,-1FR')
  })

  it('lists are sorted and rid of repeated values, signs and leading zeros', () => {
    const rule = parseRule(
      'FREQ=YEARLY;BYMONTHDAY=-1,+15,01,15;BYMONTH=12,01;BYDAY=+1MO,TU,1MO,MO;WKST=MO;INTERVAL=1',
    )
    expect(formatRule(rule)).toBe('FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=1,15,-1;BYDAY=MO,TU,1MO')
  })

  it('UNTIL keeps its form', () => {
    for (const until of ['20300131', '20300131T235959', '20300131T235959Z']) {
      expect(formatRule(parseRule(`FREQ=DAILY;UNTIL=${until}`))).toBe(`FREQ=DAILY;UNTIL=${until}`)
    }
  })

  it('a leap second is the second before it', () => {
    expect(formatRule(parseRule('FREQ=DAILY;UNTIL=20161231T235960Z'))).toBe(
      'FREQ=DAILY;UNTIL=20161231T235959Z',
    )
  })

  it('a list of one number is made once, for all rules and parts that have it', () => {
    const read = (part: string) => parseRule(`FREQ=YEARLY;${part}`)
    expect(read('BYHOUR=9').byHour).toBe(read('BYMONTH=9').byMonth)
    expect(read('BYHOUR=0').byHour).toEqual([0])
    expect([read('BYYEARDAY=-366').byYearDay, read('BYYEARDAY=366').byYearDay]).toEqual([[-366], [366]])
    expect(Object.isFrozen(read('BYYEARDAY=-365').byYearDay)).toBe(true)
  })

  it('the result and its lists are frozen', () => {
    const rule = parseRule('FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9,8;UNTIL=20300101')
    for (const part of [rule, rule.byDay, rule.byDay?.[0], rule.byHour, rule.until]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })
})
