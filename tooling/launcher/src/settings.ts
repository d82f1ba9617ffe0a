import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from '../bin/refusal.mjs'

export type Environment = Readonly<Record<string, string | undefined>>

const SECRET_BYTES_MIN = 32
const SECRET_BYTES_NEW = 48

/**
 * The secret that tokens are signed with: JWT_SECRET, or one that is made at the first start and kept in the data
 * folder for our eyes only. `undefined` where tokens are checked against JWT_JWKS_URL instead.
 *
 * @throws Refusal when it is too short, or missing in production
 */
export function jwtSecret(environment: Environment, dataFolder: string): string | undefined {
  const given = environment.JWT_SECRET
  if (given !== undefined && given !== '') {
    if (Buffer.byteLength(given) >= SECRET_BYTES_MIN) return given
    throw new Refusal(
      `JWT_SECRET must have at least ${SECRET_BYTES_MIN} bytes, and it has ${Buffer.byteLength(given)}. ` +
        'Make one with: openssl rand -base64 48',
    )
  }
  if (environment.JWT_JWKS_URL) return undefined
  if (isProduction(environment)) {
    throw new Refusal(
      'In production JWT_SECRET must be set (at least 32 bytes). Make one with: openssl rand -base64 48',
    )
  }
  return readOrMakeSecret(path.join(dataFolder, 'jwt-secret'))
}

export function isProduction(environment: Environment): boolean {
  return environment.NODE_ENV === 'production'
}

function readOrMakeSecret(file: string): string {
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (Buffer.byteLength(kept) >= SECRET_BYTES_MIN) return kept
  } catch {
    // The first start: it is made below.
  }
  const secret = randomBytes(SECRET_BYTES_NEW).toString('base64url')
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}
