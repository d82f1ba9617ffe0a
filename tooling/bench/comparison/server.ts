/**
 * The document's own stack: Express, Sequelize and pg, one row per occurrence, a transaction with a row lock. What it
 * leaves out (limits, logs, metrics, validation of every field, idempotency, audit) is left out in its favour.
 */
import { createSecretKey } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import express from 'express'
import jsonwebtoken from 'jsonwebtoken'
import { Op } from 'sequelize'
import { book, conflictsOf, type Slot, slotsOf, type Words } from './book.ts'
import { Booking, openModels, Resource } from './models.ts'

const sequelize = await openModels(process.env.DATABASE_URL!)
const key = createSecretKey(Buffer.from(process.env.JWT_SECRET!))

const app = express()
app.use(express.json())

app.get('/api/v1/health', (_request, response) => {
  response.json({ status: 'healthy', timestamp: new Date().toISOString(), uptime: process.uptime() })
})

app.use((request, response, next) => {
  try {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    response.locals.user = jsonwebtoken.verify(token, key, { algorithms: ['HS256'] })
    next()
  } catch {
    response.status(401).json({ error: 'unauthenticated' })
  }
})

interface Times {
  readonly startTime: string
  readonly endTime: string
}

/** @throws RangeError */
const slotOf = ({ startTime, endTime }: Times): Slot => {
  const slot = { start: new Date(startTime), end: new Date(endTime) }
  if (!(slot.start < slot.end)) throw new RangeError('startTime must be before endTime')
  return slot
}

const rowsOf = (conflicts: readonly Booking[]) =>
  conflicts.map(({ id, title, startTime, endTime }) => ({ id, title, startTime, endTime }))

app.get('/api/v1/resources', async (request, response) => {
  const page = Number(request.query.page ?? 1)
  const limit = Number(request.query.limit ?? 20)
  const { rows, count } = await Resource.findAndCountAll({
    limit,
    offset: (page - 1) * limit,
    order: ['name'],
  })
  response.json({
    resources: rows,
    pagination: { page, limit, total: count, pages: Math.ceil(count / limit) },
  })
})

app.get('/api/v1/resources/:id', async (request, response) => {
  const resource = await Resource.findByPk(request.params.id)
  if (resource === null) response.status(404).json({ error: 'not found' })
  else response.json(resource)
})

app.get('/api/v1/availability', async (request, response) => {
  const { resourceId, ...times } = request.query as unknown as Times & { resourceId: string }
  const resource = await Resource.findByPk(resourceId)
  if (resource === null) {
    response.status(404).json({ error: 'not found' })
    return
  }
  const conflicts = await conflictsOf(resourceId, [slotOf(times)])
  response.json({
    available: conflicts.length === 0,
    resourceId,
    ...times,
    conflicts: rowsOf(conflicts),
    resourceName: resource.name,
  })
})

app.post('/api/v1/availability/bulk', async (request, response) => {
  const { resourceId, timeSlots } = request.body as { resourceId: string; timeSlots: Times[] }
  const results = await Promise.all(
    timeSlots.map(async (times) => {
      const conflicts = await conflictsOf(resourceId, [slotOf(times)])
      return { ...times, available: conflicts.length === 0, conflicts: rowsOf(conflicts) }
    }),
  )
  response.json({ results })
})

app.get('/api/v1/conflicts', async (request, response) => {
  const { resourceId, recurrenceRule, ...times } = request.query as unknown as Times & {
    resourceId: string
    recurrenceRule?: string
  }
  const slot = slotOf(times)
  const slots = recurrenceRule === undefined ? [slot] : slotsOf(recurrenceRule, slot)
  const conflicts = await conflictsOf(resourceId, slots)
  response.json({ hasConflicts: conflicts.length > 0, conflicts: rowsOf(conflicts) })
})

const answerBooked = (response: express.Response, outcome: Booking | Booking[] | null): void => {
  if (outcome === null) response.status(404).json({ error: 'not found' })
  else if (Array.isArray(outcome))
    response.status(409).json({ error: 'conflict', conflicts: rowsOf(outcome) })
  else response.status(201).json(outcome)
}

app.post('/api/v1/bookings', async (request, response) => {
  const body = request.body as Words & Times
  answerBooked(response, await book(sequelize, body, [slotOf(body)]))
})

app.post('/api/v1/bookings/recurring', async (request, response) => {
  const body = request.body as Words & Times & { recurrenceRule: string }
  answerBooked(response, await book(sequelize, body, slotsOf(body.recurrenceRule, slotOf(body))))
})

app.get('/api/v1/bookings/:id', async (request, response) => {
  const booking = await Booking.findByPk(request.params.id)
  if (booking === null) response.status(404).json({ error: 'not found' })
  else response.json(booking)
})

app.get('/api/v1/bookings', async (request, response) => {
  const { resourceId, from, to } = request.query as Record<string, string>
  const { rows, count } = await Booking.findAndCountAll({
    where: {
      resourceId: resourceId!,
      startTime: { [Op.lt]: new Date(to!) },
      endTime: { [Op.gt]: new Date(from!) },
    },
    order: ['startTime'],
    limit: 20,
  })
  response.json({ bookings: rows, pagination: { page: 1, limit: 20, total: count } })
})

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ type: 'ready', address: `http://127.0.0.1:${port}` })
})
