import { SignJWT } from 'jose'

/** The key that the programs under test are given. */
export const jwtSecret = 'a-secret-for-chaos-that-is-long-enough-for-hs256'

const YEAR_SECONDS = 31_536_000

/** Signs a token as an identity provider would; it is good for ten years, so that clocks may be moved. */
export const tokenFor = (subject: string, role: 'standard' | 'admin'): Promise<string> => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  return new SignJWT({ sub: subject, role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + 10 * YEAR_SECONDS)
    .sign(new TextEncoder().encode(jwtSecret))
}
