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
  ['FREQ=DAILY;UNTIL=20300131T120000', 'every day, until 2030-01-31 12:00:00'],
  ['FREQ=SECONDLY;INTERVAL=90', 'every 90 seconds'],
  [
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU',
    'every week on Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday',
  ],
  [
    'FREQ=HOURLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12',
    'every hour in January, February, March, April, May, June, July, August, September, October, November and December',
  ],
  [
    'FREQ=YEARLY;BYYEARDAY=2,3,11,12,13,21,23,101,112,-12,-22,-1',
    'every year on the 2nd, 3rd, 11th, 12th, 13th, 21st, 23rd, 101st, 112th, 22nd to last, 12th to last and last day of the year',
  ],
  ['FREQ=YEARLY;BYDAY=20MO', 'every year on the 20th Monday of the year'],
  ['FREQ=YEARLY;BYMONTH=5;BYDAY=-2SU', 'every year in May on the 2nd to last Sunday of the month'],
  ['FREQ=DAILY;BYHOUR=9;BYMINUTE=5;BYSECOND=7', 'every day at hour 9 at minute 5 at second 7'],
  ['FREQ=HOURLY;BYHOUR=9;BYMINUTE=5', 'every hour at hour 9 at minute 5'],
  ['FREQ=MINUTELY;BYHOUR=9;BYMINUTE=5', 'every minute at hour 9 at minute 5'],
  ['FREQ=SECONDLY;BYHOUR=9;BYMINUTE=5', 'every second at hour 9 at minute 5'],
  ['FREQ=DAILY;BYMINUTE=5,50', 'every day at minute 5 and 50'],
  [
    'FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,30',
    'every day at 01:00, 01:30, 02:00, 02:30, 03:00, 03:30, 04:00, 04:30, 05:00, 05:30, 06:00 and 06:30',
  ],
  [
    'FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7;BYMINUTE=0,30',
    'every day at hour 1, 2, 3, 4, 5, 6 and 7 at minute 0 and 30',
  ],
])('%s is "%s"', (text, description) => {
  expect(describeRule(parseRule(text))).toBe(description)
})
