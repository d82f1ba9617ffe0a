import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adminToken } from './admin-token.ts'
import { jwtSecret } from './settings.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'settings-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, kept for our eyes only, and found again', () => {
  const secret = jwtSecret({}, folder)
  expect(Buffer.byteLength(secret ?? '')).toBeGreaterThanOrEqual(32)
  expect(jwtSecret({}, folder)).toBe(secret)
  expect(statSync(path.join(folder, 'jwt-secret')).mode & 0o777).toBe(0o600)
  expect(readFileSync(path.join(folder, 'jwt-secret'), 'utf8').trim()).toBe(secret)
})

test('a secret that is given is used; one below 32 bytes is refused', () => {
  expect(jwtSecret({ JWT_SECRET: 'x'.repeat(32) }, folder)).toBe('x'.repeat(32))
  expect(() => jwtSecret({ JWT_SECRET: 'x'.repeat(31) }, folder)).toThrow('at least 32 bytes, and it has 31')
})

test('production makes no secret by itself, but needs none where tokens come from elsewhere', () => {
  expect(() => jwtSecret({ NODE_ENV: 'production' }, folder)).toThrow('In production JWT_SECRET must be set')
  expect(jwtSecret({ NODE_ENV: 'production', JWT_JWKS_URL: 'https://issuer/keys' }, folder)).toBeUndefined()
})

test('the admin token is HS256, for subject and role admin, valid for 24 hours, with issuer and audience if set', async () => {
  const secret = 'x'.repeat(32)
  const token = await adminToken(secret, { JWT_ISSUER: 'us', JWT_AUDIENCE: 'them' })
  expect(decodeProtectedHeader(token).alg).toBe('HS256')
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
    issuer: 'us',
    audience: 'them',
  })
  expect(payload).toMatchObject({ sub: 'admin', role: 'admin' })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(86_400)
})
