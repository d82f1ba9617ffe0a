import { addException, cancelBooking, createSeries, updateBooking } from '@booking/storage'
import ICAL from 'ical.js'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { type Desk, openDesk } from '../../test/booked.ts'
import { type MailServer, reply, startMailServer } from '../../test/mail-server.ts'
import { openSmtpMailer } from '../mail/smtp-mailer.ts'
import { createWorkerMetrics } from '../metrics.ts'
import { dispatchOutboxJob } from './dispatch-outbox.ts'

const madeMs = Date.parse('2026-06-01T10:00:00Z')
const HOUR_MS = 3_600_000
const desk = await openDesk(madeMs)
const lines: string[] = []
const metrics = createWorkerMetrics()
const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })

const mailerTo = (url: string) => {
  const mailer = openSmtpMailer({
    url,
    sender: { name: 'Rooms', address: 'rooms@example.com' },
    connectionsMax: 1,
  })
  afterAll(() => mailer.close())
  return mailer
}

/** Runs a booking's job at an instant, as often as its follow-ups would be due by then. */
const dispatch = (
  bookingId: string,
  server: MailServer | null,
  options: { afterMs?: number; of?: Desk; isStopping?: () => boolean } = {},
) =>
  dispatchOutboxJob(
    {
      database: (options.of ?? desk).database,
      mailer: server === null ? null : mailerTo(server.url),
      clock: () => madeMs + (options.afterMs ?? 0),
      random: () => 0,
      logger,
      metrics,
      isStopping: options.isStopping ?? (() => false),
    },
    bookingId,
  )

const statuses = async (bookingId: string) =>
  (await desk.notifications(bookingId)).map(({ version, attendee, status, attempts, lastError }) =>
    [version, attendee.split('@')[0], status, attempts, lastError].join(' '),
  )

const jobsOf = async (bookingId: string) =>
  desk.database.sql<{ delay: number }[]>`
    SELECT extract(epoch FROM run_at - now())::int AS delay FROM graphile_worker.jobs
    WHERE key = ${`outbox:${bookingId}`}`

const eventsOf = (calendar: string) =>
  new ICAL.Component(ICAL.parse(calendar) as unknown[]).getAllSubcomponents('vevent')

describe('an e-mail', () => {
  test('is sent once to each attendee with an address, and to nobody else', async () => {
    const server = await startMailServer()
    const booking = await desk.book(['ann@example.com', 'bob@example.com', 'user-7'])
    await dispatch(booking.id, server)
    await dispatch(booking.id, server, { afterMs: HOUR_MS })
    expect(server.messages.map(({ recipients }) => recipients)).toEqual([
      ['ann@example.com'],
      ['bob@example.com'],
    ])
    expect(await statuses(booking.id)).toEqual(['1 ann sent 1 ', '1 bob sent 1 ', '1 user-7 no_address 0 '])
    const [{ email, calendar, method }] = server.messages as [MailServer['messages'][number]]
    expect(email.subject).toBe('Invitation: Review')
    expect(email.from).toMatchObject({ name: 'Rooms', address: 'rooms@example.com' })
    expect(email.text).toMatch(/When: Monday,? 1 March 2027.* 10:00 to .* 11:00 \(Europe\/Berlin\)/)
    expect(email.text).toContain('Where: Blue Room, Floor 2')
    expect(method).toBe('REQUEST')
    const [event] = eventsOf(calendar)
    expect(event?.getFirstPropertyValue('uid')).toBe(booking.id)
    expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2027-03-01T09:00:00Z')
    expect(calendar).not.toContain('bob')
  })

  test('of each change carries the same uid, a higher sequence, and takes away what was cancelled', async () => {
    const server = await startMailServer()
    const booking = await desk.book(['ann@example.com'])
    await dispatch(booking.id, server)
    await updateBooking(desk.ctx, booking.id, { title: 'Retrospective' })
    await dispatch(booking.id, server)
    await cancelBooking(desk.ctx, booking.id, { scope: 'all', reason: 'Nobody came' })
    await dispatch(booking.id, server)
    expect(server.messages.map(({ email, method }) => [method, email.subject])).toEqual([
      ['REQUEST', 'Invitation: Review'],
      ['REQUEST', 'Changed: Retrospective'],
      ['CANCEL', 'Cancelled: Retrospective'],
    ])
    const events = server.messages.flatMap(({ calendar }) => eventsOf(calendar))
    expect(events.map((event) => event.getFirstPropertyValue('sequence'))).toEqual([1, 2, 3])
    expect(new Set(events.map((event) => event.getFirstPropertyValue('uid')))).toEqual(new Set([booking.id]))
    expect(events.at(-1)?.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(server.messages.at(-1)?.email.text).toContain('Reason: Nobody came')
    expect(new Set(server.messages.map(({ email }) => email.messageId)).size).toBe(3)
  })

  test('of a series has its rule, its zone, what is left out and what is moved', async () => {
    const server = await startMailServer()
    const start = Date.parse('2027-04-05T07:00:00Z')
    const { booking } = await createSeries(desk.ctx, {
      resourceId: desk.resourceId,
      title: 'Standup',
      start,
      end: start + HOUR_MS,
      recurrenceRule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20270601',
      attendees: ['ann@example.com'],
    })
    await dispatch(booking.id, server)
    await addException(desk.ctx, booking.id, { date: '2027-04-12' }, { kind: 'cancelled' })
    await dispatch(booking.id, server)
    const newStart = Date.parse('2027-04-19T12:00:00Z')
    await addException(
      desk.ctx,
      booking.id,
      { date: '2027-04-19' },
      { kind: 'modified', newStart, newTitle: 'Late' },
    )
    await dispatch(booking.id, server)

    const [first, second, third] = server.messages.map(({ calendar }) => eventsOf(calendar))
    expect(String(first?.[0]?.getFirstPropertyValue('rrule'))).toBe(
      'FREQ=WEEKLY;BYDAY=MO;UNTIL=20270531T070000Z',
    )
    expect(first?.[0]?.getFirstProperty('dtstart')?.getParameter('tzid')).toBe('Europe/Berlin')
    expect(server.messages[0]?.calendar).toContain('BEGIN:VTIMEZONE')
    expect(server.messages[0]?.email.text).toContain('Repeats: every week on Monday')

    expect(server.messages[1]?.method).toBe('CANCEL')
    expect(second).toHaveLength(1)
    expect(String(second?.[0]?.getFirstPropertyValue('recurrence-id'))).toBe('2027-04-12T09:00:00')
    expect(second?.[0]?.getFirstPropertyValue('status')).toBe('CANCELLED')

    expect(server.messages[2]?.method).toBe('REQUEST')
    expect(String(third?.[0]?.getFirstPropertyValue('exdate'))).toBe('2027-04-12T09:00:00')
    expect(String(third?.[1]?.getFirstPropertyValue('recurrence-id'))).toBe('2027-04-19T09:00:00')
    expect(String(third?.[1]?.getFirstPropertyValue('dtstart'))).toBe('2027-04-19T12:00:00Z')
    expect(third?.[1]?.getFirstPropertyValue('summary')).toBe('Late')
  })

  test('cannot be made to say more than one thing by the words of a booking', async () => {
    const server = await startMailServer()
    const evil = 'X\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<a@b.cc>\nATTENDEE:mailto:eve@example.com'
    const booking = await desk.book(['ann@example.com', 'ann@example.com\r\nRCPT TO:<eve@example.com>'], evil)
    await dispatch(booking.id, server)
    expect(server.messages).toHaveLength(1)
    const [{ recipients, email, raw, calendar }] = server.messages as [MailServer['messages'][number]]
    expect(recipients).toEqual(['ann@example.com'])
    expect(email.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(raw.split('\r\n\r\n', 1)[0]).not.toMatch(/^bcc/im)
    expect(email.subject).not.toMatch(/[\r\n]/)
    expect(eventsOf(calendar)[0]?.getAllProperties('attendee')).toHaveLength(1)
  })
})

describe('a mail server', () => {
  test('that is down gets everything when it is back, later and later asked, and is asked once for all', async () => {
    const gone = await startMailServer()
    await gone.close()
    const booking = await desk.book(['ann@example.com', 'bob@example.com'])
    await dispatch(booking.id, gone)
    expect(await statuses(booking.id)).toEqual(['1 ann pending 1 ESOCKET', '1 bob pending 1 ESOCKET'])
    const [job] = await jobsOf(booking.id)
    expect(job?.delay).toBeGreaterThan(10)
    expect(job?.delay).toBeLessThanOrEqual(15)
    await dispatch(booking.id, gone, { afterMs: 14_999 })
    expect(await statuses(booking.id)).toEqual(['1 ann pending 1 ESOCKET', '1 bob pending 1 ESOCKET'])
    await dispatch(booking.id, gone, { afterMs: 15_000 })
    const back = await startMailServer({ port: gone.port })
    await dispatch(booking.id, back, { afterMs: 60_000 })
    expect(back.messages.map(({ recipients }) => recipients[0])).toEqual([
      'ann@example.com',
      'bob@example.com',
    ])
    expect(await statuses(booking.id)).toEqual(['1 ann sent 3 ESOCKET', '1 bob sent 3 ESOCKET'])
  })

  test('that refuses a recipient for good is not asked again, and the others get theirs', async () => {
    const server = await startMailServer({
      onRecipient: async (address) => {
        if (address.startsWith('ann')) throw reply(550)
        if (address.startsWith('bob')) throw reply(451)
      },
    })
    const booking = await desk.book(['ann@example.com', 'bob@example.com', 'cid@example.com'])
    await dispatch(booking.id, server)
    await dispatch(booking.id, server, { afterMs: 15_000 })
    expect(await statuses(booking.id)).toEqual(['1 ann failed 1 550', '1 bob pending 2 451', '1 cid sent 1 '])
    expect(server.messages.map(({ recipients }) => recipients[0])).toEqual(['cid@example.com'])
  })

  test('that never comes back is given up after the thirtieth try, about a day later', async () => {
    const gone = await startMailServer()
    await gone.close()
    const booking = await desk.book(['ann@example.com'])
    let afterMs = 0
    for (let tries = 0; tries < 30; tries++) {
      await dispatch(booking.id, gone, { afterMs })
      const [row] = await desk.database.sql<{ due: string | null }[]>`
        SELECT (extract(epoch FROM due_at) * 1000)::bigint::text AS due FROM notifications
        WHERE booking_id = ${booking.id}`
      if (row?.due == null) break
      afterMs = Number(row.due) - madeMs
    }
    expect(await statuses(booking.id)).toEqual(['1 ann failed 30 ESOCKET'])
    expect(afterMs / HOUR_MS).toBeGreaterThan(20)
    expect(afterMs / HOUR_MS).toBeLessThan(26)
  })

  test('that is not configured is said to be so, also of what waited for one that was', async () => {
    const gone = await startMailServer()
    await gone.close()
    const waiting = await desk.book(['ann@example.com'])
    await dispatch(waiting.id, gone)
    await dispatch(waiting.id, null, { afterMs: HOUR_MS })
    expect(await statuses(waiting.id)).toEqual(['1 ann not_configured 2 ESOCKET'])
    const never = await desk.book(['ann@example.com'])
    await dispatch(never.id, null)
    expect(await statuses(never.id)).toEqual(['1 ann not_configured 0 '])
  })
})

test('nobody is invited to what was cancelled meanwhile', async () => {
  const server = await startMailServer()
  const booking = await desk.book(['ann@example.com'])
  await updateBooking(desk.ctx, booking.id, { attendees: ['bob@example.com'] })
  await cancelBooking(desk.ctx, booking.id)
  await dispatch(booking.id, server)
  expect(await statuses(booking.id)).toEqual([
    '3 bob sent 1 ',
    '2 ann superseded 1 ',
    '2 bob superseded 1 ',
    '1 bob superseded 1 ',
  ])
  expect(server.messages.map(({ method, recipients }) => [method, recipients[0]])).toEqual([
    ['CANCEL', 'bob@example.com'],
  ])
})

test('a job that is stopped leaves the rest to a job of its own', async () => {
  let isStopping = false
  const server = await startMailServer({
    onMessage: () => {
      isStopping = true
    },
  })
  const booking = await desk.book(['ann@example.com', 'bob@example.com'])
  await desk.database.sql`SELECT graphile_worker.remove_job(${`outbox:${booking.id}`})`
  await dispatch(booking.id, server, { isStopping: () => isStopping })
  expect(await statuses(booking.id)).toEqual(['1 ann sent 1 ', '1 bob pending 0 '])
  expect(await jobsOf(booking.id)).toEqual([{ delay: 0 }])
})

test('workers at one booking at the same time send each message once', async () => {
  const server = await startMailServer()
  const attendees = Array.from({ length: 9 }, (_, i) => `p${i}@example.com`)
  const booking = await desk.book(attendees)
  await Promise.all([1, 2, 3].map(() => dispatch(booking.id, server)))
  expect(server.messages.map(({ recipients }) => recipients[0]).sort()).toEqual(attendees)
})

test('no address and no title ever came near the log', () => {
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.join('')).not.toMatch(/@example|Review|Standup|Bcc/)
})
