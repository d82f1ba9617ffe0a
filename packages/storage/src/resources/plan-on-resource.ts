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
 * refused or reach past the horizon, so in these cases it is read, and planned with again if it has changed. `act` has to
 * make sure in its statement that the resource still has the version planned with: ChangedMeanwhile starts over.
 */
export const planOnResource = <Plan extends PlanOnResource, Result>(
  ctx: Context,
  resourceId: string,
  plan: (resource: ResourceRecord) => Promise<Plan>,
  act: (plan: Plan) => Promise<Result>,
): Promise<Result> =>
  startingOver(async () => {
    try {
      return await act(await planned(ctx, resourceId, plan))
    } catch (error) {
      if (error instanceof ChangedMeanwhile) ctx.database.known.forget(resourceId)
      throw error
    }
  })

type Planner<Plan> = (resource: ResourceRecord) => Promise<Plan>

const planned = async <Plan extends PlanOnResource>(
  { database }: Context,
  resourceId: string,
  plan: Planner<Plan>,
): Promise<Plan> => {
  const known = database.known.get(resourceId)
  const first = known === undefined ? null : await plan(known).catch(nullIfRefused)
  if (first?.isInsideHorizon) return first
  const resource = database.known.keep(await loadResource(database, resourceId))
  const isAsKnown =
    resource.version === first?.resource.version && resource.horizonUntil === first.resource.horizonUntil
  return isAsKnown ? first : plan(resource)
}

const nullIfRefused = (error: unknown): null => {
  if (error instanceof Refusal) return null
  throw error
}
