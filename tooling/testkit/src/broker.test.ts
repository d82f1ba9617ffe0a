import { afterEach, expect, test } from 'vitest'
import { type Broker, startBroker } from './broker.ts'

let broker: Broker
afterEach(() => broker.stop())

test('a run that asks for nothing starts nothing', async () => {
  broker = await startBroker({ databaseUrl: undefined, redisUrl: undefined, migrate: refuse })
  expect(broker.address.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('who does not know the secret gets nothing', async () => {
  broker = await startBroker({ databaseUrl: undefined, redisUrl: 'redis://elsewhere:1', migrate: refuse })
  expect((await fetch(`${broker.address.url}/redis`)).status).toBe(401)
})

test('a Redis that is given is handed out as it is', async () => {
  broker = await startBroker({ databaseUrl: undefined, redisUrl: 'redis://elsewhere:1', migrate: refuse })
  expect(await ask(broker, 'redis')).toEqual({ status: 200, body: { url: 'redis://elsewhere:1' } })
})

test('a migration that fails reaches the test that asked, with its own words, and leaves no server', async () => {
  broker = await startBroker({ databaseUrl: undefined, redisUrl: undefined, migrate: refuse })
  const { status, body } = await ask(broker, 'clone')
  expect(status).toBe(500)
  expect(body).toMatchObject({ error: 'migration 0007 is broken' })
})

function refuse(): Promise<never> {
  return Promise.reject(new TypeError('migration 0007 is broken'))
}

async function ask(from: Broker, action: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${from.address.url}/${action}`, {
    headers: { authorization: `Bearer ${from.address.secret}` },
  })
  return { status: response.status, body: await response.json() }
}
