import { expect, it } from 'vitest'
import { readRequestLine } from './request-line.ts'

it('a line of the script is read back', () => {
  expect(readRequestLine('1795385896943,create_booking,409,11.93,refused,')).toEqual({
    timeMs: 1795385896943,
    scenario: 'create_booking',
    status: 409,
    ms: 11.93,
    outcome: 'refused',
    detail: '',
  })
  expect(readRequestLine('1,health,503,2,failed,"overloaded, try later"')?.detail).toBe(
    'overloaded, try later',
  )
})

it('whatever else k6 writes is passed over', () => {
  for (const text of [
    '',
    'time_ms,scenario,status,duration_ms,outcome,detail',
    'TypeError: Cannot read property',
    '1,unheard_of,200,1,right,',
    '1,health,200,1,excellent,',
    '1,health,200,1,right',
  ])
    expect(readRequestLine(text), text).toBeUndefined()
})
