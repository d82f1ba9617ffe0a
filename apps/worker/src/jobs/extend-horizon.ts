import { type Database, extendHorizon } from '@booking/storage'
import type { Logger } from 'pino'

const BATCH_RESOURCES = 200

/**
 * Moves every resource's horizon to where it belongs today, a batch at a time. Stopped in the middle, the next
 * run goes on with what is left; run twice, the second finds nothing to do.
 */
export const extendHorizonJob = async (deps: {
  readonly database: Database
  readonly clock: () => number
  readonly logger: Logger
  readonly isStopping: () => boolean
}): Promise<void> => {
  const total = { resources: 0, occurrences: 0 }
  for (let more = true; more && !deps.isStopping(); ) {
    const batch = await extendHorizon(deps.database, { nowMs: deps.clock(), resourcesMax: BATCH_RESOURCES })
    total.resources += batch.resources
    total.occurrences += batch.occurrences
    more = batch.more
  }
  deps.logger.info(total, 'horizon extended')
}
