import { Writable } from 'node:stream'
import { openDatabase, seedDemo } from '@booking/storage'
import { createTestDatabase } from '@booking/testkit'
import { pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { retimeZonesJob } from '../src/jobs/retime-zones.ts'

const logged = () => {
  const lines: Record<string, unknown>[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>)
      done()
    },
  })
  return { lines, logger: pino({ level: 'info' }, stream) }
}

test('zones are brought in step once, and a worker whose data are older says so', async () => {
  const { url } = await createTestDatabase()
  await seedDemo(url, { nowMs: Date.parse('2025-01-15T10:30:00Z') })
  const database = openDatabase({ url })
  afterAll(() => database.close())
  const { lines, logger } = logged()
  const run = () => retimeZonesJob({ database, logger, isStopping: () => false })

  expect(await run()).toBe(true)
  expect(lines.at(-1)).toMatchObject({ msg: 'series compared with zone data', conflicts: 0, failed: 0 })
  expect(lines.at(-1)?.settled).toContain('UTC')
  expect(await run()).toBe(false)
  expect(lines).toHaveLength(2)

  await database.sql`UPDATE zone_data SET fingerprint = 'of newer data', tz_version = '2999a' WHERE time_zone = 'UTC'`
  expect(await run()).toBe(false)
  expect(lines.at(-2)).toMatchObject({
    level: 40,
    msg: 'series follow other time zone data than those of this worker',
    ahead: ['UTC'],
  })
})
