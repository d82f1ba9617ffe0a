import path from 'node:path'
import {
  type BookingRecord,
  type Context,
  cancelBooking,
  checkAvailability,
  checkAvailabilityBulk,
  createSeries,
  findSlots,
  listBookings,
  listResources,
  overdueBookings,
  sweepExpired,
} from '@booking/storage'
import { type Backend, openBackend } from '../api/backend.ts'
import { firstDayMs, freeSlot } from '../api/rooms.ts'
import { fillOurs, type Setting } from '../api/setting.ts'
import { fillBookings, PERSONS } from './fill-bookings.ts'
import { logPlans, nodesOf, PlanLog, type PlanNode } from './plan-log.ts'
import type { Sql } from './sql.ts'

/** What PostgreSQL does for one call. */
export interface Cost {
  /** Pages touched, of tables and of indexes. */
  readonly pages: number
  /** Milliseconds by its own clock, which `EXPLAIN` makes slower. */
  readonly ms: number
  /** Indexes that were read, and tables that were read whole. */
  readonly reads: readonly string[]
}

/** What an index is worth to a call. */
export interface IndexWorth {
  readonly call: string
  readonly index: string
  readonly with: Cost
  readonly without: Cost
}

export interface IndexWorths {
  readonly bookings: number
  readonly rows: readonly IndexWorth[]
}

const DAY_MS = 86_400_000
/** PostgreSQL plans a prepared statement anew five times before it may keep a plan. */
const WARM_UP_CALLS = 8

interface Stage {
  readonly context: Context
  /** Any room, another each time. */
  room(): string
  /** The id of any single booking, each one once. */
  booking(): string
  readonly roomOfSeries: string
}

interface Question {
  readonly call: string
  readonly index: string
  ask(stage: Stage): Promise<unknown>
}

const page = { page: 1, limit: 20 }
const person = () => `person-${Math.floor(Math.random() * PERSONS)}`

const questions: readonly Question[] = [
  {
    call: 'is a time free?',
    index: 'occurrences_by_end',
    ask: ({ context, room }) => checkAvailability(context, freeSlot(room(), 5)),
  },
  {
    call: 'are these 100 times free?',
    index: 'occurrences_by_end',
    ask: ({ context, room }) => {
      const resourceId = room()
      const slots = Array.from({ length: 100 }, (_, hour) => freeSlot(resourceId, hour))
      return checkAvailabilityBulk(context, { resourceId, slots })
    },
  },
  {
    call: 'free slots of a day',
    index: 'occurrences_by_end',
    ask: ({ context, room }) =>
      findSlots(context, {
        resourceId: room(),
        from: firstDayMs,
        to: firstDayMs + DAY_MS,
        durationMs: DAY_MS / 48,
        stepMs: DAY_MS / 48,
        slotsMax: 100,
      }),
  },
  {
    call: 'a time past the horizon',
    index: 'bookings_with_a_tail',
    ask: ({ context, roomOfSeries }) => {
      const start = firstDayMs + 10_000 * DAY_MS
      return checkAvailability(context, { resourceId: roomOfSeries, start, end: start + DAY_MS / 48 })
    },
  },
  {
    call: 'cancel a booking',
    index: 'occurrences_pkey',
    ask: ({ context, booking }) => cancelBooking(context, booking()),
  },
  {
    call: 'bookings of a resource on a day',
    index: 'bookings_by_resource',
    ask: ({ context, room }) =>
      listBookings(context, { ...page, resourceId: room(), from: firstDayMs, to: firstDayMs + DAY_MS }),
  },
  {
    call: 'the same',
    index: 'bookings_without_one_claim',
    ask: ({ context, room }) =>
      listBookings(context, { ...page, resourceId: room(), from: firstDayMs, to: firstDayMs + DAY_MS }),
  },
  {
    call: 'bookings that somebody has made',
    index: 'bookings_by_creator',
    ask: ({ context }) => listBookings(context, { ...page, createdBy: person() }),
  },
  {
    call: 'bookings that somebody is invited to',
    index: 'bookings_by_attendee',
    ask: ({ context }) => listBookings(context, { ...page, attendee: person() }),
  },
  {
    call: 'first page of all bookings',
    index: 'bookings_by_start',
    ask: ({ context }) => listBookings(context, page),
  },
  {
    call: 'first page of all resources',
    index: 'resources_in_order',
    ask: ({ context }) => listResources(context, page),
  },
  {
    call: 'events that wait for the worker',
    index: 'outbox_waiting',
    ask: ({ context: { database, nowMs } }) =>
      overdueBookings(database, { nowMs, lateMs: 60_000, bookingsMax: 100 }),
  },
  {
    call: 'sweep of expired keys',
    index: 'idempotency_keys_by_expiry',
    ask: ({ context }) => sweepExpired(context.database, context.nowMs),
  },
]

/** What each index is worth, with so many single bookings stored. */
export async function measureIndexes(
  setting: Setting,
  bookings: number,
  say: (line: string) => void,
): Promise<IndexWorths> {
  const url = await setting.newDatabase('indexes')
  const rooms = await fillOurs(url)
  const owner = await openBackend(url)
  try {
    say(`${bookings.toLocaleString('en-US')} bookings are written`)
    await fillBookings(owner.sql, bookings)
    const series = await oneEndlessSeries(owner, rooms.at(-1)!)
    await logPlans(owner.sql)
    const log = new PlanLog(path.join(setting.postgres.dataDir, 'server.log'))
    const ids = await owner.sql<{ id: string }[]>`
      SELECT id FROM bookings WHERE recurrence_rule IS NULL ORDER BY random() LIMIT 100`
    const costOf = async (question: Question): Promise<Cost> => {
      // Plans are kept by a session, and know nothing of an index that is hidden from others.
      const session = await openBackend(url)
      const stage: Stage = {
        context: { ...session.context, actor: { subject: 'bench', role: 'admin' } },
        room: () => rooms[Math.floor(Math.random() * rooms.length)]!,
        booking: () => ids.pop()!.id,
        roomOfSeries: series.resourceId,
      }
      for (let call = 0; call < WARM_UP_CALLS; call++) await question.ask(stage)
      const plans = await log.of(() => question.ask(stage))
      await session.close()
      return costOfPlans(plans)
    }
    const rows: IndexWorth[] = []
    for (const question of questions) {
      const { call, index } = question
      say(`${call} (${index})`)
      const given = await costOf(question)
      rows.push({ call, index, with: given, without: await hiding(owner.sql, index, () => costOf(question)) })
    }
    return { bookings, rows }
  } finally {
    await owner.close()
  }
}

function costOfPlans(plans: readonly PlanNode[]): Cost {
  const sum = (read: (plan: PlanNode) => number) => plans.reduce((total, plan) => total + read(plan), 0)
  const reads = plans
    .flatMap(nodesOf)
    .flatMap((node) =>
      node['Node Type'] === 'Seq Scan' ? [`${node['Relation Name']} whole`] : (node['Index Name'] ?? []),
    )
  return {
    pages: sum((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']),
    ms: sum((plan) => plan['Actual Total Time']),
    reads: [...new Set(reads)],
  }
}

/** The planner uses no index that is not valid; it stays up to date, and is back at once. */
async function hiding<T>(sql: Sql, index: string, work: () => Promise<T>): Promise<T> {
  const setValid = (isValid: boolean) =>
    sql`UPDATE pg_index SET indisvalid = ${isValid} WHERE indexrelid = ${index}::regclass`
  await setValid(false)
  try {
    return await work()
  } finally {
    await setValid(true)
  }
}

const endless = { title: 'Endless', attendees: [], metadata: {}, recurrenceRule: 'FREQ=DAILY' }

async function oneEndlessSeries(owner: Backend, resourceId: string): Promise<BookingRecord> {
  const { booking } = await createSeries(owner.context, { ...endless, ...freeSlot(resourceId, 0) })
  return booking
}
