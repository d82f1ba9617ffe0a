import { describe, expect, test } from 'vitest'
import { limits } from './limits.ts'
import { metadata } from './metadata.ts'

const accepts = (value: unknown) => metadata.safeParse(value).success
const messageOf = (value: unknown) => metadata.safeParse(value).error?.issues[0]?.message

function nested(levels: number): unknown {
  let value: unknown = {}
  for (let level = 1; level < levels; level++) value = { a: value }
  return value
}

describe('metadata', () => {
  test('is a JSON object and comes out untouched', () => {
    const value = { meetingType: 'client', priority: 'high', nested: { list: [1, null, true, 'ü'] } }
    expect(metadata.parse(value)).toBe(value)
    expect(accepts({})).toBe(true)
  })

  test.each([[null], [[]], ['text'], [1], [undefined]])('%j is no metadata', (value) => {
    expect(messageOf(value)).toBe('must be a JSON object')
  })

  test('holds 16,384 bytes and not one more', () => {
    const wrapper = '{"a":""}'.length
    const exact = { a: 'x'.repeat(limits.metadataBytesMax - wrapper) }
    expect(JSON.stringify(exact)).toHaveLength(limits.metadataBytesMax)
    expect(accepts(exact)).toBe(true)
    expect(accepts({ a: `${exact.a}x` })).toBe(false)
  })

  test('is measured in UTF-8 bytes of its JSON, escapes included', () => {
    const bytesLeft = limits.metadataBytesMax - '{"a":""}'.length
    expect(accepts({ a: 'é'.repeat(Math.floor(bytesLeft / 2)) })).toBe(true)
    expect(accepts({ a: 'é'.repeat(Math.floor(bytesLeft / 2) + 1) })).toBe(false)
    expect(accepts({ a: '\n'.repeat(bytesLeft / 2) })).toBe(true)
    expect(accepts({ a: '\n'.repeat(bytesLeft / 2 + 1) })).toBe(false)
    expect(accepts({ a: '😀'.repeat(bytesLeft / 4) })).toBe(true)
    expect(accepts({ a: '😀'.repeat(bytesLeft / 4 + 1) })).toBe(false)
  })

  test('counts a number as the digits that the database writes, so exponents do not smuggle size in', () => {
    expect(accepts({ a: Array.from({ length: 50 }, () => 1e300) })).toBe(true)
    expect(messageOf({ a: Array.from({ length: 60 }, () => 1e300) })).toContain('16384 bytes')
    expect(messageOf({ a: Array.from({ length: 60 }, () => 5e-324) })).toContain('16384 bytes')
  })

  test('is nested five levels deep and not one more', () => {
    expect(accepts(nested(limits.metadataDepthMax))).toBe(true)
    expect(messageOf(nested(limits.metadataDepthMax + 1))).toContain('5 levels')
    expect(accepts({ a: [[[[]]]] })).toBe(true)
    expect(accepts({ a: [[[[[]]]]] })).toBe(false)
  })

  test('nested fifty thousand levels deep is refused without exhausting the stack', () => {
    expect(messageOf(nested(50_000))).toContain('5 levels')
    expect(messageOf(JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`))).toContain('5 levels')
  })

  test('has a thousand keys and not one more, on all levels together', () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]))
    expect(accepts(keys(limits.metadataKeysMax))).toBe(true)
    expect(messageOf(keys(limits.metadataKeysMax + 1))).toContain('1000 keys')
    expect(accepts({ a: keys(500), b: keys(498) })).toBe(true)
    expect(accepts({ a: keys(500), b: keys(499) })).toBe(false)
  })

  test('has keys of 255 characters and not one more', () => {
    expect(accepts({ ['k'.repeat(limits.metadataKeyCharsMax)]: 1 })).toBe(true)
    expect(messageOf({ ['k'.repeat(limits.metadataKeyCharsMax + 1)]: 1 })).toContain('255 characters')
  })

  test.each([
    ['{"a":"\\u0000"}', 'NUL'],
    ['{"a\\u0000":1}', 'NUL'],
    ['{"a":["\\ud800"]}', 'surrogates'],
    ['{"\\udc00":1}', 'surrogates'],
    ['{"a":1e400}', 'too large'],
    ['{"__proto__":{"isAdmin":true}}', '__proto__'],
    ['{"a":{"__proto__":1}}', '__proto__'],
  ])('%s is refused', (json, reason) => {
    expect(messageOf(JSON.parse(json))).toContain(reason)
  })
})
