import { asInstant, compileBusinessHours, isWithinOpenHours, zoneOf } from '@booking/core'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'

/** @throws Refusal over_capacity */
export const requireCapacity = (resource: ResourceRecord, attendees: readonly string[]): void => {
  if (attendees.length > resource.capacity)
    throw new Refusal('over_capacity', { attendees: attendees.length, capacity: resource.capacity })
}

export const isOpenFor = (resource: ResourceRecord, interval: { start: number; end: number }): boolean =>
  resource.businessHours === null ||
  isWithinOpenHours(
    compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone)),
    asInstant(interval.start),
    asInstant(interval.end),
  )

/** @throws Refusal outside_business_hours */
export const requireOpen = (resource: ResourceRecord, interval: { start: number; end: number }): void => {
  if (!isOpenFor(resource, interval)) throw new Refusal('outside_business_hours', interval)
}
