import { Refusal } from './refusal.ts'

/** What the caller says it has seen; absent means: whatever there is. */
export interface Precondition {
  readonly holds?: ((version: number) => boolean) | undefined
}

/** @throws Refusal precondition_failed */
export const requireVersion = (version: number, precondition: Precondition): void => {
  if (precondition.holds !== undefined && !precondition.holds(version))
    throw new Refusal('precondition_failed', { version })
}
