import { type Database, endLease, freeLostJobs, renewLease } from '@booking/storage'
import type { Logger } from 'pino'

export interface LeaseTimes {
  readonly leaseMs: number
  readonly renewMs: number
}

export interface Lease {
  /** Gives back the jobs that are still held, and the lease. */
  readonly end: () => Promise<void>
}

/**
 * Shows that a worker lives, and frees the jobs of those that do not: once now, so that a worker that takes the place
 * of a killed one does not wait for its turn, and then at every renewal.
 *
 * @param worker the name under which it takes jobs
 */
export const keepLease = async (
  { database, logger }: { readonly database: Database; readonly logger: Logger },
  worker: string,
  { leaseMs, renewMs }: LeaseTimes,
): Promise<Lease> => {
  const renew = async () => {
    await renewLease(database, worker)
    const lost = await freeLostJobs(database, leaseMs)
    if (lost.length > 0) logger.warn({ lost }, 'jobs of lost workers freed')
  }
  await renew()
  const timer = setInterval(() => {
    renew().catch(({ name }: Error) => logger.warn({ name }, 'the lease was not renewed'))
  }, renewMs)
  return {
    async end() {
      clearInterval(timer)
      await endLease(database, worker)
    },
  }
}
