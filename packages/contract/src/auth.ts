import * as z from 'zod'
import { answer } from './answer.ts'
import { limits } from './limits.ts'
import { text } from './text.ts'
import { email, roles, shownPassword, userAnswer } from './user.ts'

const refreshToken = text({ charsMax: limits.refreshTokenCharsMax })

/** Body of POST /auth/token. */
export const tokenBody = z.strictObject({ email, password: shownPassword }).meta({ id: 'TokenRequest' })

/** Body of POST /auth/refresh and POST /auth/logout. */
export const refreshBody = z.strictObject({ refreshToken }).meta({ id: 'RefreshRequest' })

const seconds = z.int().min(1)

/** An access token with the refresh token that gives the next one, once (RFC 6749, section 5.1). */
export const tokenAnswer = answer({
  accessToken: z.string().meta({ description: 'JWT for the Authorization header.' }),
  tokenType: z.literal('Bearer'),
  expiresIn: seconds.meta({ description: 'Seconds that the access token lives.' }),
  refreshToken: z.string().meta({ description: 'Good for one POST /auth/refresh.' }),
  refreshExpiresIn: seconds.meta({ description: 'Seconds that the refresh token lives.' }),
  user: userAnswer,
}).meta({ id: 'Tokens' })

/** Whoever the token speaks for. A token signed elsewhere has no user here. */
export const meAnswer = answer({
  subject: z.string().meta({ description: "The token's subject." }),
  role: z.enum(roles),
  user: userAnswer.optional().meta({ description: 'Present when the subject is a user of this system.' }),
}).meta({ id: 'Me' })

export type TokenBody = z.output<typeof tokenBody>
export type RefreshBody = z.output<typeof refreshBody>
export type TokenAnswer = z.output<typeof tokenAnswer>
export type MeAnswer = z.output<typeof meAnswer>
