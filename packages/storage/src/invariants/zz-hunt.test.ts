import { createTestDatabase } from '@booking/testkit'
import { beforeAll, test } from 'vitest'
import { createTestResource } from '../../test/test-context.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { rebookSkipped } from '../bookings/rebook-skipped.ts'
import { updateBooking } from '../bookings/update-booking.ts'
import { type Context, defaultBounds } from '../context.ts'
import { openDatabase } from '../database.ts'
import { addException } from '../exceptions/add-exception.ts'
import { undoException } from '../exceptions/undo-exception.ts'
import { extendHorizon } from '../horizon/extend-horizon.ts'
import { checkInvariants } from './check-invariants.ts'

let url = ''
let at: (days: number) => Context
beforeAll(async () => {
  url = (await createTestDatabase()).url
  const database = openDatabase({ url })
  at = (days) => ({ database, actor: { subject: 'admin', role: 'admin' }, nowMs: Date.parse('2025-01-15T10:30:00Z') + days * 86400000, bounds: defaultBounds })
})
const H = 3600000
const t = (start: string, len = 1) => ({ start: Date.parse(start), end: Date.parse(start) + len * H })
const attempt = async (name: string, work: () => Promise<unknown>) => {
  try { await work(); console.log(name, 'ok') } catch (e) { const x = e as Error & {code?: string; cause?: {code?: string; message?: string}}; console.log(name, 'threw', x.name, x.code, x.message, x.cause?.message) }
  const results = await checkInvariants(url, { nowMs: at(900).nowMs })
  for (const { check, found } of results) if (found.total) console.log(name, check.id, JSON.stringify(found.rows.slice(0, 3)))
}
test('hunt', async () => {
  await attempt('rekey', async () => {
    const r = await createTestResource(at(0))
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY;BYHOUR=9,15;COUNT=20', ...t('2025-02-01T09:00Z') })
    await addException(at(1), booking.id, { date: '2025-02-03', start: Date.parse('2025-02-03T09:00Z') }, { kind: 'cancelled' })
    await addException(at(1), booking.id, { date: '2025-02-03', start: Date.parse('2025-02-03T15:00Z') }, { kind: 'cancelled' })
    await updateBooking(at(2), booking.id, { recurrenceRule: 'FREQ=DAILY;COUNT=20', ...t('2025-02-01T12:00Z') })
  })
  await attempt('skip-kept', async () => {
    const r = await createTestResource(at(0))
    await createBooking(at(1), { resourceId: r.id, title: 'x', ...t('2025-02-20T10:00Z') })
    const r2 = await createTestResource(at(0))
    const { booking } = await createSeries(at(1), { resourceId: r2.id, title: 's', recurrenceRule: 'FREQ=WEEKLY;COUNT=20', ...t('2025-02-01T09:00Z') })
    await addException(at(1), booking.id, { date: '2025-02-08' }, { kind: 'modified', newStart: Date.parse('2025-02-20T10:00Z') })
    await updateBooking(at(2), booking.id, { resourceId: r.id, conflictPolicy: 'skip' })
  })
  await attempt('kept-hours', async () => {
    const r = await createTestResource(at(0), { businessHours: { start: '08:00', end: '18:00' } })
    const r2 = await createTestResource(at(0))
    const { booking } = await createSeries(at(1), { resourceId: r2.id, title: 's', recurrenceRule: 'FREQ=WEEKLY;COUNT=20', ...t('2025-02-01T09:00Z') })
    await addException(at(1), booking.id, { date: '2025-02-08' }, { kind: 'modified', newStart: Date.parse('2025-02-20T20:00Z') })
    await updateBooking(at(2), booking.id, { resourceId: r.id })
  })
  await attempt('moved far, unlocked', async () => {
    const r = await createTestResource(at(0)); const r2 = await createTestResource(at(0))
    await createSeries(at(1), { resourceId: r2.id, title: 's', recurrenceRule: 'FREQ=WEEKLY', ...t('2025-02-01T10:00Z') })
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY;COUNT=5', ...t('2025-02-01T15:00Z') })
    await addException(at(1), booking.id, { date: '2025-02-03' }, { kind: 'modified', newStart: Date.parse('2030-02-02T10:00Z') })
    await updateBooking(at(2), booking.id, { resourceId: r2.id })
  })
  await attempt('late-hours', async () => {
    const r = await createTestResource(at(0), { businessHours: { start: '08:00', end: '18:00', closures: [{ date: '2027-06-01' }] } })
    await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY', ...t('2025-02-01T09:00Z') })
    await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=WEEKLY', timeZone: 'America/New_York', ...t('2025-02-01T15:00Z', 2) })
    await extendHorizon(at(1).database, { nowMs: at(300).nowMs, resourcesMax: 100 })
  })
  await attempt('skip-beyond-rebook', async () => {
    const r = await createTestResource(at(0))
    const far = await createBooking(at(1), { resourceId: r.id, title: 'x', ...t('2029-02-20T10:00Z') })
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY', conflictPolicy: 'skip', ...t('2025-02-01T10:00Z') })
    await cancelBooking(at(2), far.id, { scope: 'all' })
    await rebookSkipped(at(3), booking.id)
  })
  await attempt('cut-beyond', async () => {
    const r = await createTestResource(at(0))
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY', ...t('2025-02-01T10:00Z') })
    await addException(at(1), booking.id, { date: '2030-01-05' }, { kind: 'cancelled' })
    const e = await addException(at(1), booking.id, { date: '2030-01-06' }, { kind: 'modified', newStart: Date.parse('2025-03-01T20:00Z') })
    await cancelBooking(at(2), booking.id, { scope: 'following', occurrenceDate: '2030-01-07' })
    await extendHorizon(at(1).database, { nowMs: at(850).nowMs, resourcesMax: 100 })
    await undoException(at(3), booking.id, e.exception.id)
  })
  await attempt('dst fold cut', async () => {
    const r = await createTestResource(at(0), { timeZone: 'America/New_York' })
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY;COUNT=400', timeZone: 'America/New_York', ...t('2025-02-01T06:30Z') })
    await updateBooking(at(2), booking.id, { title: 'n' }, { scope: 'following', occurrenceDate: '2025-11-03' })
    await updateBooking(at(2), booking.id, { title: 'n' }, { scope: 'following', occurrenceDate: '2025-03-10' })
  })
  await attempt('sub-second', async () => {
    const r = await createTestResource(at(0))
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY;COUNT=40', start: Date.parse('2025-02-01T06:30:00.250Z'), end: Date.parse('2025-02-01T07:30:00.500Z') })
    await updateBooking(at(2), booking.id, { title: 'n' }, { scope: 'following', occurrenceDate: '2025-02-10' })
  })
  await attempt('gap start', async () => {
    const r = await createTestResource(at(0), { timeZone: 'Europe/Berlin' })
    const { booking } = await createSeries(at(1), { resourceId: r.id, title: 's', recurrenceRule: 'FREQ=DAILY;COUNT=400', timeZone: 'Europe/Berlin', ...t('2025-02-01T01:30Z') })
    await addException(at(1), booking.id, { date: '2025-03-30' }, { kind: 'modified', newTitle: 'x' })
    await updateBooking(at(2), booking.id, { title: 'n' }, { scope: 'following', occurrenceDate: '2025-03-30' })
    await updateBooking(at(2), booking.id, { end: Date.parse('2025-02-01T04:30Z') })
  })
  await attempt('single beyond moved', async () => {
    const r = await createTestResource(at(0)); const r2 = await createTestResource(at(0))
    await createSeries(at(1), { resourceId: r2.id, title: 's', recurrenceRule: 'FREQ=WEEKLY', ...t('2025-02-01T10:00Z') })
    const b = await createBooking(at(1), { resourceId: r.id, title: 'x', ...t('2030-02-02T10:00Z') })
    await updateBooking(at(2), b.id, { resourceId: r2.id })
  })
}, 60000)
