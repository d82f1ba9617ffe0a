import { bucketOfResource } from '../bucket.ts'
import { openDatabase } from '../database.ts'
import { horizonFrom } from '../horizon/horizon-from.ts'
import { insertResource } from '../resources/insert-resource.ts'
import { demoResources } from './demo-resources.ts'

/** Ids that never change, so that examples can be copied: the first ends in 0001. */
const demoId = (position: number) =>
  `550e8400-e29b-41d4-a716-44665544${String(position + 1).padStart(4, '0')}`

/** Puts the 25 demo resources into a database that has no resource yet; otherwise does nothing. */
export const seedDemo = async (
  databaseUrl: string,
  { nowMs = Date.now() }: { nowMs?: number } = {},
): Promise<{ inserted: number }> => {
  const database = openDatabase({ url: databaseUrl, connectionsMax: 1, applicationName: 'booking demo' })
  try {
    return await database.sql.begin(async (tx) => {
      const [row] = await tx<{ empty: boolean }[]>`SELECT NOT EXISTS (SELECT 1 FROM resources) AS empty`
      if (!row?.empty) return { inserted: 0 }
      let inserted = 0
      for (const [position, resource] of demoResources.entries()) {
        const id = demoId(position)
        const createdAt = nowMs + position
        const made = await insertResource(tx, {
          ...resource,
          id,
          bucket: bucketOfResource(id),
          access: 'open',
          horizonUntil: horizonFrom(nowMs),
          version: 1,
          createdAt,
          updatedAt: createdAt,
        })
        if (made) inserted++
      }
      return { inserted }
    })
  } finally {
    await database.close()
  }
}
