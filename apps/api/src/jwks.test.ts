import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, expect, test } from 'vitest'
import { tokenVerifier } from './tokens.ts'

const nowMs = Date.parse('2025-01-15T10:30:00Z')
const clock = () => nowMs
const secret = 'a-secret-for-tests-that-is-long-enough-for-hs256'

/** An issuer whose keys are served over HTTP. */
const openIssuer = async () => {
  const keys: JWK[] = []
  let requests = 0
  const server = createServer((_request, response) => {
    requests++
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => server.close())
  const { port } = server.address() as AddressInfo
  const addKey = async (kid: string, alg = 'ES256') => {
    const { publicKey, privateKey } = await generateKeyPair(alg)
    keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' })
    return (claims = {}) =>
      new SignJWT({ role: 'premium', ...claims })
        .setProtectedHeader({ alg, kid })
        .setSubject('someone')
        .setExpirationTime(nowMs / 1000 + 3_600)
        .sign(privateKey)
  }
  return { url: `http://127.0.0.1:${port}/jwks.json`, addKey, requests: () => requests }
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

test('an issuer that does not answer lets nobody in and breaks nothing', async () => {
  const sign = await (await openIssuer()).addKey('one')
  const verify = await tokenVerifier({ jwksUrl: 'http://127.0.0.1:1/jwks.json', clock })
  expect(await verify(await sign())).toEqual({ fault: 'unauthenticated' })
})
