import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { guard, makeTempFolder } from '@booking/testkit'
import { until } from './until.ts'

const READY_MS_MAX = 30_000

/** A Prometheus that runs. */
export interface PrometheusServer {
  /** Value of every series that an instant query gives now. @throws Error when it refuses the query */
  readonly query: (expression: string) => Promise<number[]>
  readonly stop: () => Promise<void>
}

/** Whether a `prometheus` can be found on PATH. */
export const hasPrometheus = (): boolean =>
  spawnSync('prometheus', ['--version'], { stdio: 'ignore' }).status === 0

const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Starts a `prometheus` from PATH that asks each job at its port on this machine five times a second.
 *
 * @throws Error when it does not start
 */
export const startPrometheus = async (jobs: Readonly<Record<string, number>>): Promise<PrometheusServer> => {
  const folder = makeTempFolder('prometheus')
  const config = path.join(folder, 'prometheus.yml')
  // Whatever is JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
      scrape_configs: Object.entries(jobs).map(([job_name, port]) => ({
        job_name,
        static_configs: [{ targets: [`127.0.0.1:${port}`] }],
      })),
    }),
  )
  const base = `127.0.0.1:${await freePort()}`
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=${base}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  )
  await once(child, 'spawn')
  const ended = once(child, 'exit')
  const release = guard({ pids: [{ pid: child.pid ?? 0, signal: 'SIGKILL' }], folders: [folder] })
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
    release()
  }
  const isReady = () =>
    fetch(`http://${base}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(READY_MS_MAX, isReady).catch(async (error: Error) => {
    await stop()
    throw error
  })
  return { stop, query: (expression) => instantQuery(base, expression) }
}

interface Answer {
  readonly status: string
  readonly error?: string
  readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] }
}

const instantQuery = async (base: string, expression: string): Promise<number[]> => {
  const answer = await fetch(`http://${base}/api/v1/query?query=${encodeURIComponent(expression)}`)
  const { status, error, data } = (await answer.json()) as Answer
  if (status !== 'success' || data === undefined) throw new Error(`${expression}: ${error}`)
  return data.result.map(({ value: [, value] }) => Number(value))
}
