import { basePath, type ProblemCode, problemCodes, problemKinds, routePath } from '@booking/contract'
import { type Database, openDatabase } from '@booking/storage'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { memoryHitStore } from '../src/limits/memory-hit-store.ts'
import { routes } from '../src/routes.ts'
import { tokenVerifier } from '../src/tokens.ts'
import { capturedLog } from './captured-log.ts'
import { appOn, createTestApp, roomA, signToken, studio, type TestAnswer } from './test-app.ts'

const log = capturedLog()
const app = await createTestApp({ logger: log.logger })
const token = await signToken({ sub: 'eve@example.com' }, { nowMs: app.nowMs })
const someId = '01940000-0000-7000-8000-000000000000'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let day = Date.parse('2025-02-03T10:00:00Z')
const slot = () => {
  const startTime = new Date(day).toISOString()
  const endTime = new Date(day + HOUR_MS).toISOString()
  day += 10 * DAY_MS
  return { resourceId: studio, title: 'Rehearsal', startTime, endTime }
}
const series = (recurrenceRule = 'FREQ=DAILY;COUNT=4') => ({ ...slot(), recurrenceRule })

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.send('POST', path, { body, headers })

const made = async (path: string, body: object): Promise<{ id: string; startTime: string }> => {
  const answer = await post(path, body)
  expect(answer.status).toBe(201)
  return answer.body
}

const dateOf = ({ startTime }: { startTime: string }) => startTime.slice(0, 10)

/** How each code is reached over HTTP. */
const ways: { [Code in ProblemCode]?: () => Promise<TestAnswer> } = {
  malformed_json: () => post('/bookings', '{"title": '),
  invalid_request: () => post('/bookings', { title: '' }),
  invalid_interval: async () => {
    const { id, startTime } = await made('/bookings', slot())
    return app.send('PATCH', `/bookings/${id}`, { body: { endTime: startTime } })
  },
  unauthenticated: () => app.send('GET', '/bookings', { as: null }),
  token_expired: async () => {
    const expired = await signToken({ sub: 'eve' }, { nowMs: app.nowMs, expiresInSeconds: -60 })
    return app.send('GET', '/bookings', { as: null, headers: { Authorization: `Bearer ${expired}` } })
  },
  forbidden: () => post('/resources', { name: 'Attic', type: 'meeting_room', capacity: 4 }),
  on_behalf_forbidden: () => post('/bookings', { ...slot(), createdBy: 'somebody' }),
  not_found: () => app.send('GET', '/nowhere'),
  resource_not_found: () => app.send('GET', `/resources/${someId}`),
  booking_not_found: () => app.send('GET', `/bookings/${someId}`),
  exception_not_found: async () => {
    const { id } = await made('/bookings/recurring', series())
    return app.send('GET', `/bookings/${id}/exceptions/${someId}`)
  },
  method_not_allowed: () => app.send('DELETE', '/bookings'),
  booking_conflict: async () => {
    const body = slot()
    await made('/bookings', body)
    return post('/bookings', body)
  },
  ambiguous_occurrence: async () => {
    const { id, startTime } = await made('/bookings/recurring', series('FREQ=HOURLY;INTERVAL=3;COUNT=4'))
    const body = { exceptionType: 'cancelled', exceptionDate: dateOf({ startTime }) }
    return post(`/bookings/${id}/exceptions`, body)
  },
  occurrence_already_excepted: async () => {
    const booking = await made('/bookings/recurring', series())
    const path = `/bookings/${booking.id}/exceptions`
    await post(path, { exceptionType: 'cancelled', exceptionDate: dateOf(booking) })
    return post(path, { exceptionType: 'modified', exceptionDate: dateOf(booking), newTitle: 'Other' })
  },
  orphaned_exceptions: async () => {
    const booking = await made('/bookings/recurring', series())
    await post(`/bookings/${booking.id}/exceptions`, {
      exceptionType: 'cancelled',
      exceptionDate: dateOf({ startTime: new Date(Date.parse(booking.startTime) + DAY_MS).toISOString() }),
    })
    const body = { recurrenceRule: 'FREQ=DAILY;INTERVAL=2;COUNT=4' }
    return app.send('PUT', `/bookings/${booking.id}`, { body })
  },
  booking_cancelled: async () => {
    const { id } = await made('/bookings', slot())
    await app.send('DELETE', `/bookings/${id}`)
    return app.send('PATCH', `/bookings/${id}`, { body: { title: 'Again' } })
  },
  precondition_failed: async () => {
    const { id } = await made('/bookings', slot())
    return app.send('PATCH', `/bookings/${id}`, { body: { title: 'New' }, headers: { 'If-Match': '"7"' } })
  },
  payload_too_large: () => post('/bookings', { ...slot(), description: 'x'.repeat(300_000) }),
  unsupported_media_type: () => post('/bookings', slot(), { 'Content-Type': 'text/plain' }),
  invalid_recurrence_rule: () => post('/bookings/recurring', series('FREQ=SOMETIMES')),
  unsupported_frequency: () => post('/bookings/recurring', series('FREQ=SECONDLY;COUNT=2')),
  rule_never_occurs: () => post('/bookings/recurring', series('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')),
  unknown_time_zone: () => post('/bookings/recurring', { ...series(), timeZone: 'Mars/Olympus' }),
  outside_business_hours: () =>
    post('/bookings', {
      ...slot(),
      resourceId: roomA,
      startTime: '2025-02-03T03:00:00Z',
      endTime: '2025-02-03T04:00:00Z',
    }),
  over_capacity: () =>
    post('/bookings', { ...slot(), attendees: Array.from({ length: 500 }, (_, at) => `u${at}`) }),
  resource_inactive: async () => {
    const body = { name: 'Attic', type: 'meeting_room', capacity: 4, isActive: false }
    const { body: resource } = await app.send('POST', '/resources', { role: 'admin', body })
    return post('/bookings', { ...slot(), resourceId: resource.id })
  },
  too_many_occurrences: () => post('/bookings/recurring', series('FREQ=HOURLY;COUNT=5000')),
  self_overlap: () => {
    const body = series('FREQ=DAILY;COUNT=3')
    const endTime = new Date(Date.parse(body.startTime) + 2 * DAY_MS).toISOString()
    return post('/bookings/recurring', { ...body, endTime })
  },
  not_a_series: async () => {
    const booking = await made('/bookings', slot())
    const body = { exceptionType: 'cancelled', exceptionDate: dateOf(booking) }
    return post(`/bookings/${booking.id}/exceptions`, body)
  },
  no_such_occurrence: async () => {
    const { id } = await made('/bookings/recurring', series())
    return post(`/bookings/${id}/exceptions`, { exceptionType: 'cancelled', exceptionDate: '2031-01-01' })
  },
  idempotency_key_reused: async () => {
    const headers = { 'Idempotency-Key': 'used' }
    await post('/bookings', slot(), headers)
    return post('/bookings', slot(), headers)
  },
  rate_limited: async () => {
    const rateLimit = { windowMs: 60_000, standard: 1, premium: 1, admin: 1 }
    const limited = await appOn(app.databaseUrl, { rateLimit, hits: memoryHitStore(app.deps.clock) })
    await limited.send('GET', '/resources')
    return limited.send('GET', '/resources')
  },
  internal: async () => {
    const clock = () => {
      throw new Error('secret of the clock')
    }
    const broken = await appOn(app.databaseUrl, {
      logger: log.logger,
      clock,
      verifyToken: app.deps.verifyToken,
    })
    return broken.send('GET', '/bookings')
  },
  identity_unavailable: async () => {
    const verifyToken = await tokenVerifier({ jwksUrl: 'http://127.0.0.1:1/', clock: app.deps.clock })
    const foreign = await appOn(app.databaseUrl, { verifyToken })
    const { privateKey } = await generateKeyPair('ES256')
    const token = await new SignJWT({ sub: 'someone', exp: app.nowMs / 1000 + 60 })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey)
    return foreign.send('GET', '/resources', { as: null, headers: { Authorization: `Bearer ${token}` } })
  },
  overloaded: async () => {
    const hasty = openDatabase({ url: app.databaseUrl, lockTimeoutMs: 20 })
    afterAll(() => hasty.close())
    const impatient = await appOn(app.databaseUrl, { database: hasty })
    return locking(app.deps.database, () => impatient.send('POST', '/bookings', { body: slot() }))
  },
}

const locking = async (database: Database, during: () => Promise<TestAnswer>): Promise<TestAnswer> =>
  (await database.sql.begin(async (tx) => {
    await tx`SELECT 1 FROM resources WHERE id = ${studio} FOR UPDATE`
    return during()
  })) as TestAnswer

/**
 * Reached elsewhere: while a twin runs (idempotency), when the database hangs (deadline) or is gone
 * (errors-database), by accounts.
 */
const elsewhere: readonly ProblemCode[] = [
  'idempotency_in_progress',
  'deadline_exceeded',
  'database_unavailable',
  ...problemCodes.filter((code) => /credentials|refresh_token|email|user_not_found/.test(code)),
]

describe('every problem code', () => {
  test('has a way that leads to it', () => {
    expect([...Object.keys(ways), ...elsewhere].sort()).toEqual([...problemCodes].sort())
  })

  test.for(Object.entries(ways))('%s', async ([code, reach]) => {
    const { status, body, headers } = await reach()
    expect(body.code).toBe(code)
    const kind = problemKinds[code as ProblemCode]
    expect(status).toBe(kind.status)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({ type: `/problems/${code}`, title: kind.title, status: kind.status })
    expect(body.detail.length).toBeGreaterThan(10)
    expect(body.instance).toMatch(/^\/api\/v1\//)
    expect(body.requestId).toBe(headers.get('x-request-id'))
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    if (status === 429 || status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    if (status === 401) expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
    expect((await createApp(app.deps).request(body.type)).status).toBe(200)
  })

  test('a fault of ours is told without details and logged with its place', async () => {
    const { body, status } = await ways.internal!()
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('clock')
    expect(log.text()).not.toContain('secret of the clock')
    expect(log.text()).toMatch(/"fault":"Error","at":"\s+at /)
    expect(log.text()).toContain(`"requestId":"${body.requestId}"`)
  })
})

describe('paths and methods', () => {
  const operationList = routes.map(({ operation }) => operation)
  const paths = [...new Set(operationList.map((operation) => routePath(operation)))]
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

  test.for(paths)('%s knows its methods and refuses others with Allow', async (path) => {
    const known = operationList
      .filter((operation) => routePath(operation) === path)
      .map(({ method }) => method.toUpperCase())
    const allow = known.includes('GET') ? [...known, 'HEAD'] : known
    for (const method of methods) {
      if (known.includes(method)) continue
      const answer = await app.send(method, path.replace(/:\w+/g, someId))
      expect(answer.body).toMatchObject({ status: 405, code: 'method_not_allowed' })
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual([...allow].sort())
    }
  })

  test.for([
    '/',
    '/booking',
    '/bookings/',
    '/bookings//',
    `/bookings/${someId}/nothing`,
    '/Bookings',
    '/bookings%2Frecurring/x',
    '/__proto__',
    '/constructor/prototype',
    '/bookings/..%2f..%2fetc%2fpasswd/x',
    `/${'a/'.repeat(500)}`,
  ])('%s is nowhere', async (path) => {
    const { body } = await app.send('GET', path)
    expect(body).toMatchObject({ status: 404, code: 'not_found' })
  })

  test.for([
    'not-a-uuid',
    '1',
    '%00',
    '%',
    '%E0%A4%A',
    '%FF',
    "1' OR '1'='1",
    'ⓐ',
    '__proto__',
    'a'.repeat(5_000),
  ])('an id that is %j is 400 or 404', async (id) => {
    for (const path of [`/bookings/${id}`, `/resources/${id}`, `/bookings/${someId}/exceptions/${id}`]) {
      const { status, body } = await app.send('GET', path)
      expect([400, 404]).toContain(status)
      expect(['invalid_request', 'not_found', 'booking_not_found', 'exception_not_found']).toContain(
        body.code,
      )
    }
  })
})

/** An answer to raw bytes; `length` declares them, without it they are streamed. */
const sendBytes = async (
  bytes: Uint8Array | string,
  headers: Record<string, string> = {},
  streamed = false,
) => {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  const body = streamed ? new Blob([data as Uint8Array<ArrayBuffer>]).stream() : data
  const request = new Request(`http://localhost${basePath}/bookings`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      ...(streamed ? {} : { 'Content-Length': String(data.length) }),
      ...headers,
    },
    body,
    duplex: 'half',
  } as RequestInit)
  const answer = await createApp(app.deps).request(request)
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  return { status: answer.status, body: (await answer.json()) as any }
}

describe('bodies', () => {
  const padded = (bytes: number) => {
    const text = JSON.stringify(slot())
    return text + ' '.repeat(bytes - text.length)
  }

  test.for([
    ['declared', false],
    ['in pieces', true],
  ] as const)('of 256 KiB are read and one byte more is 413: %s', async ([, streamed]) => {
    expect((await sendBytes(padded(262_144), {}, streamed)).status).toBe(201)
    expect((await sendBytes(padded(262_145), {}, streamed)).body.code).toBe('payload_too_large')
  })

  test('that say they are short and are long are 413 all the same', async () => {
    for (const length of ['10', '0']) {
      expect((await sendBytes(padded(300_000), { 'Content-Length': length })).status).toBe(413)
    }
  })

  test.for([
    ['text/plain', 415],
    ['', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonp', 415],
    ['text/json', 415],
    ['application/json', 201],
    ['application/json; charset=utf-8', 201],
    ['APPLICATION/JSON', 201],
    ['application/merge-patch+json', 201],
  ] as const)('of type %j: %i', async ([type, status]) => {
    expect((await sendBytes(JSON.stringify(slot()), { 'Content-Type': type })).status).toBe(status)
  })

  test.for([
    ['gzip', 415],
    ['br', 415],
    ['gzip, identity', 415],
    ['identity', 201],
    ['Identity', 201],
  ] as const)('coded as %j: %i', async ([coding, status]) => {
    const answer = await sendBytes(JSON.stringify(slot()), { 'Content-Encoding': coding })
    expect(answer.status).toBe(status)
    if (status === 415) expect(answer.body.code).toBe('unsupported_media_type')
  })

  test('marked as UTF-8 by a byte order mark are read', async () => {
    expect((await sendBytes(`\ufeff${JSON.stringify(slot())}`)).status).toBe(201)
  })

  const whole = JSON.stringify({ resourceId: studio, title: 'T' })

  test.for([
    ['cut short', whole.slice(0, -1)],
    ['one brace', '{'],
    ['followed by more', `${whole}x`],
    ['two documents', `${whole}${whole}`],
    ['NaN', '{"title":NaN}'],
    ['Infinity', '{"title":-Infinity}'],
    ['undefined', '{"title":undefined}'],
    ['single quotes', "{'title':'T'}"],
    ['a comma too many', '{"title":"T",}'],
    ['a comment', '{"title":"T"/* c */}'],
    ['a leading zero', '{"n":01}'],
    ['a control character', '{"title":"a\nb"}'],
    ['an unfinished escape', '{"title":"\\u12"}'],
    ['white space only', '   '],
    ['invalid UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
    ['overlong UTF-8', Uint8Array.of(0x22, 0xc0, 0x80, 0x22)],
    ['half a character of UTF-8', Uint8Array.of(0x22, 0xe2, 0x82, 0x22)],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['UTF-16', new Uint8Array(Buffer.from(whole, 'utf16le'))],
  ] as const)('that are no JSON are 400: %s', async ([, bytes]) => {
    const { status, body } = await sendBytes(bytes)
    expect(status).toBe(400)
    expect(body.code).toBe('malformed_json')
  })

  test.for([
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"text"'],
    ['a list', '[]'],
    ['a list of bookings', JSON.stringify([slot()])],
    ['true', 'true'],
    ['10,000 lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['40,000 objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
    ['nothing', ''],
  ] as const)('that are JSON but no object are 400: %s', async ([, bytes]) => {
    const { status, body } = await sendBytes(bytes)
    expect(status).toBe(400)
    expect(body.code).toBe('invalid_request')
  })
})

/** JSON text; JSON.stringify cannot write that deep. */
const deep = `${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)}`
const huge = 'x'.repeat(100_000)

/** Values that fit no field at all, put into every field of every body. */
const badValues: Record<string, unknown> = {
  null: null,
  'a NUL': 'a\u0000b',
  'half a character': 'a\ud800b',
  'the other half': '\udc00',
  'a huge text': huge,
  'a huge number': 1e308,
  '2^31': 2 ** 31,
  '2^53': 2 ** 53,
  '-1': -1,
  'a fraction': 0.1,
  true: true,
  'an empty list': [],
  'a list of lists': [[[]]],
  'a list with null': [null],
  'a list with a NUL': ['a\u0000b'],
  'an empty object': {},
  'an operator': { $gt: '' },
  '20,000 levels': 'DEEP',
  'the year 300000': '+300000-01-01T00:00:00Z',
  'the year -1': '-000001-01-01T00:00:00Z',
  'the year 0': '0000-01-01T00:00:00Z',
  '30 February': '2025-02-30T10:00:00Z',
  SQL: "'; DROP TABLE bookings; --",
  'a format string': '%s%n%p',
}

const bodies: Record<string, { method: string; path: () => Promise<string>; body: () => object }> = {
  'POST /bookings': {
    method: 'POST',
    path: async () => '/bookings?dryRun=true',
    body: () => ({
      ...slot(),
      description: 'd',
      createdBy: 'user-123',
      attendees: ['a'],
      metadata: { a: 1 },
    }),
  },
  'POST /bookings/recurring': {
    method: 'POST',
    path: async () => '/bookings/recurring?dryRun=true',
    body: () => ({ ...series(), timeZone: 'UTC', conflictPolicy: 'reject', attendees: ['a'], metadata: {} }),
  },
  'PATCH /bookings/{id}': {
    method: 'PATCH',
    path: async () => `/bookings/${(await made('/bookings', slot())).id}`,
    body: () => ({
      ...slot(),
      description: 'd',
      createdBy: 'user-123',
      attendees: [],
      metadata: {},
      recurrenceRule: 'FREQ=DAILY;COUNT=2',
      timeZone: 'UTC',
    }),
  },
  'POST exceptions': {
    method: 'POST',
    path: async () => `/bookings/${(await made('/bookings/recurring', series())).id}/exceptions`,
    body: () => ({
      exceptionType: 'modified',
      exceptionDate: '2025-02-03',
      occurrenceStart: '2025-02-03T10:00:00Z',
      newStartTime: '2025-02-03T10:00:00Z',
      newEndTime: '2025-02-03T11:00:00Z',
      newTitle: 'T',
      reason: 'R',
    }),
  },
  'POST rebook': {
    method: 'POST',
    path: async () => `/bookings/${(await made('/bookings/recurring', series())).id}/rebook`,
    body: () => ({ occurrenceDates: ['2025-02-03'] }),
  },
  'POST /availability/bulk': {
    method: 'POST',
    path: async () => '/availability/bulk',
    body: () => ({
      resourceId: studio,
      timeSlots: [{ startTime: '2025-02-03T10:00:00Z', endTime: '2025-02-03T11:00:00Z' }],
    }),
  },
  'POST /resources': {
    method: 'POST',
    path: async () => '/resources',
    body: () => ({
      name: 'N',
      type: 'meeting_room',
      capacity: 3,
      location: 'L',
      amenities: ['a'],
      businessHours: { start: '09:00', end: '18:00' },
      timeZone: 'UTC',
      isActive: true,
    }),
  },
}

const expectHarmless = ({ status, body }: TestAnswer) => {
  expect(status, JSON.stringify(body).slice(0, 500)).toBeLessThan(500)
  if (status < 400) return
  expect(JSON.stringify(body).length).toBeLessThan(20_000)
  expect(JSON.stringify(body)).not.toMatch(/\b(SELECT|INSERT|UPDATE|pg_|postgres)\b|\bat .+\.ts:\d/)
}

describe.for(Object.entries(bodies))('bad values in %s', ([, { method, path, body }]) => {
  const fields = Object.keys(body())
  test.for(Object.entries(badValues))('%s, in each field, does no harm', async ([, value]) => {
    const where = await path()
    for (const field of fields) {
      const text = JSON.stringify({ ...body(), [field]: value }).replace('"DEEP"', deep)
      expectHarmless(await app.send(method, where, { role: 'admin', body: text }))
    }
  })

  test('names that objects have by themselves, and unknown ones, are refused with a pointer', async () => {
    const where = await path()
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'unknown', '', 'a/b~c', huge]) {
      const answer = await app.send(method, where, { role: 'admin', body: { ...body(), [name]: 1 } })
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(answer.body.errors[0].pointer).toMatch(/^\//)
      expectHarmless(answer)
    }
    const text = JSON.stringify(body()).replace('{', '{"__proto__":{"isAdmin":true},')
    expectHarmless(await app.send(method, where, { role: 'admin', body: text }))
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })
})

describe('bad values in queries', () => {
  const queries: Record<string, readonly string[]> = {
    '/resources': ['page', 'limit', 'type', 'includeInactive'],
    '/bookings': [
      'page',
      'limit',
      'resourceId',
      'from',
      'to',
      'createdBy',
      'attendee',
      'status',
      'recurring',
      'q',
    ],
    '/availability': ['resourceId', 'startTime', 'endTime'],
    '/availability/slots': ['resourceId', 'from', 'to', 'duration', 'step'],
    '/conflicts': ['resourceId', 'startTime', 'endTime', 'recurrenceRule', 'timeZone'],
  }
  const good: Record<string, string> = {
    resourceId: studio,
    startTime: '2025-02-03T10:00:00Z',
    endTime: '2025-02-03T11:00:00Z',
    from: '2025-02-03T10:00:00Z',
    to: '2025-02-04T10:00:00Z',
    duration: '60',
  }
  const values = [
    '',
    '%00',
    '%FF',
    '%ED%A0%80',
    '%',
    '0',
    '-1',
    '1.5',
    '1e9',
    '2147483648',
    '9'.repeat(400),
    'NaN',
    'null',
    '%27%20OR%201=1--',
    '%25',
    '%5C',
    '_',
    'x'.repeat(5_000),
    '2025-02-30T10:00:00Z',
    '%2B300000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ]

  test.for(Object.entries(queries))('%s', async ([path, names]) => {
    const required = path === '/availability' || path === '/availability/slots' || path === '/conflicts'
    const base = required ? names.filter((name) => name in good) : []
    for (const name of names)
      for (const value of values) {
        const query = new Map(base.map((other) => [other, good[other]!]))
        query.set(name, value)
        const text = [...query].map(([key, part]) => `${key}=${part}`).join('&')
        expectHarmless(await app.send('GET', `${path}?${text}`))
      }
    for (const name of [...names, 'unknown', '__proto__', 'a[b]']) {
      const text = base.map((other) => `${other}=${good[other]}`).join('&')
      const answer = await app.send('GET', `${path}?${text}&${name}=1&${name}=2`)
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' })
    }
  })
})

describe('what the log holds', () => {
  test('no token, no e-mail address, no title, no SQL, no stack but of faults of ours', async () => {
    const own = capturedLog()
    const logged = await appOn(app.databaseUrl, { logger: own.logger })
    const body = { ...slot(), title: 'Secret plan', attendees: ['someone@example.com'] }
    const made = await logged.send('POST', '/bookings', { body })
    await logged.send('POST', '/bookings', { body })
    await logged.send('GET', `/bookings?q=Secret&attendee=someone@example.com`)
    await logged.send('POST', '/bookings', { body: { ...body, title: 'a\u0000' } })
    await logged.send('GET', `/bookings/${made.body.id}`)
    const text = own.text()
    expect(text.trim().split('\n')).toHaveLength(5)
    expect(text).not.toMatch(/Secret|someone@|Bearer|eyJ|SELECT|INSERT|\bat /)
    for (const line of text.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ subject: 'user-123' })
  })

  test('a subject that is an e-mail address has the same name in each line, and it is another one', async () => {
    const own = capturedLog()
    const logged = await appOn(app.databaseUrl, { logger: own.logger })
    for (const as of ['someone@example.com', 'someone@example.com', 'another@example.com'])
      await logged.send('GET', '/resources', { as })
    const lines = own.text().trim().split('\n')
    const subjects = lines.map((line) => JSON.parse(line).subject)
    expect(subjects[0]).toBe(subjects[1])
    expect(subjects[0]).not.toBe(subjects[2])
    expect(own.text()).not.toMatch(/@|someone|another/)
  })
})

/** Whatever was sent in this file, nothing but the faults that were asked for is in the log. */
afterAll(() => {
  const lines = log.text().trim().split('\n')
  const faults = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)
  expect(faults.filter(({ at }) => !String(at).includes('errors.test.ts'))).toEqual([])
  expect(log.text()).not.toMatch(/SELECT|INSERT|eyJ|Bearer/)
})
