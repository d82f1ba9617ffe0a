import { ifNoneMatchHolds, operations, versionTag } from '@booking/contract'
import { getUser as get } from '@booking/storage'
import { presentUser } from '../present/present-user.ts'
import { route } from '../route.ts'

export const getUser = route(operations.getUser, async ({ params, headers, context }) => {
  const user = await get(context, params.userId)
  const tag = { ETag: versionTag(user.version) }
  const condition = headers['if-none-match']
  if (condition !== undefined && !ifNoneMatchHolds(condition, user.version))
    return { status: 304, headers: tag }
  return { status: 200, body: presentUser(user), headers: tag }
})
