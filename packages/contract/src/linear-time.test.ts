import { describe, expect, test } from 'vitest'
import { readEntityTags } from './entity-tag.ts'
import { requestExamples } from './examples.ts'
import { limits } from './limits.ts'
import { operationList, operations } from './operations.ts'
import { validate } from './validation.ts'

const hostileTexts = [
  '0'.repeat(limits.bodyBytesMax),
  ' '.repeat(limits.bodyBytesMax),
  '😀'.repeat(limits.bodyBytesMax / 4),
  '\ud800'.repeat(limits.bodyBytesMax / 3),
  `2025-01-20T10:00:00.${'0'.repeat(limits.bodyBytesMax)}Z`,
  '2025-01-20T10:00:00'.repeat(10_000),
  '"'.repeat(limits.bodyBytesMax),
  ',"a"'.repeat(limits.bodyBytesMax / 4),
  '-'.repeat(limits.bodyBytesMax),
]

/** Generous: a quadratic pattern takes minutes on these sizes, a linear one a few milliseconds. */
const testMsMax = 5_000

describe('hostile texts of a whole body are judged in linear time', () => {
  for (const operation of operationList) {
    test(
      operation.operationId,
      () => {
        for (const text of hostileTexts) {
          for (const [part, schema] of [
            ['body', operation.body],
            ['query', operation.query],
            ['params', operation.params],
            ['headers', operation.headers],
          ] as const) {
            if (!schema) continue
            const names =
              'shape' in schema ? Object.keys(schema.shape as object) : Object.keys(requestExamples.booking)
            const value = Object.fromEntries(names.map((name) => [name, text]))
            const result = validate(schema, value, part)
            if (!result.ok) expect(JSON.stringify(result.errors).length).toBeLessThan(10_000)
          }
        }
      },
      testMsMax,
    )
  }
})

test(
  'hostile entity tags are read in linear time',
  () => {
    for (const text of hostileTexts) readEntityTags(text)
  },
  testMsMax,
)

test(
  'hostile lists and objects are refused before their items are looked at',
  () => {
    const refused = [
      { ...requestExamples.booking, attendees: Array(100_000).fill(0) },
      { ...requestExamples.booking, metadata: { list: Array(100_000).fill(0) } },
      {
        ...requestExamples.booking,
        metadata: Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`k${i}`, 0])),
      },
    ]
    for (const body of refused) {
      const result = validate(operations.createBooking.body, body, 'body')
      expect(result.ok || result.errors).toHaveLength(1)
    }
  },
  testMsMax,
)
