import { formatInstant, type ResourceAnswer } from '@booking/contract'
import type { ResourceRecord } from '@booking/storage'

/** jsonb keeps no order; people read a start before its end. */
const presentHours = (hours: ResourceRecord['businessHours']): ResourceAnswer['businessHours'] => {
  if (hours === null) return null
  const { start, end, ...more } = hours as NonNullable<ResourceAnswer['businessHours']>
  return { start, end, ...more }
}

export const presentResource = (resource: ResourceRecord): ResourceAnswer => ({
  id: resource.id,
  name: resource.name,
  type: resource.type,
  capacity: resource.capacity,
  location: resource.location,
  amenities: resource.amenities,
  businessHours: presentHours(resource.businessHours),
  timeZone: resource.timeZone,
  isActive: resource.isActive,
  version: resource.version,
  createdAt: formatInstant(resource.createdAt),
  updatedAt: formatInstant(resource.updatedAt),
})
