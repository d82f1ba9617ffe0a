import {
  checkAvailability,
  checkAvailabilityBulk,
  createBooking,
  createSeries,
  getResource,
  Refusal,
} from '@booking/storage'
import type { Backend } from './backend.ts'
import { freeSlot, type Rooms, SINGLE_ROOMS, type Slot, type SlotSupply } from './rooms.ts'

/** CPU microseconds of PostgreSQL for each thing that the API does in it, over one connection. */
export interface Statements {
  /** A row by its primary key. */
  readonly lookUp: number
  /** One check of a free time, and of a taken one. */
  readonly free: number
  readonly taken: number
  /** 100 slots in one request, and as 100 checks. */
  readonly bulk: number
  readonly hundredChecks: number
  /** A booking, a refused one, and a series of so many. */
  readonly create: number
  readonly refused: number
  readonly recurring12: number
  readonly recurring1000: number
  /** Dead rows that the refusals have left in the tables they tried. */
  readonly deadRows: number
}

const words = {
  title: 'Client Meeting',
  description: 'Quarterly review with ABC Corp',
  attendees: ['user-123', 'user-456'],
  metadata: { meetingType: 'client', priority: 'high' },
}

const HOUR_MS = 3_600_000

const refused = (error: unknown) => {
  if (!(error instanceof Refusal)) throw error
}

/** @param slots what of the rooms is free */
export async function measureStatements(
  backend: Backend,
  rooms: Rooms,
  slots: SlotSupply,
): Promise<Statements> {
  const { cpuUsOf } = backend
  const random = () => rooms[Math.floor(Math.random() * SINGLE_ROOMS)]!
  const create = (slot: Slot) => createBooking(backend.context, { ...words, ...slot })
  const check = (slot: Slot) => checkAvailability(backend.context, slot)
  const series = (slot: Slot, recurrenceRule: string) =>
    createSeries(backend.context, { ...words, ...slot, recurrenceRule })

  const made = await cpuUsOf(() => create(slots.single()), 400)
  const known = (): Slot => slots.knownSlot(Math.random())
  const deadBefore = await deadRows(backend)
  const refusedUs = await cpuUsOf(() => create(known()).catch(refused), 400)
  const dead = (await deadRows(backend)) - deadBefore
  const hours = Array.from({ length: 100 }, (_, hour) => hour)
  const bulkSlots = (resourceId: string) => hours.map((hour) => freeSlot(resourceId, hour))
  return {
    lookUp: await cpuUsOf(() => getResource(backend.context, random()), 1000),
    free: await cpuUsOf(() => check(slots.besideKnown(Math.random())), 1000),
    taken: await cpuUsOf(() => check(known()), 1000),
    bulk: await cpuUsOf(() => {
      const resourceId = random()
      return checkAvailabilityBulk(backend.context, { resourceId, slots: bulkSlots(resourceId) })
    }, 100),
    hundredChecks: await cpuUsOf(async () => {
      for (const slot of bulkSlots(random())) await check(slot)
    }, 20),
    create: made,
    refused: refusedUs,
    recurring12: await cpuUsOf(() => series(slots.series(), 'FREQ=DAILY;COUNT=12'), 200),
    recurring1000: await cpuUsOf(() => {
      const slot = slots.wholeRoom()
      return series({ ...slot, end: slot.start + HOUR_MS / 4 }, 'FREQ=HOURLY;COUNT=1000')
    }, 20),
    deadRows: dead,
  }
}

/** Dead rows of the tables that a booking is written to, as PostgreSQL counts them. */
async function deadRows({ sql }: Backend): Promise<number> {
  await sql`SELECT pg_stat_force_next_flush()`
  const [row] = await sql<{ dead: number }[]>`
    SELECT sum(n_dead_tup)::int AS dead FROM pg_stat_user_tables
    WHERE relname IN ('occurrences', 'bookings', 'audit', 'outbox')`
  return row!.dead
}
