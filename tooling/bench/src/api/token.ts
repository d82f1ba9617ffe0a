import { SignJWT } from 'jose'

/** The key that the servers are given. */
export const jwtSecret = 'a-secret-for-benches-that-is-long-enough-for-hs256'

const DAY_SECONDS = 86_400

/** A token as our API and the comparison accept it. The subject is no user's id, so no user is looked up for it. */
export const token = await new SignJWT({ sub: 'bench', role: 'standard' })
  .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
  .setIssuedAt()
  .setExpirationTime(Math.floor(Date.now() / 1000) + DAY_SECONDS)
  .sign(new TextEncoder().encode(jwtSecret))
