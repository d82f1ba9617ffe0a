import { operations } from '@booking/contract'
import { expect, test } from 'vitest'
import { createTestApp, roomA, type TestAnswer } from './test-app.ts'

/** Everything that is kept, to see that nothing of it changes. */
const keptOf = async (app: Awaited<ReturnType<typeof createTestApp>>) => {
  const { sql } = app.deps.database
  const tables = await sql<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`
  const rows = await Promise.all(
    tables.map(async ({ name }) => {
      const all = await sql<{ row: string }[]>`SELECT t::text AS row FROM ${sql(name)} t ORDER BY 1`
      return [name, all.map(({ row }) => row)] as const
    }),
  )
  return Object.fromEntries(rows)
}

const app = await createTestApp()
const send = (method: string, path: string, body?: unknown) =>
  app.send(method, path, { as: 'root', role: 'admin', body })
const made = async (answer: Promise<TestAnswer>): Promise<{ id: string }> => {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}

const at = (date: string, hour: number) => `${date}T${String(hour).padStart(2, '0')}:00:00Z`
const slot = {
  resourceId: roomA,
  title: 'Planning',
  startTime: at('2025-02-03', 10),
  endTime: at('2025-02-03', 11),
}
const single = await made(send('POST', '/bookings', slot))
const daily = { ...slot, title: 'Standup', startTime: at('2025-02-01', 10), endTime: at('2025-02-01', 11) }
const series = await made(
  send('POST', '/bookings/recurring', {
    ...daily,
    recurrenceRule: 'FREQ=DAILY;COUNT=8',
    conflictPolicy: 'skip',
  }),
)
const exception = await made(
  send('POST', `/bookings/${series.id}/exceptions`, {
    exceptionDate: '2025-02-05',
    exceptionType: 'cancelled',
  }),
)
await send('DELETE', `/bookings/${single.id}`)

/** One request for every operation that can be tried out. */
const tries: Record<string, () => Promise<TestAnswer>> = {
  createBooking: () =>
    send('POST', '/bookings?dryRun=true', {
      ...slot,
      startTime: at('2025-03-03', 10),
      endTime: at('2025-03-03', 11),
    }),
  createRecurringBooking: () =>
    send('POST', '/bookings/recurring?dryRun=true', {
      ...slot,
      startTime: at('2025-03-03', 10),
      endTime: at('2025-03-03', 11),
      recurrenceRule: 'FREQ=WEEKLY',
    }),
  updateBooking: () => send('PUT', `/bookings/${series.id}?dryRun=true`, { title: 'Moved' }),
  patchBooking: () => send('PATCH', `/bookings/${series.id}?dryRun=true`, { title: 'Moved' }),
  cancelBooking: () => send('DELETE', `/bookings/${series.id}?dryRun=true`),
  rebookSkipped: () => send('POST', `/bookings/${series.id}/rebook?dryRun=true`),
  createException: () =>
    send('POST', `/bookings/${series.id}/exceptions?dryRun=true`, {
      exceptionDate: '2025-02-06',
      exceptionType: 'cancelled',
    }),
  replaceException: () =>
    send('PUT', `/bookings/${series.id}/exceptions/${exception.id}?dryRun=true`, {
      exceptionDate: '2025-02-05',
      exceptionType: 'modified',
      newTitle: 'Another',
    }),
  deleteException: () => send('DELETE', `/bookings/${series.id}/exceptions/${exception.id}?dryRun=true`),
  createResource: () =>
    send('POST', '/resources?dryRun=true', { name: 'Room X', type: 'meeting_room', capacity: 4 }),
  replaceResource: () => send('PUT', `/resources/${roomA}?dryRun=true`, { capacity: 3 }),
  deleteResource: () => send('DELETE', `/resources/${roomA}?dryRun=true`),
  replacePermissions: () =>
    send('PUT', `/resources/${roomA}/permissions?dryRun=true`, { access: 'restricted', grants: [] }),
}

test('every operation that changes bookings or resources can be tried out', () => {
  const writing = Object.values(operations).filter(
    ({ method, path }) => method !== 'get' && /^\/(bookings|resources)/.test(path),
  )
  expect(writing.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(tries).sort())
})

test.for(Object.entries(tries))('%s with dryRun=true answers 200 and keeps nothing', async ([, attempt]) => {
  const before = await keptOf(app)
  const { status, body } = await attempt()
  expect(status, JSON.stringify(body)).toBe(200)
  expect(await keptOf(app)).toEqual(before)
})

test('a try of a rebooking tells what would be booked', async () => {
  const { body } = await tries.rebookSkipped!()
  expect(body.rebooked).toEqual([
    {
      occurrenceDate: '2025-02-03',
      startTime: '2025-02-03T10:00:00.000Z',
      endTime: '2025-02-03T11:00:00.000Z',
    },
  ])
  expect(body.skipped).toEqual([])
})
