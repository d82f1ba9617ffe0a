import { createHash } from 'node:crypto'
import { createFirstAdmin } from '@booking/storage'
import { describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from './test-app.ts'

const person = {
  email: 'Name@Example.com',
  name: 'A. Name',
  role: 'premium',
  password: 'correct horse battery',
}

/** An app with one user who has signed in. */
const signedIn = async () => {
  const app = await createTestApp()
  const { body: user } = await app.send('POST', '/users', { role: 'admin', body: person })
  const { body: tokens } = await app.send('POST', '/auth/token', {
    as: null,
    body: { email: 'name@example.COM', password: person.password },
  })
  return { app, user, tokens }
}

const refresh = (app: TestApp, refreshToken: string) =>
  app.send('POST', '/auth/refresh', { as: null, body: { refreshToken } })

const me = (app: TestApp, accessToken: string) =>
  app.send('GET', '/auth/me', { as: null, headers: { Authorization: `Bearer ${accessToken}` } })

describe('signing in', () => {
  test('gives a token that says who one is, and what role one has', async () => {
    const { app, user, tokens } = await signedIn()
    expect(tokens).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 86_400,
      refreshExpiresIn: 2_592_000,
      user,
    })
    expect((await me(app, tokens.accessToken)).body).toEqual({ subject: user.id, role: 'premium', user })
  })

  test('a wrong password, an unknown address and a switched-off user are told alike', async () => {
    const { app, user } = await signedIn()
    const attempt = (email: string, password: string) =>
      app.send('POST', '/auth/token', { as: null, body: { email, password } })
    const wrong = await attempt(person.email, 'wrong password')
    const unknown = await attempt('nobody@example.com', person.password)
    await app.send('PATCH', `/users/${user.id}`, { role: 'admin', body: { isActive: false } })
    const off = await attempt(person.email, person.password)
    const told = [wrong, unknown, off].map(({ status, body: { requestId: _, ...body } }) => ({
      status,
      body,
    }))
    expect(told[0]).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(told[1]).toEqual(told[0])
    expect(told[2]).toEqual(told[0])
  })

  test('with a password that is being changed gives no session that outlives the change', async () => {
    const { app, user } = await signedIn()
    const { sql } = app.deps.database
    let isAnswered = false
    const isWaited = async () => {
      const [row] = await sql`
        SELECT EXISTS (
          SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        ) AS any`
      return row?.any === true
    }
    const attempt = await sql.begin(async (tx) => {
      await tx`UPDATE users SET password_hash = 'another', version = version + 1 WHERE id = ${user.id}`
      await tx`UPDATE sessions SET revoked_at = now() WHERE user_id = ${user.id}`
      const credentials = { email: person.email, password: person.password }
      const answer = app.send('POST', '/auth/token', { as: null, body: credentials }).finally(() => {
        isAnswered = true
      })
      await vi.waitFor(async () => expect(isAnswered || (await isWaited())).toBe(true), 30_000)
      return { answer }
    })
    expect((await attempt.answer).body.code).toBe('invalid_credentials')
    const [live] = await sql`SELECT count(*)::int AS count FROM sessions WHERE revoked_at IS NULL`
    expect(live?.count).toBe(0)
  })

  test('neither passwords nor refresh tokens are stored', async () => {
    const { app, tokens } = await signedIn()
    const [row] = await app.deps.database.sql`
      SELECT (SELECT string_agg(users::text, ' ') FROM users) || (SELECT string_agg(refresh_tokens::text, ' ')
        FROM refresh_tokens) AS everything`
    expect(row?.everything).toContain('$argon2id$')
    expect(row?.everything).not.toContain(person.password)
    expect(row?.everything).not.toContain(tokens.refreshToken)
  })

  test('a token signed elsewhere has no user here', async () => {
    const app = await createTestApp()
    const { body } = await app.send('GET', '/auth/me', { as: 'user-123' })
    expect(body).toEqual({ subject: 'user-123', role: 'standard' })
  })

  test('is not to be had where tokens come from elsewhere only', async () => {
    const app = await createTestApp({ signIn: null })
    const credentials = { email: person.email, password: person.password }
    await expect(app.send('POST', '/auth/token', { as: null, body: credentials })).rejects.toThrow(
      'not_found',
    )
  })
})

describe('a refresh token', () => {
  test('gives new tokens once', async () => {
    const { app, tokens } = await signedIn()
    const next = await refresh(app, tokens.refreshToken)
    expect(next.status).toBe(200)
    expect(next.body.refreshToken).not.toBe(tokens.refreshToken)
    expect((await me(app, next.body.accessToken)).status).toBe(200)
    expect((await refresh(app, tokens.refreshToken)).body.code).toBe('invalid_refresh_token')
    expect((await refresh(app, next.body.refreshToken)).status).toBe(200)
  })

  test('that comes again after its grace ends the session for both', async () => {
    const { app, tokens } = await signedIn()
    const next = await refresh(app, tokens.refreshToken)
    app.nowMs += 11_000
    expect((await refresh(app, tokens.refreshToken)).status).toBe(401)
    expect((await refresh(app, next.body.refreshToken)).status).toBe(401)
  })

  test('used 32 times at once gives exactly one new pair, and the session lives on', async () => {
    const { app, tokens } = await signedIn()
    const answers = await Promise.all(Array.from({ length: 32 }, () => refresh(app, tokens.refreshToken)))
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(31)
    expect((await refresh(app, won[0]?.body.refreshToken)).status).toBe(200)
  })

  test('expires', async () => {
    const { app, tokens } = await signedIn()
    app.nowMs += 2_592_000_000
    expect((await refresh(app, tokens.refreshToken)).status).toBe(401)
  })

  test('is worth nothing after signing out, a new password, or being switched off', async () => {
    for (const end of [
      ({ app, tokens }: Awaited<ReturnType<typeof signedIn>>) =>
        app.send('POST', '/auth/logout', { as: null, body: { refreshToken: tokens.refreshToken } }),
      ({ app, user }: Awaited<ReturnType<typeof signedIn>>) =>
        app.send('PATCH', `/users/${user.id}`, {
          role: 'admin',
          body: { password: 'another long password' },
        }),
      ({ app, user }: Awaited<ReturnType<typeof signedIn>>) =>
        app.send('PATCH', `/users/${user.id}`, { role: 'admin', body: { isActive: false } }),
    ]) {
      const scene = await signedIn()
      expect((await end(scene)).status).toBeLessThan(300)
      expect((await refresh(scene.app, scene.tokens.refreshToken)).status).toBe(401)
    }
  })

  test('nobody knows signs nobody out, and is told so to nobody', async () => {
    const app = await createTestApp()
    const { status } = await app.send('POST', '/auth/logout', { as: null, body: { refreshToken: 'unknown' } })
    expect(status).toBe(204)
  })
})

describe('users', () => {
  test('are made, listed, read and changed by administrators, and by nobody else', async () => {
    const { app, user } = await signedIn()
    const paths: [string, string, unknown?][] = [
      ['POST', '/users', { ...person, email: 'other@example.com' }],
      ['GET', '/users'],
      ['GET', `/users/${user.id}`],
      ['PATCH', `/users/${user.id}`, { name: 'Another Name' }],
    ]
    for (const [method, path, body] of paths) {
      const request = body === undefined ? {} : { body }
      expect((await app.send(method, path, { as: user.id, ...request })).status).toBe(403)
      expect((await app.send(method, path, { role: 'admin', ...request })).status).toBeLessThan(300)
    }
  })

  test('a key that is given with a password keeps no quick hash of it, and still tells requests apart', async () => {
    const { app, user } = await signedIn()
    const send = (method: string, path: string, body: object) =>
      app.send(method, path, { role: 'admin', body, headers: { 'Idempotency-Key': 'a-key' } })
    const other = { ...person, email: 'other@example.com' }
    for (const [method, path, body, status] of [
      ['POST', '/users', other, 201],
      ['PATCH', `/users/${user.id}`, { password: 'another long password' }, 200],
    ] as const) {
      const first = await send(method, path, body)
      expect(first.status).toBe(status)
      const again = await send(method, path, body)
      expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', first.body])
      const changed = await send(method, path, { ...body, password: 'a guess at the password' })
      expect(changed.body.code).toBe('idempotency_key_reused')
      const [row] = await app.deps.database.sql`
        SELECT fingerprint FROM idempotency_keys WHERE operation LIKE ${`${method.toLowerCase()} %`}`
      const request = JSON.stringify([`/api/v1${path}`, '', null, JSON.stringify(body)])
      expect(row?.fingerprint).toMatch(/^[\w-]{43}$/)
      expect(row?.fingerprint).not.toBe(createHash('sha256').update(request).digest('base64url'))
    }
  })

  test('an address has one user, however it is typed', async () => {
    const { app } = await signedIn()
    const again = { ...person, email: 'NAME@example.com' }
    const { status, body } = await app.send('POST', '/users', { role: 'admin', body: again })
    expect([status, body.code]).toEqual([409, 'email_taken'])
  })

  test('If-Match with an old version is refused', async () => {
    const { app, user } = await signedIn()
    const change = (tag: string) =>
      app.send('PATCH', `/users/${user.id}`, {
        role: 'admin',
        headers: { 'If-Match': tag },
        body: { name: 'B' },
      })
    expect((await change('"1"')).headers.get('etag')).toBe('"2"')
    expect((await change('"1"')).status).toBe(412)
  })

  test('the first administrator is made where there is no user, once', async () => {
    const app = await createTestApp()
    const first = { email: 'admin@example.com', password: 'a password for admins', nowMs: app.nowMs }
    expect(await createFirstAdmin(app.deps.database, first)).toMatchObject({ role: 'admin' })
    expect(await createFirstAdmin(app.deps.database, first)).toBeNull()
    const { body } = await app.send('POST', '/auth/token', {
      as: null,
      body: { email: first.email, password: first.password },
    })
    expect(body.user.role).toBe('admin')
  })
})
