import { SignJWT } from 'jose'

/** The key that the programs under test are given. */
export const jwtSecret = 'a-secret-for-chaos-that-is-long-enough-for-hs256'

const YEAR_SECONDS = 31_536_000

export interface TokenTimes {
  /** Seconds since the epoch; by default it is good at once. */
  readonly notBefore?: number
  /** Seconds since the epoch; by default ten years from now. */
  readonly expires?: number
}

/** Signs a token as an identity provider would. */
export const tokenFor = (
  subject: string,
  role: 'standard' | 'admin',
  times: TokenTimes = {},
): Promise<string> => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  const token = new SignJWT({ sub: subject, role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(nowSeconds)
    .setExpirationTime(times.expires ?? nowSeconds + 10 * YEAR_SECONDS)
  if (times.notBefore !== undefined) token.setNotBefore(times.notBefore)
  return token.sign(new TextEncoder().encode(jwtSecret))
}
