import { operations, type PermissionsAnswer } from '@booking/contract'
import {
  getPermissions as get,
  type ResourcePermissions,
  replacePermissions as replace,
} from '@booking/storage'
import { route } from '../route.ts'

const presentPermissions = ({ resourceId, access, grants }: ResourcePermissions): PermissionsAnswer => ({
  resourceId,
  access,
  grants: grants.map(({ subject, permission }) => ({ userId: subject, permission })),
})

export const getPermissions = route(operations.getPermissions, async ({ params, context }) => ({
  status: 200,
  body: presentPermissions(await get(context, params.resourceId)),
}))

export const replacePermissions = route(operations.replacePermissions, ({ params, body, write }) => {
  const grants = body.grants.map(({ userId, permission }) => ({ subject: userId, permission }))
  return write(
    (ctx) => replace(ctx, params.resourceId, { access: body.access, grants }),
    (permissions) => ({ status: 200, body: presentPermissions(permissions) }),
  )
})
