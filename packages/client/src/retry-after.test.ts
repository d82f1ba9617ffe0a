import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const nowMs = Date.parse('2027-01-18T09:00:00Z')

test.for([
  ['0', 0],
  ['1', 1_000],
  [' 120 ', 120_000],
  ['Mon, 18 Jan 2027 09:00:07 GMT', 7_000],
  ['Mon, 18 Jan 2027 08:59:00 GMT', 0],
] as const)('Retry-After %j asks to wait %i ms', ([header, waitMs]) => {
  expect(retryAfterMs(header, nowMs)).toBe(waitMs)
})

test.for([
  null,
  '',
  '-1',
  '1.5',
  '1e3',
  '9999999999',
  'soon',
  '2027-01-18T09:00:07Z',
  'Mon, 99 Jan 2027 09:00:07 GMT',
])('Retry-After %j says nothing', (header) => {
  expect(retryAfterMs(header, nowMs)).toBeNull()
})
