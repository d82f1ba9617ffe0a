import { describe, expect, test } from 'vitest'
import { answerExamples, requestExamples } from './examples.ts'
import { exceptionCreateBody, exceptionReplaceBody } from './exception.ts'
import { validate } from './validation.ts'

const errorsOf = (value: unknown) => {
  const result = validate(exceptionCreateBody, value, 'body')
  return result.ok ? [] : result.errors.map((error) => error.message)
}
const modified = { exceptionType: 'modified', exceptionDate: '2025-01-22' }

describe('an exception', () => {
  test('cancels a date or changes it', () => {
    expect(exceptionCreateBody.parse(requestExamples.cancelledException)).toEqual(
      requestExamples.cancelledException,
    )
    expect(exceptionCreateBody.parse({ ...modified, newTitle: 'x' })).toEqual({ ...modified, newTitle: 'x' })
    expect(exceptionCreateBody.parse(requestExamples.modifiedException).newStartTime).toBe(
      Date.UTC(2025, 0, 23, 10),
    )
  })

  test('that modifies says what', () => {
    expect(errorsOf(modified)).toEqual(['exceptionType modified needs newStartTime, newEndTime or newTitle'])
    expect(errorsOf({ ...modified, reason: 'x' })).toHaveLength(1)
  })

  test('that cancels does not say what changes', () => {
    expect(errorsOf({ ...requestExamples.cancelledException, newTitle: 'x' })).toEqual([
      'newTitle is for exceptionType "modified" only',
    ])
  })

  test('does not end before it starts', () => {
    expect(
      errorsOf({ ...modified, newStartTime: '2025-01-22T10:00:00Z', newEndTime: '2025-01-22T10:00:00Z' }),
    ).toEqual(['newEndTime must be later than newStartTime'])
  })

  test.each([
    [{ ...modified, exceptionDate: '2025-02-30', newTitle: 'x' }],
    [{ ...modified, exceptionDate: '2025-01-22T00:00:00Z', newTitle: 'x' }],
    [{ exceptionType: 'moved', exceptionDate: '2025-01-22' }],
    [{ exceptionType: 'cancelled' }],
    [{ exceptionDate: '2025-01-22' }],
    [{ ...requestExamples.cancelledException, id: 'x' }],
  ])('%j is refused', (value) => {
    expect(errorsOf(value)).toHaveLength(1)
  })

  test('is replaced by its own answer, sent back', () => {
    const { id: _id, bookingId: _bookingId, createdAt: _createdAt, ...rest } = answerExamples.exception
    expect(exceptionReplaceBody.parse(answerExamples.exception)).toEqual({
      ...rest,
      occurrenceStart: Date.UTC(2025, 0, 22, 9),
    })
  })
})
