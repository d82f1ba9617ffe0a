/** What people do, how often in a hundred, and the share that must succeed where a target is set. */
export const scenarios = [
  { id: 'health', name: 'Health Check', weight: 5, successMin: 0.99 },
  { id: 'availability', name: 'Availability Check', weight: 35, successMin: 0.98 },
  { id: 'create_booking', name: 'Create Single Booking', weight: 25, successMin: 0.95 },
  { id: 'create_series', name: 'Create Recurring Booking', weight: 10, successMin: 0.95 },
  { id: 'get_booking', name: 'Get Booking Details', weight: 15, successMin: null },
  { id: 'conflicts', name: 'Check Conflicts', weight: 8, successMin: 0.95 },
  { id: 'bulk', name: 'Bulk Availability', weight: 2, successMin: null },
] as const

export type ScenarioId = (typeof scenarios)[number]['id']

/** The scenario at `position`, 0 inclusive to 1 exclusive, of the weights laid end to end. */
export function scenarioAt(position: number): ScenarioId {
  let left = position * 100
  for (const { id, weight } of scenarios) {
    if (left < weight) return id
    left -= weight
  }
  throw new RangeError(`${position} is not below 1`)
}
