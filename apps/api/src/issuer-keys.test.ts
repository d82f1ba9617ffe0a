import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { tokenVerifier } from './tokens.ts'

const nowMs = Date.parse('2025-01-15T10:30:00Z')
const clock = () => nowMs
const secret = 'a-secret-for-tests-that-is-long-enough-for-hs256'

/** An issuer whose keys are served over HTTP. */
const openIssuer = async () => {
  const keys: JWK[] = []
  let requests = 0
  let isBroken = false
  const server = createServer((_request, response) => {
    requests++
    if (isBroken) response.statusCode = 500
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => server.close())
  const { port } = server.address() as AddressInfo
  const addKey = async (kid: string, alg = 'ES256', { named = alg }: { named?: string | null } = {}) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
    keys.push({ ...(await exportJWK(publicKey)), kid, use: 'sig', ...(named === null ? {} : { alg: named }) })
    const jwk = await exportJWK(privateKey)
    return async (claims = {}, signedBy = alg) =>
      new SignJWT({ role: 'premium', ...claims })
        .setProtectedHeader({ alg: signedBy, kid })
        .setSubject('someone')
        .setExpirationTime(nowMs / 1000 + 86_400)
        .sign(await importJWK(jwk, signedBy))
  }
  return {
    url: `http://127.0.0.1:${port}/jwks.json`,
    addKey,
    dropKeys: () => void keys.splice(0),
    setBroken: (broken: boolean) => {
      isBroken = broken
    },
    requests: () => requests,
  }
}

test('a token signed with a key of the JWKS is accepted, and the keys are asked for once', async () => {
  const issuer = await openIssuer()
  const es = await issuer.addKey('one')
  const rs = await issuer.addKey('two', 'RS256')
  const verify = await tokenVerifier({ jwksUrl: issuer.url, clock })
  expect(await verify(await es())).toEqual({ actor: { subject: 'someone', role: 'premium' } })
  expect(await verify(await rs({ n: 1 }))).toEqual({ actor: { subject: 'someone', role: 'premium' } })
  expect(issuer.requests()).toBe(1)
})

test('a key that is not in the JWKS is refused, and so is another algorithm for one that is', async () => {
  const issuer = await openIssuer()
  await issuer.addKey('one')
  const stranger = await (await openIssuer()).addKey('one')
  const verify = await tokenVerifier({ jwksUrl: issuer.url, clock })
  expect(await verify(await stranger())).toEqual({ fault: 'unauthenticated' })
  const confused = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .setSubject('someone')
    .setExpirationTime(nowMs / 1000 + 3_600)
    .sign(new TextEncoder().encode(secret))
  expect(await verify(confused)).toEqual({ fault: 'unauthenticated' })
})

test('a key has one algorithm: the one it names, and where an RSA key names none RS256', async () => {
  const issuer = await openIssuer()
  const silent = await issuer.addKey('silent', 'RS256', { named: null })
  const pkcs = await issuer.addKey('pkcs', 'RS256')
  const pss = await issuer.addKey('pss', 'PS256')
  const verify = await tokenVerifier({ jwksUrl: issuer.url, clock })
  for (const [sign, its, other] of [
    [silent, 'RS256', 'PS256'],
    [pkcs, 'RS256', 'PS256'],
    [pss, 'PS256', 'RS256'],
  ] as const) {
    expect(await verify(await sign({}, its))).toHaveProperty('actor')
    expect(await verify(await sign({}, other))).toEqual({ fault: 'unauthenticated' })
  }
})

test('issuer and audience are checked where they are configured', async () => {
  const issuer = await openIssuer()
  const sign = await issuer.addKey('one')
  const options = { jwksUrl: issuer.url, issuer: 'https://issuer.example', audience: 'booking', clock }
  const verify = await tokenVerifier(options)
  expect(await verify(await sign({ iss: options.issuer, aud: options.audience }))).toHaveProperty('actor')
  expect(await verify(await sign({ iss: options.issuer }))).toEqual({ fault: 'unauthenticated' })
  expect(await verify(await sign({ iss: 'https://other.example', aud: 'booking' }))).toEqual({
    fault: 'unauthenticated',
  })
})

test('while the keys of the issuer were never had, nothing is said about a token', async () => {
  const sign = await (await openIssuer()).addKey('one')
  const verify = await tokenVerifier({ jwksUrl: 'http://127.0.0.1:1/jwks.json', clock })
  expect(await verify(await sign())).toEqual({ fault: 'identity_unavailable' })
})

describe('as time goes by', () => {
  const minutes = 60_000
  let passed = 0
  const pass = (ms: number) => {
    passed += ms
    vi.setSystemTime(nowMs + passed)
  }

  /** A verifier whose clock, and jose's, is moved by the test. */
  const begin = async () => {
    passed = 0
    vi.useFakeTimers({ toFake: ['Date'], now: nowMs })
    const issuer = await openIssuer()
    const sign = await issuer.addKey('one')
    const verify = await tokenVerifier({ jwksUrl: issuer.url, clock: () => Date.now() })
    let serial = 0
    /** A token that was not seen before, so that its signature is checked. */
    const check = async (by = sign) => verify(await by({ serial: serial++ }))
    return { issuer, check, verify, sign }
  }

  afterEach(() => {
    vi.useRealTimers()
  })

  const accepted = { actor: { subject: 'someone', role: 'premium' } }

  test('the first token of a new key is accepted, without a restart', async () => {
    const { issuer, check } = await begin()
    expect(await check()).toEqual(accepted)
    const signWithNew = await issuer.addKey('two')
    pass(31_000)
    expect(await check(signWithNew)).toEqual(accepted)
    expect(await check()).toEqual(accepted)
    expect(issuer.requests()).toBe(2)
  })

  test('tokens of unknown keys do not make us ask more often than every 30 s', async () => {
    const { issuer, check } = await begin()
    const signAsStranger = await (await openIssuer()).addKey('nobody')
    for (let sent = 0; sent < 20; sent++)
      expect(await check(signAsStranger)).toEqual({ fault: 'unauthenticated' })
    expect(issuer.requests()).toBe(1)
    pass(31_000)
    for (let sent = 0; sent < 20; sent++)
      expect(await check(signAsStranger)).toEqual({ fault: 'unauthenticated' })
    expect(issuer.requests()).toBe(2)
  })

  test('a key that the issuer has withdrawn opens nothing after 10 minutes', async () => {
    const { issuer, check, verify, sign } = await begin()
    const seen = await sign()
    expect(await verify(seen)).toEqual(accepted)
    issuer.dropKeys()
    const signWithNew = await issuer.addKey('two')
    pass(10 * minutes + 1)
    expect(await verify(seen), 'seen before').toEqual({ fault: 'unauthenticated' })
    expect(await check()).toEqual({ fault: 'unauthenticated' })
    expect(await check(signWithNew)).toEqual(accepted)
  })

  test('while the issuer fails its last keys serve for another hour, and it is asked every 5 s', async () => {
    const { issuer, check } = await begin()
    expect(await check()).toEqual(accepted)
    issuer.setBroken(true)
    pass(11 * minutes)
    for (let sent = 0; sent < 20; sent++) expect(await check()).toEqual(accepted)
    expect(issuer.requests()).toBe(2)
    pass(5_001)
    expect(await check()).toEqual(accepted)
    expect(issuer.requests()).toBe(3)
    pass(60 * minutes)
    expect(await check()).toEqual({ fault: 'identity_unavailable' })
    issuer.setBroken(false)
    pass(5_001)
    expect(await check()).toEqual(accepted)
  })
})
