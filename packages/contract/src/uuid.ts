import * as z from 'zod'

const pattern = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/

/** A UUID of any version (RFC 9562) in a request; letters come out in lower case. */
export const uuid = z
  .string()
  .regex(pattern, { error: 'must be a UUID, for example 550e8400-e29b-41d4-a716-446655440001' })
  .toLowerCase()
  .meta({ id: 'Uuid', format: 'uuid', description: 'A UUID of any version, in either case.' })

/** A UUID in an answer: lower case. */
export const uuidText = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .meta({ id: 'UuidText', format: 'uuid', description: 'A UUID in lower case. New ids are UUIDv7.' })
