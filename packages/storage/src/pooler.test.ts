import { createTestDatabase } from '@booking/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { hasPgbouncer, startPgbouncer } from '../test/pgbouncer.ts'
import { createTestResource } from '../test/test-context.ts'
import { createBooking } from './bookings/create-booking.ts'
import { defaultBounds } from './context.ts'
import { openDatabase } from './database.ts'
import { checkPooler, PoolerError } from './pooler.ts'

const { url } = await createTestDatabase()

/** What PgBouncer would otherwise refuse at connecting. */
const ignored =
  'ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout'

/** What an operator sets for the role, here for the database alone. */
const limitStatements = async () => {
  const database = openDatabase({ url })
  for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
    await database.sql.unsafe(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET ${name} = '5s'`)
  await database.close()
}

test('a server that is asked directly is what it is said to be', async () => {
  await expect(checkPooler({ url })).resolves.toBeUndefined()
})

test('without limits of its role, statements are not sent through a pooler', async () => {
  await expect(checkPooler({ url, pooler: 'transaction' })).rejects.toThrow(
    /^Behind a pooler .* idle_in_transaction_session_timeout, lock_timeout, statement_timeout\. .*ALTER ROLE/,
  )
})

test('a server that cannot be reached is no pooler', async () => {
  const nowhere = checkPooler({ url: 'postgresql://booking@127.0.0.1:1/none' })
  await expect(nowhere).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

describe.skipIf(!hasPgbouncer())('PgBouncer with a session for each transaction', () => {
  test.each([
    ['that refuses timeouts', []],
    ['that ignores timeouts', [ignored]],
    ['that gives sessions in turn', [ignored, 'server_round_robin = 1']],
  ])('%s is refused unless it is said to be there', async (_, settings) => {
    const through = await startPgbouncer(url, settings)
    await expect(checkPooler({ url: through })).rejects.toBeInstanceOf(PoolerError)
  })

  test('with its sessions in use is refused as well', async () => {
    const through = await startPgbouncer(url, [ignored])
    const busy = openDatabase({ url: through, connectionsMax: 3, pooler: 'transaction' })
    afterAll(() => busy.close())
    const work = Array.from({ length: 3 }, () => busy.sql`SELECT pg_sleep(0.2)`)
    await expect(checkPooler({ url: through })).rejects.toBeInstanceOf(PoolerError)
    await Promise.all(work)
  })

  test('that is said to be there carries 60 racers for one slot: one gets it, each is answered', async () => {
    await limitStatements()
    const through = await startPgbouncer(url)
    await expect(checkPooler({ url: through, pooler: 'transaction' })).resolves.toBeUndefined()
    const database = openDatabase({ url: through, connectionsMax: 20, pooler: 'transaction' })
    afterAll(() => database.close())
    const nowMs = Date.parse('2025-01-15T10:30:00Z')
    const ctx = {
      database,
      actor: { subject: 'admin', role: 'admin' } as const,
      nowMs,
      bounds: defaultBounds,
    }
    const { id: resourceId } = await createTestResource(ctx)
    const start = Date.parse('2025-02-03T10:00:00Z')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, () =>
        createBooking(ctx, {
          resourceId,
          title: 'Review',
          start,
          end: start + 3_600_000,
          attendees: [],
          metadata: {},
        }),
      ),
    )
    const won = outcomes.filter(({ status }) => status === 'fulfilled')
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(won).toHaveLength(1)
    expect(lost).toEqual(Array(59).fill('booking_conflict'))
  })
})
