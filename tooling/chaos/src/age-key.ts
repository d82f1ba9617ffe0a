import type { World } from './world.ts'

/** Makes an idempotency key older than it is. @param ms how much, in milliseconds */
export const ageKey = async ({ database: { sql } }: World, key: string, ms: number): Promise<void> => {
  const age = sql`make_interval(secs => ${ms / 1000})`
  const aged = await sql`
    UPDATE idempotency_keys SET created_at = created_at - ${age}, expires_at = expires_at - ${age}
    WHERE key = ${key} RETURNING 1`
  if (aged.length !== 1) throw new Error(`${aged.length} keys are ${key}`)
}
