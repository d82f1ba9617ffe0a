import { fileURLToPath } from 'node:url'
import { type SpawnedProcess, spawnProcess } from '@booking/testkit'
import { afterAll } from 'vitest'
import { secret, signToken } from './test-app.ts'

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** Settings with which the API starts; PORT 0 takes any free one. */
export const settings = (databaseUrl: string): Record<string, string | undefined> => ({
  NODE_ENV: 'test',
  DATABASE_URL: databaseUrl,
  REDIS_URL: undefined,
  JWT_SECRET: secret,
  JWT_ISSUER: undefined,
  JWT_AUDIENCE: undefined,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'info',
  RATE_LIMIT_MAX: '1000000',
  TRUSTED_PROXIES: undefined,
})

/** Options that run the API as it is written, in a process of its own. */
export const runApi = {
  entry,
  execArgv: ['--conditions=@booking/source', '--import', import.meta.resolve('tsx')],
}

const running = new Set<SpawnedProcess>()

afterAll(() => {
  for (const { child } of running) if (child.exitCode === null) child.kill('SIGKILL')
})

export interface ApiProcess extends SpawnedProcess {
  /** `http://127.0.0.1:…/api/v1` */
  readonly base: string
}

/** Starts a real API process; what still runs at the end of the test file is killed. */
export const startApi = async (
  databaseUrl: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ApiProcess> => {
  const api = await spawnProcess({
    ...runApi,
    env: { ...settings(databaseUrl), ...env },
    readyMsMax: 60_000,
  })
  running.add(api)
  void api.ended.then(() => running.delete(api))
  const port = new URL(api.address ?? '').port
  return Object.assign(api, { base: `http://127.0.0.1:${port}/api/v1` })
}

export interface HttpAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  readonly body: any
  readonly headers: Headers
}

/** A client with a token of the present day. */
export const clientOf = async (subject: string, role = 'standard') => {
  const token = await signToken({ sub: subject, role }, { nowMs: Date.now() })
  return async (
    base: string,
    method: string,
    path: string,
    request: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<HttpAnswer> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    return { status: answer.status, body: await answer.json(), headers: answer.headers }
  }
}
