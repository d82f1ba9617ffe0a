import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOfId, bucketOfResource } from './bucket.ts'
import { mintId } from './mint-id.ts'

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('an id is a UUIDv7 of its time that names its bucket', () => {
  const buckets = fc.integer({ min: 0, max: 0x7fff })
  const times = fc.integer({ min: 0, max: 253_402_300_799_999 })
  fc.assert(
    fc.property(buckets, times, (bucket, nowMs) => {
      const id = mintId(bucket, nowMs)
      expect(id).toMatch(uuid7)
      expect(bucketOfId(id)).toBe(bucket)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs)
    }),
  )
})

test('ids of one bucket and millisecond differ', () => {
  const ids = Array.from({ length: 10_000 }, () => mintId(7, 1_737_000_000_000))
  expect(new Set(ids).size).toBe(ids.length)
})

test('ids sort by the time they were minted', () => {
  const ids = [1_000, 1_001, 2_000, 2 ** 40].map((nowMs) => mintId(0x7fff, nowMs))
  expect(ids.toSorted()).toEqual(ids)
})

test('the bucket of a resource fits a smallint and never changes', () => {
  expect(bucketOfResource('550e8400-e29b-41d4-a716-446655440001')).toBe(
    bucketOfResource('550E8400-E29B-41D4-A716-446655440001'),
  )
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const bucket = bucketOfResource(id)
      return Number.isInteger(bucket) && bucket >= 0 && bucket < 0x8000
    }),
  )
})

test('ids that differ only in their end spread over the buckets', () => {
  const buckets = Array.from({ length: 4_096 }, (_, n) =>
    bucketOfResource(`550e8400-e29b-41d4-a716-44665544${n.toString(16).padStart(4, '0')}`),
  )
  expect(new Set(buckets).size).toBeGreaterThan(3_000)
})
