import { type Database, retimeZones } from '@booking/storage'
import type { Logger } from 'pino'

/**
 * Brings the series of every zone in step with the time zone data of this process, and says what that could not
 * move. Stopped in the middle, the next run goes on; run twice, the second finds nothing to do.
 *
 * @returns whether zones came in step that were not before, so that their horizon may be extended now
 */
export const retimeZonesJob = async (deps: {
  readonly database: Database
  readonly logger: Logger
  readonly isStopping: () => boolean
}): Promise<boolean> => {
  const { logger } = deps
  const { conflicts, ...retimed } = await retimeZones(deps.database, {
    isStopping: deps.isStopping,
    onFailure: (resourceId, error) =>
      logger.error(
        { resourceId, name: (error as Error).name },
        'series could not be compared with zone data',
      ),
  })
  for (const { bookingId, otherBookingId, kind, wallStart, wanted } of conflicts)
    logger.warn(
      {
        bookingId,
        otherBookingId,
        kind,
        wallStart: new Date(wallStart).toISOString().slice(0, -1),
        ...wanted,
      },
      'an occurrence could not follow its zone',
    )
  const { ahead, unknown, tzVersion } = retimed
  if (ahead.length + unknown.length > 0)
    logger.warn({ ahead, unknown, tzVersion }, 'series follow other time zone data than those of this worker')
  logger.info({ ...retimed, conflicts: conflicts.length }, 'series compared with zone data')
  return retimed.settled.length > 0
}
