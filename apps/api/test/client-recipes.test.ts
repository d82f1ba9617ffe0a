import { readFileSync } from 'node:fs'
import * as client from '@booking/client'
import { expect, test } from 'vitest'
import { serveApp } from './served-app.ts'
import { createTestApp, signToken, studio } from './test-app.ts'

const readme = readFileSync(new URL('../../../packages/client/README.md', import.meta.url), 'utf8')
const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!)

/** `expression // => value` as a comparison; the import is what the program is given. */
const program = blocks
  .join('\n')
  .replace(/^import \{.*?\} from '@booking\/client'$/ms, '')
  .replace(/^(\s*)(.+) \/\/ => (.+)$/gm, '$1equal($2, $3)')

const app = await createTestApp()
const baseUrl = await serveApp(app)
const root = await signToken({ sub: 'root', role: 'admin' }, { nowMs: app.nowMs })
const admin = client.createBookingClient({ baseUrl, token: root })
const person = { email: 'ada@example.com', password: 'correct horse battery' }
await admin.users.create({ ...person, name: 'Ada' })

test('the recipes of the README of @booking/client do what they say', { timeout: 60_000 }, async () => {
  let compared = 0
  const given = {
    ...client,
    ...person,
    baseUrl,
    token: await signToken({ sub: 'ada' }, { nowMs: app.nowMs }),
    room: studio,
    console: { log: () => undefined, warn: () => undefined },
    equal(actual: unknown, expected: unknown) {
      compared++
      expect(actual).toEqual(expected)
    },
  }
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor
  await new AsyncFunction(`{ ${Object.keys(given).join(', ')} }`, program)(given)
  expect(compared).toBe(readme.split('// =>').length - 1)
})
