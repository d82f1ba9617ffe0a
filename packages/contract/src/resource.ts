import * as z from 'zod'
import { answer } from './answer.ts'
import { businessHours } from './business-hours.ts'
import { instantText } from './instant.ts'
import { limits } from './limits.ts'
import { distinct, timeZone } from './named-text.ts'
import { pageQuery, pagination } from './pagination.ts'
import { queryBoolean } from './query.ts'
import { text } from './text.ts'
import { uuidText } from './uuid.ts'

/** Type of a resource: an open vocabulary of lower-case words. */
export const resourceType = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,49}$/, {
    error: 'must be 2 to 50 lower-case letters, digits or underscores, beginning with a letter',
  })
  .meta({ examples: ['meeting_room', 'equipment'] })

const name = text({ charsMax: limits.resourceNameCharsMax })
const capacity = z.int().min(1).max(limits.capacityMax).meta({ description: 'People.' })
const location = text({ charsMax: limits.locationCharsMax, charsMin: 0 })
const amenity = text({ charsMax: limits.amenityCharsMax })
const amenities = z.array(amenity).max(limits.amenitiesMax).transform(distinct)
const hoursOrNull = businessHours.nullable().meta({ description: 'null means always open.' })

/** Body of POST /resources. */
export const resourceCreateBody = z
  .strictObject({
    name,
    type: resourceType,
    capacity,
    location: location.default(''),
    amenities: amenities.default([]),
    businessHours: hoursOrNull.default(null),
    timeZone: timeZone.default('UTC'),
    isActive: z.boolean().default(true),
  })
  .meta({ id: 'ResourceCreate' })

const ignored = z.unknown().optional().meta({ readOnly: true, description: 'Accepted and ignored.' })

/** Body of PUT /resources/{resourceId}: absent fields stay; what the server decides is accepted and ignored. */
export const resourceUpdateBody = z
  .strictObject({
    name: name.optional(),
    type: resourceType.optional(),
    capacity: capacity.optional(),
    location: location.optional(),
    amenities: amenities.optional(),
    businessHours: hoursOrNull.optional(),
    timeZone: timeZone.optional(),
    isActive: z.boolean().optional(),
    id: ignored,
    version: ignored,
    createdAt: ignored,
    updatedAt: ignored,
  })
  .transform(
    ({ id: _id, version: _version, createdAt: _createdAt, updatedAt: _updatedAt, ...changes }) => changes,
  )
  .meta({ id: 'ResourceUpdate', description: 'Fields that are absent stay as they are.' })

/** A resource as it is answered: the whole model, always. */
export const resourceAnswer = answer({
  id: uuidText,
  name: z.string(),
  type: z.string(),
  capacity: z.int().min(1),
  location: z.string(),
  amenities: z.array(z.string()),
  businessHours: hoursOrNull,
  timeZone: z.string(),
  isActive: z.boolean(),
  version: z.int().min(1).meta({ description: 'Grows by one with every change; the ETag carries it.' }),
  createdAt: instantText,
  updatedAt: instantText,
}).meta({ id: 'Resource' })

/** Query of GET /resources. */
export const resourceListQuery = z.strictObject({
  ...pageQuery,
  type: resourceType.optional().meta({ description: 'Only resources of this type.' }),
  includeInactive: queryBoolean
    .default(false)
    .meta({ description: 'Also resources that were deleted.', override: { default: false } }),
})

export const resourceListAnswer = answer({ resources: z.array(resourceAnswer), pagination }).meta({
  id: 'ResourceList',
})

export type ResourceCreateBody = z.output<typeof resourceCreateBody>
export type ResourceUpdateBody = z.output<typeof resourceUpdateBody>
export type ResourceAnswer = z.output<typeof resourceAnswer>
export type ResourceListQuery = z.output<typeof resourceListQuery>
export type ResourceListAnswer = z.output<typeof resourceListAnswer>
