import { operations, versionTag } from '@booking/contract'
import { createUser as create } from '@booking/storage'
import { locationOf } from '../operation-call.ts'
import { presentUser } from '../present/present-user.ts'
import { route } from '../route.ts'

export const createUser = route(operations.createUser, ({ body, write }) =>
  write(
    (ctx) => create(ctx, body),
    (user) => ({
      status: 201,
      body: presentUser(user),
      headers: { ...locationOf(`/users/${user.id}`), ETag: versionTag(user.version) },
    }),
  ),
)
