import { createTestDatabase } from '@booking/testkit'
import { afterAll } from 'vitest'
import { type Context, defaultBounds } from '../src/context.ts'
import { type DatabaseOptions, openDatabase } from '../src/database.ts'
import { createResource, type ResourceInput } from '../src/resources/create-resource.ts'
import type { ResourceRecord } from '../src/schema/resources.ts'

/** A context on a database of its own, at 2025-01-15T10:30:00Z, for an administrator. */
export const createTestContext = async (options: Partial<DatabaseOptions> = {}): Promise<Context> => {
  const { url } = await createTestDatabase()
  const database = openDatabase({ url, ...options })
  afterAll(() => database.close())
  return {
    database,
    actor: { subject: 'admin', role: 'admin' },
    nowMs: Date.parse('2025-01-15T10:30:00Z'),
    bounds: defaultBounds,
  }
}

export const createTestResource = (
  ctx: Context,
  input: Partial<ResourceInput> = {},
): Promise<ResourceRecord> =>
  createResource(ctx, {
    name: 'Room',
    type: 'meeting_room',
    capacity: 10,
    location: '',
    amenities: [],
    businessHours: null,
    timeZone: 'UTC',
    isActive: true,
    ...input,
  })
