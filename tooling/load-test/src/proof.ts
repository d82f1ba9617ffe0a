import { checkInvariants } from '@booking/storage'
import type { Proof } from './results.ts'

const NO_OVERLAP = 'I1'

/** Re-proves the database from outside, every claim against every other. @param databaseUrl undefined: not asked */
export async function provenBy(databaseUrl: string | undefined): Promise<Proof> {
  if (databaseUrl === undefined) return { doubleBookings: null, invariantsHeld: 0, invariantsBroken: [] }
  const results = await checkInvariants(databaseUrl)
  const broken = results.filter(({ found }) => found.total > 0)
  return {
    doubleBookings: results.find(({ check }) => check.id === NO_OVERLAP)?.found.total ?? null,
    invariantsHeld: results.length - broken.length,
    invariantsBroken: broken.map(
      ({ check, found }) =>
        `${check.id} ${check.title}: ${found.total} rows, first ${JSON.stringify(found.rows[0])}`,
    ),
  }
}
