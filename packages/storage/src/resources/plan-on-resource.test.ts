import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { checkAvailabilityBulk } from '../availability/check-availability-bulk.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import type { Context } from '../context.ts'
import { openDatabase } from '../database.ts'
import { replacePermissions } from '../permissions/replace-permissions.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import type { ResourceInput } from './create-resource.ts'
import { planOnResource } from './plan-on-resource.ts'
import { updateResource } from './update-resource.ts'

const HOUR_MS = 3_600_000

let here: Context
let there: Context

beforeAll(async () => {
  here = await createTestContext()
  const { host, port, database, user, pass } = here.database.sql.options
  const url = new URL(`postgresql://${host[0]}:${port[0]}/${database}`)
  url.username = user
  url.password = String(pass ?? '')
  there = { ...here, database: openDatabase({ url: url.href, connectionsMax: 2 }) }
})

afterAll(() => there.database.close())

const slots = function* () {
  for (let start = here.nowMs - (here.nowMs % HOUR_MS) + HOUR_MS; ; start += HOUR_MS)
    yield { start, end: start + HOUR_MS }
}

/** A resource that this process knows, since it has booked it, and a way to book it again at another time. */
const knownRoom = async (changes: Partial<ResourceInput> = {}) => {
  const { id: resourceId } = await createTestResource(here, changes)
  const free = slots()
  const book = (words: { attendees?: string[] } = {}, actor = here.actor) =>
    createBooking({ ...here, actor }, { resourceId, title: 'Again', ...words, ...free.next().value! })
  const bookSeries = () => {
    const interval = free.next().value!
    return createSeries(here, {
      resourceId,
      title: 'Series',
      recurrenceRule: 'FREQ=WEEKLY;COUNT=2',
      ...interval,
    })
  }
  await book()
  return { resourceId, book, bookSeries }
}

test('a resource that is known is not read again', async () => {
  const { book, bookSeries } = await knownRoom()
  const read = vi.spyOn(here.database.reads.resource, 'execute')
  await book()
  await bookSeries()
  expect(read).not.toHaveBeenCalled()
  read.mockRestore()
})

test.each([
  ['closed', { isActive: false }, 'resource_inactive'],
  ['made smaller', { capacity: 1 }, 'over_capacity'],
  ['given other hours', { businessHours: { start: '00:00', end: '00:30' } }, 'outside_business_hours'],
] as const)('a resource that another process has %s refuses at once', async (_, change, code) => {
  const { resourceId, book } = await knownRoom({ capacity: 5 })
  await updateResource(there, resourceId, change)
  await expect(book({ attendees: ['one', 'two'] })).rejects.toMatchObject({ code })
})

test('a series is refused by a resource that another process has closed', async () => {
  const { resourceId, bookSeries } = await knownRoom()
  await updateResource(there, resourceId, { isActive: false })
  await expect(bookSeries()).rejects.toMatchObject({ code: 'resource_inactive' })
})

test('who has lost the right to book cannot', async () => {
  const { resourceId, book } = await knownRoom()
  await replacePermissions(there, resourceId, { access: 'restricted', grants: [] })
  const actor = { subject: 'somebody', role: 'standard' } as const
  await expect(book({}, actor)).rejects.toMatchObject({ code: 'resource_not_found' })
})

test('nothing is refused for what a resource no longer is', async () => {
  const { resourceId, book } = await knownRoom({ capacity: 1 })
  await updateResource(there, resourceId, { capacity: 2 })
  await expect(book({ attendees: ['one', 'two'] })).resolves.toMatchObject({ version: 1 })
})

test('a resource that is gone is not there', async () => {
  const { resourceId, book } = await knownRoom()
  await there.database.sql`DELETE FROM occurrences WHERE resource_id = ${resourceId}`
  await there.database.sql`DELETE FROM bookings WHERE resource_id = ${resourceId}`
  await there.database.sql`DELETE FROM resources WHERE id = ${resourceId}`
  await expect(book()).rejects.toMatchObject({ code: 'resource_not_found' })
})

test('what reaches past the horizon is planned anew only when the resource has changed', async () => {
  const { resourceId } = await knownRoom()
  const plan = vi.fn(async (resource: ResourceRecord) => ({ resource, isInsideHorizon: false }))
  const act = async ({ resource }: { resource: ResourceRecord }) => resource.version
  expect(await planOnResource(here, resourceId, plan, act)).toBe(1)
  expect(plan).toHaveBeenCalledTimes(1)
  await updateResource(there, resourceId, { capacity: 2 })
  expect(await planOnResource(here, resourceId, plan, act)).toBe(2)
  expect(plan).toHaveBeenCalledTimes(3)
})

test('100 times are asked of a resource as it is now, which is read only when it has changed', async () => {
  const { resourceId } = await knownRoom()
  const hours = slots()
  const wanted = Array.from({ length: 100 }, () => hours.next().value!)
  const outsider = { subject: 'somebody', role: 'standard' } as const
  const ask = (actor = here.actor) => checkAvailabilityBulk({ ...here, actor }, { resourceId, slots: wanted })
  const read = vi.spyOn(here.database.reads.resource, 'execute')
  const taken = (await ask(outsider)).filter(({ available }) => !available)
  expect(taken).toMatchObject([{ reasons: ['conflict'], conflicts: [{ title: 'Again' }] }])
  expect(read).not.toHaveBeenCalled()

  await updateResource(there, resourceId, { businessHours: { start: '00:00', end: '01:00' } })
  const closed = (await ask()).filter(({ reasons }) => reasons.includes('outside_business_hours'))
  expect(closed.length).toBeGreaterThan(90)
  expect(read).toHaveBeenCalledTimes(1)

  await replacePermissions(there, resourceId, { access: 'restricted', grants: [] })
  await expect(ask(outsider)).rejects.toMatchObject({ code: 'resource_not_found' })
  await ask()
  expect(read).toHaveBeenCalledTimes(2)
  read.mockRestore()
})

test('100 times of a resource that is not there are refused', async () => {
  const missing = checkAvailabilityBulk(here, { resourceId: crypto.randomUUID(), slots: [] })
  await expect(missing).rejects.toMatchObject({ code: 'resource_not_found' })
})
