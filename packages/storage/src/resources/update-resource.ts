import { isZone } from '@booking/core'
import { write } from '../answer-once.ts'
import { bucketOfResource } from '../bucket.ts'
import { type Context, changing } from '../context.ts'
import { requireAdmin } from '../permission.ts'
import { type Precondition, requireVersion } from '../precondition.ts'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { instantToSql } from '../sql-values.ts'
import { ChangedMeanwhile, startingOver } from '../starting-over.ts'
import type { ResourceInput } from './create-resource.ts'
import { loadResource } from './get-resource.ts'

/**
 * Changes a resource; fields that are absent stay. Bookings it has already are kept as they are.
 *
 * @throws Refusal forbidden, resource_not_found, unknown_time_zone, precondition_failed
 */
export const updateResource = (
  ctx: Context,
  resourceId: string,
  changes: { readonly [Field in keyof ResourceInput]?: ResourceInput[Field] | undefined },
  precondition: Precondition = {},
): Promise<ResourceRecord> =>
  startingOver(async () => {
    requireAdmin(ctx.actor)
    if (changes.timeZone !== undefined && !isZone(changes.timeZone))
      throw new Refusal('unknown_time_zone', { timeZone: changes.timeZone })
    const current = await loadResource(ctx.database, resourceId)
    requireVersion(current.version, precondition)
    const next: ResourceRecord = {
      ...current,
      ...definedFields(changes),
      version: current.version + 1,
      updatedAt: changing(ctx, current).nowMs,
    }
    return write(ctx, 'one', async (sql) => {
      const rows = await sql`
      UPDATE resources SET name = ${next.name}, type = ${next.type}, capacity = ${next.capacity},
        location = ${next.location}, amenities = ${next.amenities}::text[],
        business_hours = NULLIF(${JSON.stringify(next.businessHours)}::text::jsonb, 'null'::jsonb),
        time_zone = ${next.timeZone}, is_active = ${next.isActive}, version = ${next.version},
        updated_at = ${instantToSql(next.updatedAt)}
      WHERE bucket = ${bucketOfResource(resourceId)} AND id = ${resourceId} AND version = ${current.version}
      RETURNING 1`
      if (rows.length === 0) throw new ChangedMeanwhile()
      return next
    })
  })

const definedFields = (changes: object): object =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
