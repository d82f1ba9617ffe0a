import { describe, expect, test } from 'vitest'
import {
  BookingSignedOutError,
  createBookingClient,
  createBookingSession,
  type SessionTokens,
} from '../src/index.ts'
import { faultServer, hangUp, json, problem, type Reaction } from './fault-server.ts'
import { quietClient } from './quiet-client.ts'

const user = { id: 'u', email: 'a@example.com' }

/** A server that issues numbered tokens, and accepts the newest access token only. */
const issuer = async (lifeSeconds = 3_600) => {
  let issued = 0
  let expired = 0
  const counts = { refreshed: 0, refused: 0, ended: [] as string[] }
  const answer: Reaction = (arrival, response) => {
    const { path, headers, body } = arrival
    const tokens = () => ({
      accessToken: `access-${++issued}`,
      refreshToken: `refresh-${issued}`,
      expiresIn: lifeSeconds,
      user,
    })
    if (path.endsWith('/auth/token')) return json(200, tokens())(arrival, response)
    if (path.endsWith('/auth/refresh')) {
      counts.refreshed++
      const isNewest = JSON.parse(body).refreshToken === `refresh-${issued}`
      const reaction = isNewest ? json(200, tokens()) : problem(401, 'invalid_refresh_token')
      return reaction(arrival, response)
    }
    if (path.endsWith('/auth/logout')) {
      counts.ended.push(JSON.parse(body).refreshToken)
      return response.writeHead(204).end()
    }
    const isGood = headers.authorization === `Bearer access-${issued}` && issued > expired
    if (isGood) return json(200, { subject: 'u' })(arrival, response)
    counts.refused++
    return problem(401, 'token_expired')(arrival, response)
  }
  const server = await faultServer(answer)
  return {
    ...server,
    counts,
    expireAccess: () => {
      expired = issued
    },
  }
}

describe('a token source', () => {
  test('is asked again once when its token is refused, and the request is sent once more', async () => {
    const { baseUrl, arrivals } = await faultServer(problem(401, 'token_expired'), json(201, { id: 'x' }))
    const asked: (string | null)[] = []
    const token = async ({ rejected }: { rejected: string | null }) => {
      asked.push(rejected)
      return `token-${asked.length}`
    }
    const { client } = quietClient({ baseUrl, token })
    await client.bookings.cancel('x', { idempotencyKey: false })
    expect(asked).toEqual([null, 'token-1'])
    expect(arrivals.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('that has no other token ends the call, and so does a second refusal', async () => {
    for (const token of [
      'fixed',
      () => 'the same',
      ({ rejected }: { rejected: string | null }) => `${rejected}+`,
    ]) {
      const { baseUrl, arrivals } = await faultServer(problem(401, 'unauthenticated'))
      const { client } = quietClient({ baseUrl, token })
      await expect(client.auth.getMe()).rejects.toMatchObject({ code: 'unauthenticated' })
      expect(arrivals.length).toBeLessThanOrEqual(2)
    }
  })
})

describe('a session', () => {
  test('signs in, is used, and signs out', async () => {
    const { baseUrl, counts } = await issuer()
    const told: (SessionTokens | null)[] = []
    const session = createBookingSession({
      baseUrl,
      onTokens: (tokens) => told.push(tokens),
      now: () => 1_000,
    })
    expect(await session.signIn({ email: 'a@example.com', password: 'p' })).toEqual(user)
    const client = createBookingClient({ baseUrl, token: session.token })
    expect(await client.auth.getMe()).toEqual({ subject: 'u' })
    await session.signOut()
    expect(counts.ended).toEqual(['refresh-1'])
    expect(told).toEqual([
      { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAtMs: 3_601_000 },
      null,
    ])
    await expect(client.auth.getMe()).rejects.toBeInstanceOf(BookingSignedOutError)
  })

  test('renews its token once for many calls that find it refused at once', async () => {
    const { baseUrl, counts, expireAccess } = await issuer()
    const session = createBookingSession({ baseUrl })
    await session.signIn({ email: 'a@example.com', password: 'p' })
    const client = createBookingClient({ baseUrl, token: session.token })
    expireAccess()
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.auth.getMe()))
    expect(answers).toEqual(Array(8).fill({ subject: 'u' }))
    expect(counts).toMatchObject({ refreshed: 1, refused: 8 })
  })

  test('renews a token that is about to end before it is used, once for all calls', async () => {
    const { baseUrl, counts } = await issuer(600)
    let nowMs = 0
    const session = createBookingSession({ baseUrl, now: () => nowMs })
    await session.signIn({ email: 'a@example.com', password: 'p' })
    const client = createBookingClient({ baseUrl, token: session.token })
    nowMs = 569_999
    await client.auth.getMe()
    expect(counts.refreshed).toBe(0)
    nowMs = 570_000
    await Promise.all(Array.from({ length: 8 }, () => client.auth.getMe()))
    expect(counts).toMatchObject({ refreshed: 1, refused: 0 })
  })

  test('uses a token that lives shortly for half of its life', async () => {
    const { baseUrl, counts } = await issuer(20)
    let nowMs = 0
    const session = createBookingSession({ baseUrl, now: () => nowMs })
    await session.signIn({ email: 'a@example.com', password: 'p' })
    nowMs = 9_999
    expect(await session.token({ rejected: null })).toBe('access-1')
    nowMs = 10_000
    expect(await session.token({ rejected: null })).toBe('access-2')
    expect(counts.refreshed).toBe(1)
  })

  test('goes on from the tokens of an earlier run', async () => {
    const { baseUrl } = await issuer()
    const first = createBookingSession({ baseUrl, onTokens: (given) => kept.push(given) })
    const kept: (SessionTokens | null)[] = []
    await first.signIn({ email: 'a@example.com', password: 'p' })
    const second = createBookingSession({ baseUrl, tokens: kept[0] ?? undefined })
    expect(await second.token({ rejected: null })).toBe('access-1')
    expect(await second.token({ rejected: 'access-1' })).toBe('access-2')
  })

  test('whose refresh token is refused is over', async () => {
    const { baseUrl } = await issuer()
    const told: (SessionTokens | null)[] = []
    const tokens = { accessToken: 'old', refreshToken: 'used before', expiresAtMs: 0 }
    const session = createBookingSession({ baseUrl, tokens, onTokens: (given) => told.push(given) })
    await expect(session.token({ rejected: null })).rejects.toBeInstanceOf(BookingSignedOutError)
    expect(told).toEqual([null])
  })

  test('whose renewal did not come through is not over, and the renewal was sent once', async () => {
    const { baseUrl, arrivals } = await faultServer(
      hangUp,
      json(200, {
        accessToken: 'a2',
        refreshToken: 'r2',
        expiresIn: 600,
        user,
      }),
    )
    const tokens = { accessToken: 'a1', refreshToken: 'r1', expiresAtMs: 0 }
    const session = createBookingSession({ baseUrl, tokens })
    await expect(session.token({ rejected: null })).rejects.toMatchObject({ name: 'BookingNetworkError' })
    expect(arrivals).toHaveLength(1)
    expect(await session.token({ rejected: null })).toBe('a2')
  })

  test('that is signed out during a renewal stays signed out, and what the renewal gave is ended', async () => {
    const { baseUrl, counts, arrivals } = await issuer()
    const session = createBookingSession({ baseUrl })
    await session.signIn({ email: 'a@example.com', password: 'p' })
    const renewal = session.token({ rejected: 'access-1' })
    const signedOut = session.signOut()
    await expect(renewal).rejects.toBeInstanceOf(BookingSignedOutError)
    await signedOut
    expect(counts.ended.toSorted()).toEqual(['refresh-1', 'refresh-2'])
    expect(arrivals).toHaveLength(4)
    expect(() => session.token({ rejected: null })).toThrow(BookingSignedOutError)
  })
})
