import type { Database } from '@booking/storage'
import { expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { createTestApp, roomA, signToken } from './test-app.ts'

/** A database that takes every question and answers none, as one does behind a broken network. */
const silent = (database: Database): Database => {
  const never = new Promise<never>(() => {})
  return {
    ...database,
    sql: new Proxy(database.sql, { apply: () => never }),
    reads: new Proxy(database.reads, { get: () => ({ execute: () => never }) }),
  }
}

test('a request that the database leaves hanging is answered when its time is over', async () => {
  const { deps, nowMs } = await createTestApp()
  const app = createApp({ ...deps, database: silent(deps.database), deadlineMs: 100 })
  const token = await signToken({ sub: 'user-123' }, { nowMs })
  const answer = await app.request(`/api/v1/resources/${roomA}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(await answer.json()).toMatchObject({ code: 'deadline_exceeded' })
})

test('health tells of a database that does not answer', async () => {
  const { deps } = await createTestApp()
  const app = createApp({ ...deps, database: silent(deps.database) })
  const answer = await app.request('/api/v1/health')
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ status: 'unhealthy', checks: { database: { status: 'down' } } })
})
