import { operations, versionTag } from '@booking/contract'
import { updateUser as update } from '@booking/storage'
import { presentUser } from '../present/present-user.ts'
import { route } from '../route.ts'

export const updateUser = route(operations.updateUser, ({ params, body, precondition, write }) =>
  write(
    (ctx) => update(ctx, params.userId, body, precondition),
    (user) => ({ status: 200, body: presentUser(user), headers: { ETag: versionTag(user.version) } }),
  ),
)
