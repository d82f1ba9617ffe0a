import { SignJWT } from 'jose'
import type { Environment } from './settings.ts'

/** A token for the person who just started the engine: subject and role `admin`, HS256, valid for 24 hours. */
export function adminToken(secret: string, environment: Environment): Promise<string> {
  const token = new SignJWT({ role: 'admin' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('admin')
    .setIssuedAt()
    .setExpirationTime('24h')
  if (environment.JWT_ISSUER) token.setIssuer(environment.JWT_ISSUER)
  if (environment.JWT_AUDIENCE) token.setAudience(environment.JWT_AUDIENCE)
  return token.sign(new TextEncoder().encode(secret))
}
