import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { instantToSql } from '../sql-values.ts'

/** Inserts a resource; one with the same id stays as it is. True when a row was made. */
export const insertResource = async (sql: Sql, resource: ResourceRecord): Promise<boolean> => {
  const rows = await sql`
    INSERT INTO resources
    SELECT * FROM jsonb_populate_record(NULL::resources, ${JSON.stringify({
      bucket: resource.bucket,
      id: resource.id,
      name: resource.name,
      type: resource.type,
      capacity: resource.capacity,
      location: resource.location,
      amenities: resource.amenities,
      business_hours: resource.businessHours,
      time_zone: resource.timeZone,
      is_active: resource.isActive,
      access: resource.access,
      horizon_until: instantToSql(resource.horizonUntil),
      version: resource.version,
      created_at: instantToSql(resource.createdAt),
      updated_at: instantToSql(resource.updatedAt),
    })}::text::jsonb)
    ON CONFLICT DO NOTHING
    RETURNING 1`
  return rows.length === 1
}
