import { expect, test } from 'vitest'
import { changeHeaders } from './headers.ts'
import { limits } from './limits.ts'
import { validate } from './validation.ts'

const errorsOf = (headers: Record<string, string>) => {
  const result = validate(changeHeaders, headers, 'headers')
  return result.ok ? [] : result.errors.map((error) => error.pointer)
}

test('headers that no schema knows are let through', () => {
  expect(errorsOf({ host: 'x', accept: '*/*' })).toEqual([])
})

test.each([
  [
    'idempotency-key',
    'k'.repeat(limits.idempotencyKeyCharsMax),
    'k'.repeat(limits.idempotencyKeyCharsMax + 1),
    'Idempotency-Key',
  ],
  ['idempotency-key', '!~', '', 'Idempotency-Key'],
  ['idempotency-key', 'a-b', 'a b', 'Idempotency-Key'],
  ['idempotency-key', 'e', 'é', 'Idempotency-Key'],
  [
    'x-request-id',
    'r'.repeat(limits.requestIdCharsMax),
    'r'.repeat(limits.requestIdCharsMax + 1),
    'X-Request-Id',
  ],
  ['if-match', '"3"', '3', 'If-Match'],
  [
    'if-match',
    `"${'3'.repeat(limits.entityTagHeaderCharsMax - 2)}"`,
    `"${'3'.repeat(limits.entityTagHeaderCharsMax - 1)}"`,
    'If-Match',
  ],
  ['prefer', 'p'.repeat(limits.preferHeaderCharsMax), 'p'.repeat(limits.preferHeaderCharsMax + 1), 'Prefer'],
])('%s is accepted at its bound and refused beyond (%#)', (name, good, bad, pointer) => {
  expect(errorsOf({ [name]: good })).toEqual([])
  expect(new Set(errorsOf({ [name]: bad }))).toEqual(new Set([pointer]))
})
