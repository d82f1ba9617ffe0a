import * as z from 'zod'
import { answer } from './answer.ts'
import { limits } from './limits.ts'
import { userId } from './named-text.ts'
import { uuidText } from './uuid.ts'

export const accessKinds = ['open', 'restricted'] as const
export type Access = (typeof accessKinds)[number]

export const permissionKinds = ['view', 'book', 'manage'] as const
export type Permission = (typeof permissionKinds)[number]

const access = z.enum(accessKinds).meta({
  description: '`open`: every authenticated user may view and book. `restricted`: only those with a grant.',
})

const permission = z.enum(permissionKinds).meta({
  description:
    '`view`: see the resource and its bookings. `book`: also book it. `manage`: also change the bookings of others and book in their name. `manage` counts on open resources too.',
})

const grants = z
  .array(z.strictObject({ userId, permission }))
  .max(limits.grantsMax)
  .check((context) => {
    const seen = new Set<string>()
    for (const [position, grant] of context.value.entries()) {
      if (seen.has(grant.userId))
        context.issues.push({
          code: 'custom',
          message: 'is named twice',
          path: [position, 'userId'],
          input: context.value,
        })
      seen.add(grant.userId)
    }
  })

/** Body of PUT /resources/{resourceId}/permissions: what there was is replaced as a whole. */
export const permissionsBody = z
  .strictObject({ access, grants: grants.default([]) })
  .meta({ id: 'PermissionsUpdate' })

export const permissionsAnswer = answer({
  resourceId: uuidText,
  access,
  grants: z.array(answer({ userId: z.string(), permission })),
}).meta({ id: 'Permissions' })

export type PermissionsBody = z.output<typeof permissionsBody>
export type PermissionsAnswer = z.output<typeof permissionsAnswer>
