import type { Database } from '../database.ts'
import type { UserRecord } from '../schema/users.ts'
import { insertUser, newUser } from './create-user.ts'

/**
 * Makes the first administrator where there is no user yet; otherwise does nothing.
 *
 * @returns the administrator, or null when there are users already
 */
export const createFirstAdmin = async (
  database: Database,
  input: { readonly email: string; readonly password: string; readonly nowMs: number },
): Promise<UserRecord | null> => {
  const [row] = await database.sql<{ any: boolean }[]>`SELECT EXISTS (SELECT 1 FROM users) AS any`
  if (row?.any) return null
  const admin = await newUser({ ...input, name: 'Administrator', role: 'admin' }, input.nowMs)
  return (await insertUser(database.sql, admin)) ? admin : null
}
