import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { tokenVerifier } from './tokens.ts'

const secret = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const otherSecret = 'another-secret-that-is-also-long-enough-for-hs256'
const nowSeconds = Date.parse('2025-01-15T10:30:00Z') / 1000

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const hmac = (text: string, key: string, hash = 'sha256') =>
  createHmac(hash, key).update(text).digest('base64url')

interface Parts {
  readonly header?: unknown
  readonly claims?: unknown
  readonly key?: string
  readonly hash?: string
}

const good = { sub: 'user-123', role: 'standard', iat: nowSeconds, exp: nowSeconds + 3_600 }

/** A token put together by hand, so that nothing refuses to sign what is wrong. */
const token = ({
  header = { alg: 'HS256', typ: 'JWT' },
  claims = good,
  key = secret,
  hash,
}: Parts = {}): string => {
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${hmac(signed, key, hash)}`
}

const claiming = (changes: Record<string, unknown>) => token({ claims: { ...good, ...changes } })

const verifierAt = async (
  startMs = nowSeconds * 1000,
  options: { issuer?: string; audience?: string } = {},
) => {
  const state = { nowMs: startMs }
  const verify = await tokenVerifier({ secret, clock: () => state.nowMs, ...options })
  return { state, verify }
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string

const rsaToken = (alg: string) => {
  const signed = `${encode({ alg })}.${encode(good)}`
  return `${signed}.${signWith('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}

const [head = '', body = '', tail = ''] = token().split('.')
const ownJwk = { kty: 'oct', k: Buffer.from(otherSecret).toString('base64url') }

/** Each is refused; none but the last group is signed with the right secret over good claims. */
const forged: Record<string, string> = {
  'alg none, no signature': `${encode({ alg: 'none' })}.${body}.`,
  'alg None': `${encode({ alg: 'None' })}.${body}.`,
  'alg NONE with the old signature': `${encode({ alg: 'NONE' })}.${body}.${tail}`,
  'no alg': token({ header: { typ: 'JWT' } }),
  'alg empty': token({ header: { alg: '' } }),
  'alg null': token({ header: { alg: null } }),
  'alg a list': token({ header: { alg: ['HS256', 'none'] } }),
  'alg in lower case': token({ header: { alg: 'hs256' } }),
  'HS384 with the right secret': token({ header: { alg: 'HS384' }, hash: 'sha384' }),
  'HS512 with the right secret': token({ header: { alg: 'HS512' }, hash: 'sha512' }),
  'RS256 by a key of its own': rsaToken('RS256'),
  'PS256 named, RSA signed': rsaToken('PS256'),
  'HS256 keyed with a public key': token({ key: publicPem }),
  'another secret': token({ key: otherSecret }),
  'the empty secret': token({ key: '' }),
  'the secret with one byte less': token({ key: secret.slice(0, -1) }),
  'jku to a key set elsewhere': token({
    header: { alg: 'HS256', jku: 'https://attacker.example/keys' },
    key: otherSecret,
  }),
  'x5u to a certificate elsewhere': token({
    header: { alg: 'HS256', x5u: 'https://attacker.example/cert' },
    key: otherSecret,
  }),
  'jwk that brings its key along': token({ header: { alg: 'HS256', jwk: ownJwk }, key: otherSecret }),
  'kid that is a path': token({ header: { alg: 'HS256', kid: '../../../../dev/null' }, key: '' }),
  'kid that is SQL': token({ header: { alg: 'HS256', kid: "' UNION SELECT 'key" }, key: 'key' }),
  'claims changed after signing': `${head}.${encode({ ...good, role: 'admin' })}.${tail}`,
  'header changed after signing': `${encode({ alg: 'HS256', typ: 'jwt' })}.${body}.${tail}`,
  'signature cut short': token().slice(0, -2),
  'no signature': `${head}.${body}`,
  'empty signature': `${head}.${body}.`,
  'four parts': `${token()}.${tail}`,
  'one part': head,
  nothing: '',
  'two dots': '..',
  'claims that are no JSON': token({ claims: '{"sub":' }),
  'claims that are a list': token({ claims: [good] }),
  'claims that are null': token({ claims: 'null' }),
  'header that is no JSON': token({ header: 'HS256' }),
  'unknown critical header': token({ header: { alg: 'HS256', crit: ['admin'], admin: true } }),
  'typ of a logout token': token({ header: { alg: 'HS256', typ: 'logout+jwt' } }),
  'typ of a security event': token({ header: { alg: 'HS256', typ: 'secevent+jwt' } }),
  'typ of a proof of possession': token({ header: { alg: 'HS256', typ: 'dpop+jwt' } }),
  'typ a list': token({ header: { alg: 'HS256', typ: ['JWT'] } }),
  'typ null': token({ header: { alg: 'HS256', typ: null } }),
  'typ empty': token({ header: { alg: 'HS256', typ: '' } }),
  'expired an hour ago': claiming({ exp: nowSeconds - 3_600 }),
  'expired 30 s ago, the skew itself': claiming({ exp: nowSeconds - 30 }),
  'not valid before a minute from now': claiming({ nbf: nowSeconds + 60 }),
  'no exp': claiming({ exp: undefined }),
  'exp a text': claiming({ exp: String(nowSeconds + 60) }),
  'exp null': claiming({ exp: null }),
  'no sub': claiming({ sub: undefined }),
  'sub empty': claiming({ sub: '' }),
  'sub a number': claiming({ sub: 7 }),
  'sub an object': claiming({ sub: { $ne: null } }),
  'sub of 256 characters': claiming({ sub: 'u'.repeat(256) }),
  'sub with a NUL': claiming({ sub: 'user\u0000-123' }),
  'sub with half a character': claiming({ sub: 'user\ud800' }),
  'role in capitals': claiming({ role: 'Admin' }),
  'role unknown': claiming({ role: 'root' }),
  'role a list': claiming({ role: ['standard', 'admin'] }),
  'role null': claiming({ role: null }),
  'role a number': claiming({ role: 1 }),
}

describe('tokens that are forged, damaged or odd', () => {
  test.for(Object.entries(forged))('%s is refused', async ([, bad]) => {
    const { verify } = await verifierAt()
    expect(await verify(bad)).toHaveProperty('fault')
    expect(await verify(bad), 'the second time as well').toHaveProperty('fault')
  })

  test('a good token is accepted, with a subject of any script and a kid that means nothing here', async () => {
    const { verify } = await verifierAt()
    expect(await verify(token())).toEqual({ actor: { subject: 'user-123', role: 'standard' } })
    expect(await verify(claiming({ sub: 'Ünal 用户 😀', role: undefined }))).toEqual({
      actor: { subject: 'Ünal 用户 😀', role: 'standard' },
    })
    expect(await verify(token({ header: { alg: 'HS256', kid: 'k1' } }))).toHaveProperty('actor')
    for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'])
      expect(await verify(token({ header: { alg: 'HS256', typ } })), String(typ)).toHaveProperty('actor')
    expect(await verify(claiming({ sub: 'u'.repeat(255), role: 'admin' }))).toHaveProperty(
      'actor.role',
      'admin',
    )
  })

  test('only an expired token is told to have expired', async () => {
    const { verify } = await verifierAt()
    expect(await verify(forged['expired an hour ago']!)).toEqual({ fault: 'token_expired' })
    const expiredAndForged = token({ claims: { ...good, exp: 1 }, key: otherSecret })
    expect(await verify(expiredAndForged)).toEqual({ fault: 'unauthenticated' })
    expect(await verify(forged['no exp']!)).toEqual({ fault: 'unauthenticated' })
  })

  test('issuer and audience are demanded when they are configured', async () => {
    const { verify } = await verifierAt(undefined, { issuer: 'https://id.example', audience: 'booking' })
    const fits = { iss: 'https://id.example', aud: ['other', 'booking'] }
    expect(await verify(claiming(fits))).toHaveProperty('actor')
    for (const wrong of [{}, { ...fits, iss: 'https://id.example/' }, { ...fits, aud: 'Booking' }])
      expect(await verify(claiming(wrong))).toEqual({ fault: 'unauthenticated' })
  })

  test('any change of any character of a good token is refused, before and after the token was seen', async () => {
    const { verify } = await verifierAt()
    const sent = token()
    await verify(sent)
    const chars = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sent.length - 1),
        fc.constantFrom(...chars, '.', '=', ' '),
        async (at, char) => {
          const changed = sent.slice(0, at) + char + sent.slice(at + 1)
          // The last character of a signature holds spare bits: several spell the same bytes.
          fc.pre(changed !== sent && at < sent.length - 1)
          expect(await verify(changed)).toHaveProperty('fault')
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('tokens that are remembered', () => {
  test('the signature of a token is checked once in its life, that of a bad one each time', async () => {
    const checks = vi.spyOn(crypto.subtle, 'verify')
    try {
      const { verify, state } = await verifierAt()
      const sent = claiming({ exp: nowSeconds + 3_600 })
      for (; state.nowMs < (nowSeconds + 3_600) * 1000; state.nowMs += 60_000)
        expect(await verify(sent)).toHaveProperty('actor')
      expect(checks).toHaveBeenCalledTimes(1)
      for (const _ of [1, 2]) expect(await verify(token({ key: otherSecret }))).toHaveProperty('fault')
      expect(checks).toHaveBeenCalledTimes(3)
    } finally {
      checks.mockRestore()
    }
  })

  test('a token is refused from the second on in which it expires plus the skew, seen before or not', async () => {
    const sent = claiming({ exp: nowSeconds + 60 })
    const seen = await verifierAt()
    expect(await seen.verify(sent)).toHaveProperty('actor')
    for (const [offsetMs, outcome] of [
      [89_999, 'actor'],
      [90_000, 'fault'],
      [1e9, 'fault'],
    ] as const) {
      seen.state.nowMs = nowSeconds * 1000 + offsetMs
      expect(await seen.verify(sent), `remembered, ${offsetMs} ms on`).toHaveProperty(outcome)
      const fresh = await verifierAt(seen.state.nowMs)
      expect(await fresh.verify(sent), `fresh, ${offsetMs} ms on`).toHaveProperty(outcome)
    }
    expect(await seen.verify(sent)).toEqual({ fault: 'token_expired' })
  })

  test('at any time a verifier that has seen the token says what one says that has not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -200, max: 200 }),
        fc.option(fc.integer({ min: -200, max: 200 }), { nil: undefined }),
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 }),
        async (exp, nbf, steps) => {
          const claims = { exp: nowSeconds + exp, ...(nbf === undefined ? {} : { nbf: nowSeconds + nbf }) }
          const sent = claiming(claims)
          const seen = await verifierAt()
          for (const step of steps) {
            seen.state.nowMs += step
            const fresh = await verifierAt(seen.state.nowMs)
            expect(await seen.verify(sent)).toEqual(await fresh.verify(sent))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('when more tokens come than are kept, each is still judged rightly', async () => {
    const { verify, state } = await verifierAt()
    const first = claiming({ sub: 'first', exp: nowSeconds + 60 })
    await verify(first)
    for (let at = 0; at < 10_050; at++) await verify(claiming({ sub: `user-${at}` }))
    expect(await verify(first)).toHaveProperty('actor.subject', 'first')
    state.nowMs += 91_000
    expect(await verify(first)).toEqual({ fault: 'token_expired' })
  })
})
