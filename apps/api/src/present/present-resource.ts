import { formatInstant, type ResourceAnswer } from '@booking/contract'
import type { ResourceRecord } from '@booking/storage'

export const presentResource = (resource: ResourceRecord): ResourceAnswer => ({
  id: resource.id,
  name: resource.name,
  type: resource.type,
  capacity: resource.capacity,
  location: resource.location,
  amenities: resource.amenities,
  businessHours: resource.businessHours as ResourceAnswer['businessHours'],
  timeZone: resource.timeZone,
  isActive: resource.isActive,
  version: resource.version,
  createdAt: formatInstant(resource.createdAt),
  updatedAt: formatInstant(resource.updatedAt),
})
