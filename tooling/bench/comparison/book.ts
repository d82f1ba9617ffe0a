import rrule from 'rrule'
import { Op, type Sequelize, type Transaction } from 'sequelize'
import { Booking, Resource } from './models.ts'

export interface Slot {
  readonly start: Date
  readonly end: Date
}

/** What a request says of a booking, besides when it is. */
export interface Words {
  readonly resourceId: string
  readonly title: string
  readonly description?: string
  readonly createdBy: string
  readonly attendees?: string[]
  readonly metadata?: object
  readonly recurrenceRule?: string
}

export const conflictsOf = (
  resourceId: string,
  slots: readonly Slot[],
  transaction: Transaction | null = null,
): Promise<Booking[]> =>
  Booking.findAll({
    where: {
      resourceId,
      status: 'active',
      [Op.or]: slots.map(({ start, end }) => ({ startTime: { [Op.lt]: end }, endTime: { [Op.gt]: start } })),
    },
    transaction,
  })

/**
 * Books under the lock of the resource's row: without it two requests would both find the time free.
 *
 * @returns the first occurrence, the conflicts, or null when there is no such resource
 */
export const book = (
  sequelize: Sequelize,
  words: Words,
  slots: readonly Slot[],
): Promise<Booking | Booking[] | null> =>
  sequelize.transaction(async (transaction) => {
    const resource = await Resource.findByPk(words.resourceId, { transaction, lock: transaction.LOCK.UPDATE })
    if (resource === null) return null
    const conflicts = await conflictsOf(words.resourceId, slots, transaction)
    if (conflicts.length > 0) return conflicts
    const rows = slots.map(({ start, end }) => ({
      resourceId: words.resourceId,
      title: words.title,
      description: words.description ?? null,
      startTime: start,
      endTime: end,
      isRecurring: words.recurrenceRule !== undefined,
      recurrenceRule: words.recurrenceRule ?? null,
      createdBy: words.createdBy,
      attendees: words.attendees ?? [],
      metadata: words.metadata ?? {},
      status: 'active',
    }))
    const [first] = rows
    if (rows.length === 1) return Booking.create(first!, { transaction })
    return (await Booking.bulkCreate(rows, { transaction }))[0]!
  })

/** The intervals of a rule, in UTC. */
export const slotsOf = (rule: string, { start, end }: Slot): Slot[] => {
  const durationMs = end.getTime() - start.getTime()
  return new rrule.RRule({ ...rrule.RRule.parseString(rule), dtstart: start })
    .all()
    .map((at) => ({ start: at, end: new Date(at.getTime() + durationMs) }))
}
