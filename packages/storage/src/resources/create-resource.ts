import { randomUUID } from 'node:crypto'
import { type BusinessHours, isZone } from '@booking/core'
import { write } from '../answer-once.ts'
import { bucketOfResource } from '../bucket.ts'
import type { Context } from '../context.ts'
import { horizonFrom } from '../horizon/horizon-from.ts'
import { requireAdmin } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { insertResource } from './insert-resource.ts'

export interface ResourceInput {
  readonly name: string
  readonly type: string
  readonly capacity: number
  readonly location: string
  readonly amenities: string[]
  readonly businessHours: BusinessHours | null
  /** IANA name. */
  readonly timeZone: string
  readonly isActive: boolean
}

/** @throws Refusal forbidden, unknown_time_zone */
export const createResource = async (ctx: Context, input: ResourceInput): Promise<ResourceRecord> => {
  requireAdmin(ctx.actor)
  if (!isZone(input.timeZone)) throw new Refusal('unknown_time_zone', { timeZone: input.timeZone })
  const id = randomUUID()
  const resource: ResourceRecord = {
    ...input,
    id,
    bucket: bucketOfResource(id),
    access: 'open',
    horizonUntil: horizonFrom(ctx.nowMs),
    version: 1,
    createdAt: ctx.nowMs,
    updatedAt: ctx.nowMs,
  }
  return write(ctx, 'one', async (sql) => {
    await insertResource(sql, resource)
    return resource
  })
}
