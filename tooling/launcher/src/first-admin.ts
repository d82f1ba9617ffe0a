import { randomBytes } from 'node:crypto'
import { createFirstAdmin, openDatabase } from '@booking/storage'

/** What somebody signs in with. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

const EMAIL = 'admin@example.com'

/** Makes the first administrator where there is no user yet, with a password that is told this once. */
export const makeFirstAdmin = async (databaseUrl: string): Promise<Credentials | null> => {
  const database = openDatabase({ url: databaseUrl, connectionsMax: 1, applicationName: 'booking start' })
  try {
    const password = randomBytes(12).toString('base64url')
    const admin = await createFirstAdmin(database, { email: EMAIL, password, nowMs: Date.now() })
    return admin === null ? null : { email: EMAIL, password }
  } finally {
    await database.close()
  }
}
