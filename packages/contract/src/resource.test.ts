import { describe, expect, test } from 'vitest'
import { answerExamples, requestExamples } from './examples.ts'
import { limits } from './limits.ts'
import { resourceCreateBody, resourceListQuery, resourceUpdateBody } from './resource.ts'

const accepts = (change: object) =>
  resourceCreateBody.safeParse({ ...requestExamples.resource, ...change }).success

describe('a resource to create', () => {
  test('has defaults for what may be left out', () => {
    expect(resourceCreateBody.parse({ name: 'Van', type: 'vehicle', capacity: 3 })).toEqual({
      name: 'Van',
      type: 'vehicle',
      capacity: 3,
      location: '',
      amenities: [],
      businessHours: null,
      timeZone: 'UTC',
      isActive: true,
    })
  })

  test.each(['name', 'type', 'capacity'])('needs %s', (field) => {
    expect(accepts({ [field]: undefined })).toBe(false)
  })

  test.each([
    ['capacity', 1, 0],
    ['capacity', limits.capacityMax, limits.capacityMax + 1],
    ['capacity', 2, 1.5],
    ['capacity', 2, '2'],
    ['name', 'n'.repeat(limits.resourceNameCharsMax), 'n'.repeat(limits.resourceNameCharsMax + 1)],
    ['type', 't'.repeat(limits.resourceTypeCharsMax), 't'.repeat(limits.resourceTypeCharsMax + 1)],
    ['type', 'ab', 'a'],
    ['type', 'meeting_room', 'Meeting_room'],
    ['type', 'a1', '1a'],
    ['type', 'meeting_room', 'meeting-room'],
    ['location', 'l'.repeat(limits.locationCharsMax), 'l'.repeat(limits.locationCharsMax + 1)],
    ['amenities', ['a'.repeat(limits.amenityCharsMax)], ['a'.repeat(limits.amenityCharsMax + 1)]],
    ['amenities', Array(limits.amenitiesMax).fill('tv'), Array(limits.amenitiesMax + 1).fill('tv')],
    ['timeZone', 'z'.repeat(limits.timeZoneCharsMax), 'z'.repeat(limits.timeZoneCharsMax + 1)],
    ['businessHours', null, 'always'],
    ['isActive', false, 'false'],
  ])('%s is accepted at its bound and refused beyond (%#)', (field, good, bad) => {
    expect(accepts({ [field]: good })).toBe(true)
    expect(accepts({ [field]: bad })).toBe(false)
  })

  test('keeps a repeated amenity once', () => {
    expect(
      resourceCreateBody.parse({ ...requestExamples.resource, amenities: ['tv', 'desk', 'tv'] }).amenities,
    ).toEqual(['tv', 'desk'])
  })

  test('is refused with fields that the server decides', () => {
    expect(accepts({ id: answerExamples.resource.id })).toBe(false)
  })
})

describe('a change of a resource', () => {
  test('may be the answer sent back', () => {
    const {
      id: _id,
      version: _version,
      createdAt: _createdAt,
      updatedAt: _updatedAt,
      ...changes
    } = answerExamples.resource
    expect(resourceUpdateBody.parse(answerExamples.resource)).toEqual(changes)
  })

  test('leaves out what is absent', () => {
    expect(resourceUpdateBody.parse({})).toEqual({})
    expect(resourceUpdateBody.parse({ businessHours: null })).toEqual({ businessHours: null })
  })

  test('is refused with unknown fields', () => {
    expect(resourceUpdateBody.safeParse({ colour: 'red' }).success).toBe(false)
  })
})

test('a list of resources has page 1, limit 20 and no inactive ones unless it is asked otherwise', () => {
  expect(resourceListQuery.parse({})).toEqual({ page: 1, limit: 20, includeInactive: false })
  expect(
    resourceListQuery.parse({ page: '2', limit: '100', type: 'meeting_room', includeInactive: 'true' }),
  ).toEqual({
    page: 2,
    limit: 100,
    type: 'meeting_room',
    includeInactive: true,
  })
  expect(resourceListQuery.safeParse({ limit: '101' }).success).toBe(false)
  expect(resourceListQuery.safeParse({ page: '0' }).success).toBe(false)
  expect(resourceListQuery.safeParse({ page: String(limits.pageMax) }).success).toBe(true)
  expect(resourceListQuery.safeParse({ page: String(limits.pageMax + 1) }).success).toBe(false)
})
