import { formatInstant, type UserAnswer } from '@booking/contract'
import type { UserRecord } from '@booking/storage'

/** A user without what signs it in. */
export const presentUser = (user: UserRecord): UserAnswer => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  isActive: user.isActive,
  version: user.version,
  createdAt: formatInstant(user.createdAt),
  updatedAt: formatInstant(user.updatedAt),
})
