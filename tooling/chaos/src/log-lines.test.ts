import { expect, test } from 'vitest'
import { wrongLines } from './log-lines.ts'

test('an ordinary log is in order', () => {
  const lines = [
    '{"level":30,"time":1,"msg":"the API answers","address":"http://localhost:3000"}',
    '{"level":30,"method":"POST","path":"/api/v1/bookings","status":201,"requestId":"r-1"}',
    '{"level":40,"name":"Error","msg":"no heartbeat"}',
  ]
  expect(wrongLines(lines.join('\n'))).toEqual([])
})

test.for([
  ['an unhandled rejection', '[UnhandledPromiseRejection: x]'],
  ['a stack', '    at Object.<anonymous> (file:///main.js:10:3)'],
  ['a stack', '{"stack":"Error\\n    at run (main.js:1:1)"}'],
  ['SQL', '{"message":"Failed query: INSERT INTO bookings"}'],
  ['a token', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.x'],
  ['an e-mail address', '{"to":"ann@example.com"}'],
])('%s is found', ([what, line]) => {
  expect(wrongLines(`fine\n${line}\nfine`)).toEqual([expect.stringContaining(what!)])
})
