import { roll } from './roll.ts'

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

const DEAL = 100
/** Coprime with `DEAL`: neighbours in time do different things. */
const STRIDE = 37
const CHOICE_DEAL = 0

/** What an iteration does, and how many before it have done the same. */
export interface Dealt {
  readonly id: ScenarioId
  readonly rank: number
}

/**
 * What the `index`-th iteration does. Each hundred in a row have every scenario as often as its weight says, in an order
 * of their own, so that the rank of each among its like is known: nobody has to share a time by chance.
 */
export function dealtTo(index: number): Dealt {
  const deal = Math.floor(index / DEAL)
  let place = ((index % DEAL) * STRIDE + Math.floor(roll(deal, CHOICE_DEAL) * DEAL)) % DEAL
  for (const { id, weight } of scenarios) {
    if (place < weight) return { id, rank: deal * weight + place }
    place -= weight
  }
  throw new RangeError('the weights are less than a hundred')
}

/** How many iterations of a scenario there are in whole hundreds before the `index`-th. */
export function dealtBefore(scenario: ScenarioId, index: number): number {
  const { weight } = scenarios.find(({ id }) => id === scenario)!
  return Math.floor(index / DEAL) * weight
}
