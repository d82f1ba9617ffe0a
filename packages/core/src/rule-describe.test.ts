import { expect, it } from 'vitest'
import { describeRule } from './rule-describe.ts'
import { parseRule } from './rule-parse.ts'

it.each([
  ['FREQ=DAILY', 'every day'],
  ['FREQ=WEEKLY;COUNT=12;BYDAY=MO,TU,WE', 'every week on Monday, Tuesday and Wednesday, 12 times'],
  ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=1', 'every month on the last Friday of the month, once'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,22,-2', 'every month on the 1st, 22nd and 2nd to last day of the month'],
  [
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=1,3;BYDAY=MO,1TU',
    'every 2 years in January and March on every Monday and the 1st Tuesday of the month',
  ],
  [
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU',
    'every year in the 20th week of the year on Monday, weeks starting on Sunday',
  ],
  ['FREQ=YEARLY;BYYEARDAY=113,-111', 'every year on the 113th and 111th to last day of the year'],
  ['FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30', 'every day at 09:00, 09:30, 17:00 and 17:30'],
  ['FREQ=MINUTELY;INTERVAL=15;BYHOUR=9', 'every 15 minutes at hour 9'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'every month on Monday, Tuesday, Wednesday, Thursday and Friday, only the last of these in each month',
  ],
  ['FREQ=DAILY;UNTIL=20300131', 'every day, until 2030-01-31'],
  ['FREQ=DAILY;UNTIL=20300131T120000Z', 'every day, until 2030-01-31 12:00:00 UTC'],
])('%s is "%s"', (text, description) => {
  expect(describeRule(parseRule(text))).toBe(description)
})
