import { type SpawnedProcess, spawnProcess } from '@booking/testkit'
import { placeOf } from './repository.ts'

/** Milliseconds a program has to start, from its sources and on a busy machine. */
export const STARTS_MS = 120_000

/** A program of ours that serves its metrics. */
export interface MeasuredProgram extends SpawnedProcess {
  readonly metricsPort: number
}

/** Starts a program with its metrics served at a free port; `terminate` it. @throws TestkitError when it does not start */
export const startProgram = async (
  app: 'api' | 'worker',
  env: Readonly<Record<string, string | undefined>>,
): Promise<MeasuredProgram> => {
  const program = await spawnProcess({
    entry: placeOf(`apps/${app}/src/main.ts`),
    execArgv: ['--conditions=@booking/source', '--import', import.meta.resolve('tsx')],
    env: {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      JWT_SECRET: 'a-secret-of-a-test-that-is-long-enough',
      PORT: '0',
      METRICS_PORT: '0',
      WORKER_METRICS_PORT: '0',
      ...env,
    },
    readyMsMax: STARTS_MS,
  })
  const [, port] = await program.untilOutput(/http:\/\/localhost:(\d+)\/metrics/)
  return Object.assign(program, { metricsPort: Number(port) })
}
