import * as z from 'zod'
import { answer } from './answer.ts'
import { instantText } from './instant.ts'
import { limits } from './limits.ts'
import { pageQuery, pagination } from './pagination.ts'
import { text } from './text.ts'
import { uuidText } from './uuid.ts'

export const roles = ['standard', 'premium', 'admin'] as const
export type Role = (typeof roles)[number]

const role = z.enum(roles).meta({ description: 'Decides rate limits; `admin` may do everything.' })

/** An address of electronic mail; kept in lower case. */
export const email = z
  .email({ error: 'must be an e-mail address such as name@example.com' })
  .max(limits.emailCharsMax, { error: `must be at most ${limits.emailCharsMax} characters long` })
  .meta({ examples: ['name@example.com'] })

/** A password that is chosen: long rather than odd (NIST SP 800-63B, section 5.1.1). */
const newPassword = text({
  charsMin: limits.passwordCharsMin,
  charsMax: limits.passwordCharsMax,
  blank: true,
}).meta({
  description: `${limits.passwordCharsMin} to ${limits.passwordCharsMax} characters of any kind.`,
  format: 'password',
})

/** A password that is shown: any, so that the answer does not tell what passwords look like. */
export const shownPassword = text({ charsMax: limits.passwordCharsMax, blank: true }).meta({
  format: 'password',
})

const name = text({ charsMax: limits.userNameCharsMax })

/** Body of POST /users. */
export const userCreateBody = z
  .strictObject({ email, name, role: role.default('standard'), password: newPassword })
  .meta({ id: 'UserCreate' })

/** Body of PATCH /users/{userId}: absent fields stay. */
export const userUpdateBody = z
  .strictObject({
    name: name.optional(),
    role: role.optional(),
    isActive: z
      .boolean()
      .optional()
      .meta({ description: 'false ends all sessions and lets nobody sign in.' }),
    password: newPassword.optional().meta({ description: 'A new password ends all sessions.' }),
  })
  .meta({ id: 'UserUpdate', description: 'Fields that are absent stay as they are.' })

export const userAnswer = answer({
  id: uuidText,
  email: z.string(),
  name: z.string(),
  role,
  isActive: z.boolean(),
  version: z.int().min(1).meta({ description: 'Grows by one with every change; the ETag carries it.' }),
  createdAt: instantText,
  updatedAt: instantText,
}).meta({ id: 'User' })

/** Query of GET /users. */
export const userListQuery = z.strictObject(pageQuery)

export const userListAnswer = answer({ users: z.array(userAnswer), pagination }).meta({ id: 'UserList' })

export type UserCreateBody = z.output<typeof userCreateBody>
export type UserUpdateBody = z.output<typeof userUpdateBody>
export type UserAnswer = z.output<typeof userAnswer>
export type UserListQuery = z.output<typeof userListQuery>
export type UserListAnswer = z.output<typeof userListAnswer>
