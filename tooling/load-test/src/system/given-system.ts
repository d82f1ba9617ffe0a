import { Refusal } from '../refusal.ts'
import type { System } from './system.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A system that runs already, as the environment names it. @throws Refusal when its key is not given */
export function givenSystem(baseUrl: string, environment: Environment): System {
  if (!environment.JWT_SECRET)
    throw new Refusal(
      'BASE_URL names a system that runs already: set JWT_SECRET to its key as well, so that users can be made up.',
    )
  return {
    base: apiBase(baseUrl),
    jwtSecret: environment.JWT_SECRET,
    metricsUrl: environment.METRICS_URL || undefined,
    databaseUrl: environment.DATABASE_URL || undefined,
    pids: {},
    description: apiBase(baseUrl),
    failed: new Promise(() => {}),
    stopPrograms: async () => {},
    close: async () => {},
  }
}

/** With the path under which the API lives, whether or not it was given. @throws Refusal when it is no URL */
export function apiBase(baseUrl: string): string {
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl))
    throw new Refusal(`BASE_URL must be a URL such as http://localhost:3000, and it is "${baseUrl}".`)
  const { origin, pathname } = new URL(baseUrl)
  const path = pathname.replace(/\/+$/, '')
  return origin + (path === '' ? '/api/v1' : path)
}
