import { describeWithRedis, type RedisServer, startRedis } from '@booking/testkit'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { memoryHitStore } from '../src/limits/memory-hit-store.ts'
import { redisHitStore } from '../src/limits/redis-hit-store.ts'
import { createTestApp, signToken } from './test-app.ts'

const app = await createTestApp()
const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs })
const headers = { Authorization: `Bearer ${token}` }
const LIMIT = 10

/** How long a request may take at the very most; a hundred times what it should. */
const FOREVER_MS = 5_000
/** What a command is given where Redis is frozen: longer than in earnest, so that a busy machine is not taken for it. */
const FROZEN_MS = 400

describeWithRedis('limits that are counted in Redis', () => {
  let redis: RedisServer
  let closing: (() => void)[] = []

  beforeEach(async () => {
    redis = await startRedis()
  })

  afterEach(async () => {
    for (const close of closing) close()
    closing = []
    await redis.stop()
  })

  /** One process of the API as far as limits go: an app with a Redis connection and a memory of its own. */
  const node = async (commandTimeoutMs = FOREVER_MS) => {
    const state = { nowMs: app.nowMs }
    const clock = () => state.nowMs
    const local = memoryHitStore(clock)
    let localHits = 0
    const counted = {
      hit: (...hit: Parameters<typeof local.hit>) => {
        localHits++
        return local.hit(...hit)
      },
    }
    const errors: string[] = []
    const onError = ({ message }: Error) => void errors.push(message)
    const store = redisHitStore(redis.url, counted, { clock, onError, commandTimeoutMs })
    closing.push(store.close)
    const rateLimit = { windowMs: 60_000, standard: LIMIT, premium: LIMIT, admin: LIMIT }
    const hono = createApp({ ...app.deps, clock, hits: store, redis: store, rateLimit })
    const get = async () => {
      const answer = await hono.request('/api/v1/resources?limit=1', { headers })
      const left = /;r=(\d+);t=(\d+)$/.exec(answer.headers.get('RateLimit') ?? '')
      return { status: answer.status, left: Number(left?.[1]), seconds: Number(left?.[2]), answer }
    }
    const health = async () => (await (await hono.request('/api/v1/health')).json()) as { status: string }
    const untilUp = () => vi.waitFor(() => expect(store.state()).toBe('up'), FOREVER_MS)
    await untilUp()
    return { get, health, untilUp, state, store, errors, localHits: () => localHits }
  }

  const command = async (...words: [string, ...string[]]) => {
    const client = new Redis(redis.url)
    try {
      return await client.call(...words)
    } finally {
      client.disconnect()
    }
  }

  test('two processes share one window, in which 40 requests at once are granted the limit exactly', async () => {
    const [one, other] = [await node(), await node()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => [one.get(), other.get()]).flat())
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
    const left = answers.filter(({ status }) => status === 200).map((answer) => answer.left)
    expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: LIMIT }, (_, at) => at))
    expect(one.localHits() + other.localHits()).toBe(0)
  })

  test('what the fields promise does not depend on the clock of this process, which is years behind', async () => {
    const one = await node()
    const { seconds } = await one.get()
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(65)
    for (let sent = 1; sent < LIMIT; sent++) await one.get()
    const { status, answer } = await one.get()
    expect(status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    expect(Number(answer.headers.get('Retry-After'))).toBeLessThanOrEqual(65)
  })

  test('every key it leaves expires when its window is over', async () => {
    const one = await node()
    await one.get()
    const keys = (await command('KEYS', '*')) as string[]
    expect(keys).toEqual(['booking:limit:subject:user-1'])
    const ttl = Number(await command('PTTL', keys[0]!))
    expect(ttl).toBeGreaterThan(0)
    expect(ttl).toBeLessThanOrEqual(65_000)
  })

  test('killed: requests go on under a local limit and health is degraded; back again, it is shared', async () => {
    const [one, other] = [await node(), await node()]
    await redis.kill()
    await vi.waitFor(
      () => expect([one.store.state(), other.store.state()]).toEqual(['down', 'down']),
      FOREVER_MS,
    )
    for (const { get, localHits } of [one, other]) {
      const statuses = []
      for (let sent = 0; sent < LIMIT + 2; sent++) statuses.push((await get()).status)
      expect(statuses).toEqual([...Array<number>(LIMIT).fill(200), 429, 429])
      expect(localHits()).toBe(LIMIT + 2)
    }
    expect(await one.health()).toMatchObject({ status: 'degraded', checks: { redis: { status: 'down' } } })
    await redis.restart()
    await Promise.all([one.untilUp(), other.untilUp()])
    expect((await one.get()).left).toBe(LIMIT - 1)
    expect((await other.get()).left).toBe(LIMIT - 2)
    expect(await one.health()).toMatchObject({ status: 'healthy', checks: { redis: { status: 'up' } } })
  })

  test('frozen: one request gives one command its time, the others ask nothing; thawed, it is shared again', async () => {
    const [one, other] = [await node(FROZEN_MS), await node(FROZEN_MS)]
    redis.freeze()
    try {
      for (let sent = 0; sent < LIMIT; sent++) expect((await one.get()).status).toBe(200)
      expect((await one.get()).status).toBe(429)
      expect(one.errors).toHaveLength(1)
      expect(one.localHits()).toBe(LIMIT + 1)
      expect(await one.health()).toMatchObject({ status: 'degraded', checks: { redis: { status: 'down' } } })
      expect(await other.health(), 'found out by its own ping').toMatchObject({ status: 'degraded' })
    } finally {
      redis.thaw()
    }
    for (const { state } of [one, other]) state.nowMs += 1_000
    await vi.waitFor(async () => expect((await one.health()).status).toBe('healthy'), FOREVER_MS)
    const before = (await one.get()).left
    expect((await other.get()).left).toBe(before - 1)
    expect(one.localHits()).toBe(LIMIT + 1)
  })

  test('frozen under 50 requests at once: each is served', async () => {
    const one = await node(FROZEN_MS)
    redis.freeze()
    try {
      const answers = await Promise.all(Array.from({ length: 50 }, () => one.get()))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(40)
    } finally {
      redis.thaw()
    }
  })

  test('a process that was busy for longer than a command may take does not take Redis for slow', async () => {
    // What Redis is given once this process has time again must be enough for it on a machine that is busy as well.
    const one = await node(500)
    await one.get()
    const answer = one.get()
    // Longer than the command's time, begun when the command is under way.
    await new Promise((resolve) => setImmediate(resolve))
    const until = performance.now() + 1_000
    while (performance.now() < until);
    expect((await answer).status).toBe(200)
    expect(one.errors).toEqual([])
    expect(one.localHits()).toBe(0)
  })

  test('flushed, with its scripts: the window begins anew and nothing fails', async () => {
    const [one, other] = [await node(), await node()]
    for (let sent = 0; sent < 3; sent++) await one.get()
    await redis.flush()
    expect((await one.get()).left).toBe(LIMIT - 1)
    expect((await other.get()).left).toBe(LIMIT - 2)
    expect([...one.errors, ...other.errors]).toEqual([])
    expect(one.localHits()).toBe(0)
  })

  test('out of memory: requests go on under the local limit; with room again it is shared', async () => {
    const [one, other] = [await node(), await node()]
    await command('CONFIG', 'SET', 'maxmemory', '1')
    const statuses = []
    for (let sent = 0; sent < LIMIT + 2; sent++) statuses.push((await one.get()).status)
    expect(statuses).toEqual([...Array<number>(LIMIT).fill(200), 429, 429])
    expect(one.errors).toHaveLength(1)
    expect(one.errors[0]).toContain('OOM')
    expect(await one.health()).toMatchObject({ status: 'degraded' })
    await command('CONFIG', 'SET', 'maxmemory', '0')
    one.state.nowMs += 1_000
    expect((await one.get()).left).toBe(LIMIT - 1)
    expect((await other.get()).left).toBe(LIMIT - 2)
    expect(await one.health()).toMatchObject({ status: 'healthy' })
  })

  test('a key that holds something else is answered from memory', async () => {
    const one = await node()
    await command('SET', 'booking:limit:subject:user-1', 'something else')
    expect(await one.get()).toMatchObject({ status: 200, left: LIMIT - 1 })
    expect(one.errors).toHaveLength(1)
  })

  test('a Redis that was never there: the first request is served from memory', async () => {
    await redis.kill()
    const local = memoryHitStore(() => 0)
    const store = redisHitStore(redis.url, local, { clock: () => 0, onError: () => {} })
    closing.push(store.close)
    expect(store.state()).toBe('down')
    expect(await store.hit('a', 2, 60_000)).toMatchObject({ totalHits: 1 })
    expect(await store.hit('a', 2, 60_000)).toMatchObject({ totalHits: 2 })
  })
})
