import { operations } from '@booking/contract'
import { findUser } from '@booking/storage'
import { presentUser } from '../present/present-user.ts'
import { route } from '../route.ts'

export const getMe = route(operations.getMe, async ({ context }) => {
  const { subject, role } = context.actor
  const user = await findUser(context.database, subject)
  return { status: 200, body: { subject, role, ...(user === null ? {} : { user: presentUser(user) }) } }
})
