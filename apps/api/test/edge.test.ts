import { connect } from 'node:net'
import { problemCodes, problemKinds } from '@booking/contract'
import { describe, expect, test, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { capturedLog } from './captured-log.ts'
import { listening, sendRaw, statusesIn } from './raw-http.ts'
import { createTestApp, signToken, studio } from './test-app.ts'

const app = await createTestApp()
const hono = createApp(app.deps)
const { port, server, base } = await listening(app.deps)
const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs })
const authorized = { Authorization: `Bearer ${token}` }

const get = (path: string, init: RequestInit = {}) => hono.request(path, init)

describe('headers of every answer', () => {
  const requests: [string, string, RequestInit][] = [
    ['health', '/api/v1/health', {}],
    ['a list', '/api/v1/resources', { headers: authorized }],
    ['no token', '/api/v1/resources', {}],
    ['nowhere', '/nowhere', {}],
    ['nowhere below the API', '/api/v1/nowhere', { headers: authorized }],
    ['a wrong method', '/api/v1/resources', { method: 'DELETE', headers: authorized }],
    ['a bad request', '/api/v1/resources?limit=0', { headers: authorized }],
    ['the document', '/api/v1/openapi.json', {}],
    ['the reference', '/docs', {}],
    ['its script', '/docs/swagger-ui-bundle.js', {}],
    ['the redirect', '/', {}],
    ['a problem page', '/problems/not_found', {}],
  ]

  test.for(requests)('%s', async ([, path, init]) => {
    const answer = await get(path, {
      ...init,
      headers: { ...(init.headers as object), Origin: 'https://a.example' },
    })
    await answer.arrayBuffer()
    const { headers } = answer
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/)
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('cache-control')).toBeTruthy()
    for (const name of headers.keys()) expect(name).not.toMatch(/^access-control-|^server$|^x-powered-by$/)
  })

  test('what depends on who asks is never kept by a cache', async () => {
    for (const path of ['/api/v1/resources', `/api/v1/resources/${studio}`, '/api/v1/bookings'])
      expect((await get(path, { headers: authorized })).headers.get('cache-control')).toBe('no-store')
  })

  test('a preflight request is told nothing', async () => {
    const answer = await get('/api/v1/bookings', {
      method: 'OPTIONS',
      headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    for (const name of answer.headers.keys()) expect(name).not.toMatch(/^access-control-/)
  })
})

describe('HEAD', () => {
  test.for([
    '/api/v1/resources',
    `/api/v1/resources/${studio}`,
    '/api/v1/health',
    '/docs',
    '/api/v1/openapi.json',
  ])('%s: the same status and headers as GET, no body', async (path) => {
    const [head, full] = await Promise.all(
      ['HEAD', 'GET'].map((method) => get(path, { method, headers: authorized })),
    )
    expect(head!.status).toBe(full!.status)
    expect(head!.headers.get('content-type')).toBe(full!.headers.get('content-type'))
    expect(head!.headers.get('etag')).toBe(full!.headers.get('etag'))
    expect(await head!.text()).toBe('')
  })

  test('of something that is not there is 404 without a body', async () => {
    const answer = await get('/api/v1/resources/01940000-0000-7000-8000-000000000000', {
      method: 'HEAD',
      headers: authorized,
    })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('')
  })
})

describe('X-Request-Id', () => {
  test.for(['a', 'abc-123', '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~', 'x'.repeat(128)])(
    '%s is echoed',
    async (id) => {
      const { headers, body } = await app.send('GET', '/nowhere', { headers: { 'X-Request-Id': id } })
      expect(headers.get('x-request-id')).toBe(id)
      expect(body.requestId).toBe(id)
    },
  )

  test.for(['two words', 'x'.repeat(129), 'caf\u00e9', '', 'tab\there'])(
    '%j is 400 under another id',
    async (id) => {
      const { headers, status, body } = await app.send('GET', '/resources', {
        headers: { 'X-Request-Id': id },
      })
      expect(status).toBe(400)
      expect(body.errors[0].pointer).toBe('X-Request-Id')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(body.requestId).toBe(headers.get('x-request-id'))
    },
  )

  test('two requests get two', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await get('/docs')).headers.get('x-request-id')),
    )
    expect(new Set(ids).size).toBe(20)
  })
})

describe('the reference', () => {
  test('is a page that names only what this server serves, and all of it is there', async () => {
    const page = await (await get('/docs')).text()
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)
    expect(named.length).toBeGreaterThan(2)
    for (const address of named) {
      expect(address).toMatch(/^\/docs\//)
      const answer = await get(address)
      expect(answer.status).toBe(200)
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100)
    }
    const script = await (await get('/docs/reference.js')).text()
    expect(page + script).not.toMatch(/https?:\/\//)
    expect(page).not.toMatch(/<script>|<script [^>]*>[^<]|\son\w+=/)
  })

  test('may load nothing from elsewhere and run nothing inline', async () => {
    const policy = (await get('/docs')).headers.get('content-security-policy') ?? ''
    const sources = Object.fromEntries(
      policy.split(';').map((part) => {
        const [name, ...values] = part.trim().split(' ')
        return [name, values.join(' ')]
      }),
    )
    expect(sources).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    })
  })

  test('the document it shows is OpenAPI 3.1 and refers to nothing outside itself', async () => {
    const answer = await get('/api/v1/openapi.json')
    expect(answer.headers.get('content-type')).toContain('application/json')
    const text = await answer.text()
    expect(JSON.parse(text).openapi).toMatch(/^3\.1\./)
    for (const [, reference] of text.matchAll(/"\$ref":"([^"]+)"/g)) expect(reference).toMatch(/^#\//)
  })

  test('no other file of its package or of the disk is served', async () => {
    for (const path of [
      '/docs/package.json',
      '/docs/index.html',
      '/docs/../package.json',
      '/docs/%2e%2e/package.json',
      '/docs/..%2fpackage.json',
      '/docs/swagger-ui.css/../../package.json',
      '/docs/',
      '/package.json',
    ]) {
      const answer = await fetch(base + path)
      expect(answer.status).toBe(404)
      expect(await answer.text()).not.toContain('swagger-ui-dist')
    }
  })

  test.for(['/', '/docs', '/docs/swagger-ui.css', '/api/v1/openapi.json', '/problems/not_found'])(
    '%s knows GET and HEAD and refuses others with Allow',
    async (path) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await get(path, { method })
        expect(answer.status, method).toBe(405)
        expect(answer.headers.get('allow')).toBe('GET, HEAD')
        expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' })
      }
    },
  )

  test.for(problemCodes)('/problems/%s tells what it means and what to do', async (code) => {
    const answer = await get(`/problems/${code}`)
    const text = await answer.text()
    expect(answer.status).toBe(200)
    for (const part of [code, String(problemKinds[code].status), problemKinds[code].remedy])
      expect(text).toContain(part)
  })
})

const lines = (...all: string[]) => all.join('\r\n')
const body = JSON.stringify({ resourceId: studio })
const smuggled = 'GET /api/v1/smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
const head = (...headers: string[]) =>
  `${lines('POST /api/v1/bookings HTTP/1.1', 'Host: a', `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers)}\r\n\r\n`

/** Each must be refused as a whole: 400 and the connection closed, the rest of the bytes never read as a request. */
const malformed: Record<string, string> = {
  'Content-Length and chunked': `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n${smuggled}`,
  'chunked and Content-Length': `${head('Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n${smuggled}`,
  'two different lengths': `${head('Content-Length: 3', 'Content-Length: 30')}{}\n${smuggled}`,
  'two equal lengths': `${head('Content-Length: 2', 'Content-Length: 2')}{}${smuggled}`,
  'a list of lengths': `${head('Content-Length: 2, 2')}{}${smuggled}`,
  'a length with a sign': `${head('Content-Length: +2')}{}${smuggled}`,
  'a negative length': head('Content-Length: -1') + smuggled,
  'a hexadecimal length': `${head('Content-Length: 0x2')}{}${smuggled}`,
  'a length with a fraction': `${head('Content-Length: 2.0')}{}${smuggled}`,
  'a length past every bound': head(`Content-Length: ${'9'.repeat(40)}`) + smuggled,
  'an unknown transfer coding': `${head('Transfer-Encoding: xchunked')}0\r\n\r\n${smuggled}`,
  'chunked not last': `${head('Transfer-Encoding: chunked, identity')}0\r\n\r\n${smuggled}`,
  'a space before the colon': `${head('Transfer-Encoding : chunked')}0\r\n\r\n${smuggled}`,
  'a folded header': head('X-A: b\r\n c', 'Content-Length: 0') + smuggled,
  'a header without a name': head(': x') + smuggled,
  'a NUL in a header': head('X-A: a\u0000b') + smuggled,
  'a bare carriage return in a header': head('X-A: a\rTransfer-Encoding: chunked') + smuggled,
  'lines that end without carriage return': head('Content-Length: 0').replaceAll('\r\n', '\n') + smuggled,
  'a chunk size that is no number': `${head('Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n${smuggled}`,
  'a chunk size with a sign': `${head('Transfer-Encoding: chunked')}-2\r\n{}\r\n0\r\n\r\n${smuggled}`,
  'a chunk size with 0x': `${head('Transfer-Encoding: chunked')}0x2\r\n{}\r\n0\r\n\r\n${smuggled}`,
  'a chunk longer than it says': `${head('Transfer-Encoding: chunked')}1\r\n{}\r\n0\r\n\r\n${smuggled}`,
  'a chunk size past every bound': `${head('Transfer-Encoding: chunked')}${'f'.repeat(20)}\r\n{}`,
  'no Host': 'GET /api/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n',
  'a Host that is none': 'GET /api/v1/health HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n',
  'version 3': 'GET /api/v1/health HTTP/3.0\r\nHost: a\r\n\r\n',
  'a space in the path': 'GET /api/v1/he alth HTTP/1.1\r\nHost: a\r\n\r\n',
  'a method in lower case': 'get /api/v1/health HTTP/1.1\r\nHost: a\r\n\r\n',
  'an unknown method': 'BOOK /api/v1/health HTTP/1.1\r\nHost: a\r\n\r\n',
  'TLS on the plain port': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'headers past 16 KiB': `GET /api/v1/health HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
  'a path past 16 KiB': `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
}

describe('bytes on the wire', () => {
  test.for(Object.entries(malformed))('%s: refused, and nothing is smuggled in', async ([, bytes]) => {
    const text = await sendRaw(port, Buffer.from(bytes, 'latin1'))
    const statuses = statusesIn(text)
    expect(statuses.length, text).toBe(1)
    expect([400, 413, 431]).toContain(statuses[0])
    expect(text).not.toContain('smuggled')
    expect(text).not.toMatch(/^\s+at /m)
  })

  test.for([
    '/%61pi/v1/resources',
    '/api/v1/%72esources',
    '/api/%76%31/resources',
    '/api%2fv1/resources',
    '/api/v1%2fresources',
    '//api/v1/resources',
    '/api//v1/resources',
    '/api/v1//resources',
    '/api/v1/./resources',
    '/api/v1/health/../resources',
    '/api/v1/health/%2e%2e/resources',
    '/docs/../api/v1/resources',
    '/api/v1;/resources',
    '/api/v1\\resources',
    '/API/V1/resources',
    '/api/v1/resources%00',
    '/api/v1/resources?/api/v1/health',
    '/api/v1/resources#/health',
  ])('%s opens nothing to whoever has no token', async (path) => {
    const bytes = lines(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close', '', '')
    const [status, ...others] = statusesIn(await sendRaw(port, bytes))
    expect([400, 401, 404]).toContain(status)
    expect(others).toEqual([])
  })

  test('no header and no parameter makes another method of the one that was sent', async () => {
    const admin = await signToken({ sub: 'root', role: 'admin' }, { nowMs: app.nowMs })
    const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map(
      (name) => `${name}: DELETE`,
    )
    const path = `/api/v1/resources/${studio}`
    const send = (method: string, target: string) =>
      sendRaw(
        port,
        lines(
          `${method} ${target} HTTP/1.1`,
          'Host: a',
          `Authorization: Bearer ${admin}`,
          ...overrides,
          'Content-Length: 0',
          'Connection: close',
          '',
          '',
        ),
      )
    expect(statusesIn(await send('GET', path))).toEqual([200])
    expect(statusesIn(await send('POST', path))).toEqual([405])
    expect(statusesIn(await send('GET', `${path}?_method=DELETE`))).toEqual([400])
    expect((await app.send('GET', `/resources/${studio}`)).body.isActive).toBe(true)
  })

  test('two requests on one connection are answered in their order', async () => {
    const first = lines('GET /api/v1/health/live HTTP/1.1', 'Host: a', '', '')
    const second = lines('GET /nowhere HTTP/1.1', 'Host: a', 'Connection: close', '', '')
    expect(statusesIn(await sendRaw(port, first + second))).toEqual([200, 404])
  })

  test('a body with a GET belongs to it and is not the next request', async () => {
    const bytes =
      lines('GET /api/v1/health/live HTTP/1.1', 'Host: a', `Content-Length: ${smuggled.length}`, '', '') +
      smuggled +
      lines('GET /nowhere HTTP/1.1', 'Host: a', 'Connection: close', '', '')
    const text = await sendRaw(port, bytes)
    expect(statusesIn(text)).toEqual([200, 404])
    expect(text).not.toContain('smuggled')
  })

  test('a body that was refused for its size does not become the next request', async () => {
    const text = await sendRaw(port, head('Content-Length: 300000') + smuggled.repeat(10))
    expect(statusesIn(text)[0]).toBe(413)
    expect(statusesIn(text)).toHaveLength(1)
    expect(text).not.toContain('smuggled')
  })

  test('a chunked body past 256 KiB is 413', async () => {
    const piece = `10000\r\n${' '.repeat(65_536)}\r\n`
    const text = await sendRaw(
      port,
      `${head('Transfer-Encoding: chunked', 'Connection: close')}${piece.repeat(6)}0\r\n\r\n`,
    )
    expect(statusesIn(text)).toEqual([413])
    expect(text).toContain('payload_too_large')
  })

  test('a chunked body is read like any other', async () => {
    const bytes = `${head('Transfer-Encoding: chunked', 'Connection: close')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    const text = await sendRaw(port, bytes)
    expect(statusesIn(text)).toEqual([400])
    expect(text).toContain('title is required')
  })

  test.for(['TRACE', 'CONNECT', 'PROPFIND', 'PURGE'])('%s is refused', async (method) => {
    const target = method === 'CONNECT' ? 'a:80' : '/api/v1/health'
    const text = await sendRaw(
      port,
      lines(`${method} ${target} HTTP/1.1`, 'Host: a', 'Cookie: secret=1', 'Connection: close', '', ''),
    )
    for (const status of statusesIn(text)) expect([400, 401, 404, 405, 501]).toContain(status)
    expect(text).not.toContain('secret=1')
  })

  test('an upgrade to another protocol is not made', async () => {
    for (const protocol of ['websocket', 'h2c']) {
      const bytes = lines(
        'GET /api/v1/health/live HTTP/1.1',
        'Host: a',
        `Upgrade: ${protocol}`,
        'Connection: Upgrade, close',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        '',
        '',
      )
      expect(statusesIn(await sendRaw(port, bytes))).not.toContain(101)
    }
  })

  test('an absolute address of another host is served as what it says, not fetched', async () => {
    const text = await sendRaw(
      port,
      lines('GET http://example.invalid/api/v1/health/live HTTP/1.1', 'Host: a', 'Connection: close', '', ''),
    )
    expect(statusesIn(text)).toEqual([200])
  })

  test('a client that goes away in the middle of its body is no fault of ours', async () => {
    const log = capturedLog()
    const own = await listening({ ...app.deps, logger: log.logger })
    const declared = `${head('Content-Length: 1000')}{"title`
    const chunked = `${head('Transfer-Encoding: chunked')}ff\r\n{"title`
    for (const bytes of [declared, chunked, declared, chunked])
      await new Promise<void>((resolve) => {
        const socket = connect(own.port, '127.0.0.1', () => socket.write(bytes))
        own.server.once('request', () => setImmediate(() => socket.destroy()))
        socket.on('close', () => resolve())
      })
    await vi.waitFor(() => expect(log.text().match(/"route"/g)).toHaveLength(4), 5_000)
    expect(log.text()).not.toContain('"level":50')
    expect((await fetch(`${own.base}/api/v1/health/live`)).status).toBe(200)
  })
})

describe('the server', () => {
  test('gives slow clients a bounded time and has a bound of connections', () => {
    expect(server.headersTimeout).toBe(10_000)
    expect(server.requestTimeout).toBe(15_000)
    expect(server.keepAliveTimeout).toBe(5_000)
    expect(server.maxConnections).toBe(5_000)
    expect(server.maxRequestsPerSocket).toBe(0)
  })
})
