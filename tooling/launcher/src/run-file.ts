import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { processIdentity } from '@booking/embedded-postgres'
import { Refusal } from '../bin/refusal.mjs'

/** What `run.json` says about the instance that runs in a folder. */
interface Run {
  readonly pid: number
  /** Tells the process from a later one with its number. */
  readonly identity: string
  readonly port: number
  readonly address: string
  /** Tells this run from every other. */
  readonly token: string
}

export interface RunFile {
  /** Removes the file; the folder is free for the next start. */
  release(): void
}

/**
 * Claims a folder for this process. A file left by a run that was killed is recognised, because no process with its
 * number AND its identity lives, and replaced.
 *
 * @throws Refusal when an instance runs in this folder, naming its address
 */
export function claimRunFile(folder: string, port: number): RunFile {
  const file = path.join(folder, 'run.json')
  const run: Run = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? 'unknown',
    port,
    address: `http://localhost:${port}`,
    token: randomBytes(8).toString('hex'),
  }
  const draft = `${file}.${run.token}`
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 })
  try {
    // A link is made only if no file of that name exists: of two starts at the same moment one wins.
    while (!tryLink(draft, file)) {
      refuseIfAlive(readRun(file))
      setAside(file)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    release() {
      if (readRun(file)?.token === run.token) rmSync(file, { force: true })
    },
  }
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes a stale file without ever removing a fresh one that another start put there in between. */
function setAside(file: string): void {
  const aside = `${file}.${randomBytes(8).toString('hex')}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const run = readRun(aside)
  if (isAlive(run)) tryLink(aside, file)
  rmSync(aside, { force: true })
}

function refuseIfAlive(run: Run | undefined): void {
  if (run === undefined || !isAlive(run)) return
  throw new Refusal(
    `An instance already runs in this folder: ${run.address} (process ${run.pid}). ` +
      `Stop it with Ctrl-C where it runs, or with: kill ${run.pid}`,
  )
}

function isAlive(run: Run | undefined): boolean {
  return run !== undefined && processIdentity(run.pid) === run.identity
}

function readRun(file: string): Run | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Run
  } catch {
    return undefined
  }
}
