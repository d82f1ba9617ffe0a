import { dispatchEvents } from '@booking/storage'
import { expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const desk = deskOf(app)
const { send } = app

const historyOf = async (id: string) => (await send('GET', `/bookings/${id}/history`)).body.history

test('a write that asks for it has the attendees told, and the history says what became of each', async () => {
  const { status, body: booking } = await send('POST', '/bookings?notifyAttendees=true', {
    body: {
      resourceId: await desk.room(),
      title: 'Review',
      startTime: at('2025-02-03 09:00'),
      endTime: at('2025-02-03 10:00'),
      attendees: ['ann@example.com', 'user-7'],
    },
  })
  expect(status).toBe(201)
  const [created] = await historyOf(booking.id)
  expect(created).toMatchObject({ notifications: [], changes: { notifyAttendees: true } })
  await dispatchEvents(app.deps.database, booking.id, { nowMs: app.deps.clock(), canMail: false })
  const [dispatched] = await historyOf(booking.id)
  const none = { attempts: 0, lastError: null, at: '2025-01-15T10:30:00.000Z' }
  expect(dispatched.notifications).toEqual([
    { attendee: 'ann@example.com', status: 'not_configured', ...none },
    { attendee: 'user-7', status: 'no_address', ...none },
  ])
})

test('every operation that changes a booking can be asked to tell the attendees', async () => {
  const notify = '?notifyAttendees=true'
  const { body: series } = await send('POST', `/bookings/recurring${notify}`, {
    body: {
      resourceId: await desk.room(),
      title: 'Standup',
      startTime: at('2025-02-03 09:00'),
      endTime: at('2025-02-03 09:15'),
      recurrenceRule: 'FREQ=DAILY;COUNT=9',
    },
  })
  const path = `/bookings/${series.id}`
  await send('PATCH', `${path}${notify}`, { body: { title: 'Scrum' } })
  const { body: exception } = await send('POST', `${path}/exceptions${notify}`, {
    body: { exceptionType: 'cancelled', exceptionDate: '2025-02-04' },
  })
  const moved = { exceptionType: 'modified', newTitle: 'Late' }
  await send('PUT', `${path}/exceptions/${exception.id}${notify}`, { body: moved })
  await send('DELETE', `${path}/exceptions/${exception.id}${notify}`)
  await send('DELETE', `${path}${notify}`)
  const history = (await historyOf(series.id)) as { action: string; changes: Record<string, unknown> }[]
  expect(history.map(({ action, changes }) => [action, changes.notifyAttendees])).toEqual([
    ['cancelled', true],
    ['exception_deleted', true],
    ['exception_replaced', true],
    ['exception_created', true],
    ['updated', true],
    ['created', true],
  ])
})

test('one that does not ask has nobody told', async () => {
  const { body } = await desk.book(await desk.room(), '2025-02-03 09:00', '2025-02-03 10:00')
  expect(await historyOf(body.id)).toMatchObject([
    { notifications: [], changes: { resourceId: body.resourceId } },
  ])
})
