import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50

/** Looks until it is so. @throws Error when it is not after `msMax` milliseconds */
export const until = async (msMax: number, look: () => Promise<boolean>): Promise<void> => {
  const begun = performance.now()
  while (!(await look())) {
    if (performance.now() - begun > msMax) throw new Error(`Not so after ${msMax} ms.`)
    await delay(LOOK_MS)
  }
}
