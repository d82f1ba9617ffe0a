import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres, tryPort } from '@booking/embedded-postgres'
import { migrate, seedDemo } from '@booking/storage'
import type { Steps } from '../bin/steps.mjs'
import { adminToken } from './admin-token.ts'
import { startProgram } from './program.ts'

export interface FuzzOptions {
  readonly root: string
  /** How schemathesis is called here: a program with its first arguments. */
  readonly command: readonly string[]
  /** Passed on to `schemathesis run`, after ours. */
  readonly args: readonly string[]
  readonly steps: Steps
}

/** Checks whose findings are meant; docs/versioning.md says why. */
const LEFT_OUT = ['positive_data_acceptance', 'use_after_free']

const UNLIMITED = '1000000000'

/** A line of the log that tells of a fault: what the API answered with 500. */
const faultLine = /"level":[56]0/

/**
 * Lets schemathesis loose on the API as it is built, over HTTP, with an administrator's token and a PostgreSQL of
 * its own that is thrown away afterwards.
 *
 * @returns the exit code of schemathesis: 0 when it found nothing
 */
export async function fuzz({ root, command, args, steps }: FuzzOptions): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'booking-fuzz-'))
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  try {
    const server = await startPostgres({ dataDir: path.join(folder, 'postgres') })
    undo.push(
      () => rmSync(server.dataDir, { recursive: true, force: true }),
      () => server.stop(),
    )
    await migrate(server.url)
    await seedDemo(server.url)
    const secret = randomBytes(32).toString('hex')
    const port = await tryPort(0)
    const env = apiEnvironment(server.url, secret, port)
    const entry = path.join(root, 'apps/api/dist/main.js')
    const api = startProgram({ title: 'API', entry, execArgv: [], env }, (line) => {
      if (faultLine.test(line)) steps.note(line)
    })
    undo.push(() => api.stop())
    await api.ready
    return await schemathesis(command, `http://127.0.0.1:${port}/api/v1`, await adminToken(secret, {}), args)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

function apiEnvironment(databaseUrl: string, secret: string, port = 0): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    JWT_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'error',
    RATE_LIMIT_MAX: UNLIMITED,
    RATE_LIMIT_MAX_ADMIN: UNLIMITED,
  }
}

function schemathesis(
  [program = '', ...first]: readonly string[],
  base: string,
  token: string,
  args: readonly string[],
): Promise<number> {
  const fixed = [
    'run',
    `${base}/openapi.json`,
    '--header',
    `Authorization: Bearer ${token}`,
    '--exclude-checks',
    LEFT_OUT.join(),
  ]
  const child = spawn(program, [...first, ...fixed, ...args], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
