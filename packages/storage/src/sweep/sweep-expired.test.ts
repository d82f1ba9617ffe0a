import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { answerOnce } from '../answer-once.ts'
import { createBooking } from '../bookings/create-booking.ts'
import type { Context } from '../context.ts'
import { startSession } from '../sessions/start-session.ts'
import { createUser } from '../users/create-user.ts'
import { sweepExpired } from './sweep-expired.ts'

const DAY_MS = 86_400_000

test('what has expired is forgotten, what has not is kept', async () => {
  const base = await createTestContext()
  const resource = await createTestResource(base)
  const keyed: Context = {
    ...base,
    keyed: {
      key: 'k',
      operation: 'post /bookings',
      fingerprint: 'f',
      render: () => ({ status: 201, headers: {}, body: '{}' }),
    },
  }
  const start = Date.parse('2025-02-01T09:00:00Z')
  const input = { resourceId: resource.id, title: 'T', start, end: start + 3_600_000 }
  await answerOnce(keyed, () => createBooking(keyed, input))
  const credentials = { email: 'a@example.com', password: 'a long password' }
  await createUser(base, { ...credentials, name: 'A', role: 'standard' })
  await startSession(base.database, credentials, { nowMs: base.nowMs, refreshMs: 2 * DAY_MS })

  const none = { idempotencyKeys: 0, sessions: 0 }
  expect(await sweepExpired(base.database, base.nowMs + DAY_MS - 1)).toEqual(none)
  expect(await sweepExpired(base.database, base.nowMs + DAY_MS)).toEqual({ idempotencyKeys: 1, sessions: 0 })
  expect(await sweepExpired(base.database, base.nowMs + 2 * DAY_MS)).toEqual({
    idempotencyKeys: 0,
    sessions: 1,
  })
  expect(await sweepExpired(base.database, base.nowMs + 3 * DAY_MS)).toEqual(none)
})
