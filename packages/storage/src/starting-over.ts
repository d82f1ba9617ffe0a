import { Refusal } from './refusal.ts'

/** Thrown when something changed between reading and locking it; the verb starts over. */
export class ChangedMeanwhile extends Error {
  constructor() {
    super('changed meanwhile')
  }
}

const ATTEMPTS_MAX = 5

/** Runs a verb again when what it had read changed before it was locked. */
export const startingOver = async <Result>(verb: () => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await verb()
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) throw error
      if (attempt === ATTEMPTS_MAX)
        throw new Refusal('overloaded', { retryAfterSeconds: 1 }, { cause: error })
    }
  }
}
