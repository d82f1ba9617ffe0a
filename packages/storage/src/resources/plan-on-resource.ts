import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { ChangedMeanwhile, startingOver } from '../starting-over.ts'
import { loadResource } from './get-resource.ts'

/** What is to be written, thought out for a resource as it was read. */
export interface PlanOnResource {
  readonly resource: ResourceRecord
  /** Whether all of it ends before the resource's horizon. */
  readonly isInsideHorizon: boolean
}

/**
 * Plans a write on a resource as this process knows it, and does it. Only with the resource as it is now may a plan be
 * refused or reach past the horizon, so in these cases it is read and planned with again. `act` has to make sure in its
 * statement that the resource still has the version planned with: ChangedMeanwhile starts over.
 */
export const planOnResource = <Plan extends PlanOnResource, Result>(
  ctx: Context,
  resourceId: string,
  plan: (resource: ResourceRecord) => Promise<Plan>,
  act: (plan: Plan) => Promise<Result>,
): Promise<Result> =>
  startingOver(async () => {
    try {
      return await act((await planOnKnown(ctx, resourceId, plan)) ?? (await planAnew(ctx, resourceId, plan)))
    } catch (error) {
      if (error instanceof ChangedMeanwhile) ctx.database.known.forget(resourceId)
      throw error
    }
  })

type Planner<Plan> = (resource: ResourceRecord) => Promise<Plan>

const planOnKnown = async <Plan extends PlanOnResource>(
  ctx: Context,
  resourceId: string,
  plan: Planner<Plan>,
): Promise<Plan | null> => {
  const known = ctx.database.known.get(resourceId)
  if (known === undefined) return null
  try {
    const planned = await plan(known)
    return planned.isInsideHorizon ? planned : null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

const planAnew = async <Plan>(ctx: Context, resourceId: string, plan: Planner<Plan>): Promise<Plan> =>
  plan(ctx.database.known.keep(await loadResource(ctx.database, resourceId)))
