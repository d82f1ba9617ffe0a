import { afterAll } from 'vitest'
import { askBroker } from './broker-client.ts'

export interface TestDatabase {
  /** Superuser's address of a database that holds the migrated schema and nothing else. */
  readonly url: string
  /** Drops it now instead of at the end of the test file; connections to it are cut. */
  drop(): Promise<void>
}

const mine = new Set<string>()

// Registered while the test file is loaded, before its own hooks, so it runs after all of them.
afterAll(async () => {
  for (const url of mine) await drop(url)
})

/** A database of one's own, cloned from the migrated template; dropped at the end of the test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = await askBroker('clone')
  mine.add(url)
  return { url, drop: () => drop(url) }
}

async function drop(url: string): Promise<void> {
  if (mine.delete(url)) await askBroker('drop', url)
}
