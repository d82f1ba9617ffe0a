import { expect, test } from 'vitest'
import { operationList } from './operations.ts'
import { problemAnswer, problemDocument } from './problem.ts'
import { problemCodes, problemKinds } from './problem-codes.ts'

const occurrence = { instance: '/api/v1/bookings', requestId: 'r-1' }

test.each(problemCodes)('%s makes a complete problem document', (code) => {
  const document = problemDocument(code, occurrence)
  expect(problemAnswer.parse(document)).toEqual(document)
  expect(document).toMatchObject({ type: `/problems/${code}`, status: problemKinds[code].status, code })
  expect(document.detail.length).toBeGreaterThan(0)
})

test.each(problemCodes)('%s is told in whole sentences', (code) => {
  const { title, description, remedy } = problemKinds[code]
  expect(title).not.toMatch(/\.$/)
  expect(description).toMatch(/^[A-Za-z].*\.$/)
  expect(remedy).toMatch(/^[A-Z].*\.$/)
  expect(code).toMatch(/^[a-z_]+$/)
})

test('statuses are those that the API answers with', () => {
  const statuses = new Set(problemCodes.map((code) => problemKinds[code].status as number))
  expect([...statuses].sort()).toEqual([400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429, 500, 503])
})

test('every code belongs to an operation, but for those of addresses that are none', () => {
  const used = new Set(operationList.flatMap((operation) => operation.problems))
  expect(problemCodes.filter((code) => !used.has(code))).toEqual(['not_found', 'method_not_allowed'])
})

test('a document carries what the case adds', () => {
  const document = problemDocument('no_such_occurrence', {
    ...occurrence,
    detail: 'No.',
    nearest: ['2025-01-24'],
  })
  expect(document).toMatchObject({
    detail: 'No.',
    nearest: ['2025-01-24'],
    instance: '/api/v1/bookings',
    requestId: 'r-1',
  })
})
