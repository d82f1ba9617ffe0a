import { type ChildProcess, fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Refusal } from '../bin/refusal.mjs'

/** A program of ours, run as a child process. */
export interface ProgramSpec {
  /** What the person calls it, such as `API`. */
  readonly title: string
  readonly entry: string
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Program {
  readonly title: string
  /** Resolves when it has sent `{ type: 'ready' }`; rejects with a Refusal when it ends, or stays silent, before that. */
  readonly ready: Promise<void>
  /** Resolves when it has ended, with the reason in words and its last lines. */
  readonly ended: Promise<ProgramEnd>
  /** Asks it to finish what it is doing and end; kills it when that takes too long. */
  stop(): Promise<ProgramEnd>
  /** Ends it at once. */
  kill(): void
}

export interface ProgramEnd {
  readonly title: string
  readonly reason: string
  readonly lastLines: readonly string[]
}

export interface ProgramLimits {
  readonly readyMsMax: number
  readonly stopMsMax: number
}

/** Takes a line that a program wrote, and the stream of ours that corresponds to the one it used. */
export type PrintLine = (line: string, target: NodeJS.WritableStream) => void

const PROGRAM_LIMITS: ProgramLimits = { readyMsMax: 60_000, stopMsMax: 25_000 }

const LAST_LINES_MAX = 12
/** Output may still be on its way when the process has ended, or be held open by a process that it left behind. */
const OUTPUT_MS_MAX = 500

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches it only through us, with an
 * IPC channel, so that it learns of our end however sudden that is. Its output lines are passed through as they are.
 */
export function startProgram(spec: ProgramSpec, print: PrintLine, limits = PROGRAM_LIMITS): Program {
  const child = fork(spec.entry, {
    execArgv: [...spec.execArgv],
    env: spec.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  })
  const lastLines: string[] = []
  for (const name of ['stdout', 'stderr'] as const) {
    passThrough(child[name], lastLines, (line) => print(line, process[name]))
  }
  const ended = endOf(child, spec.title, lastLines)
  const kill = () => {
    child.kill('SIGKILL')
  }
  let stopping: Promise<ProgramEnd> | undefined
  const stop = async () => {
    const timer = setTimeout(kill, limits.stopMsMax)
    if (process.platform === 'win32' && child.connected) child.disconnect()
    else child.kill('SIGTERM')
    const end = await ended
    clearTimeout(timer)
    return end
  }
  return {
    title: spec.title,
    ready: readiness(child, spec.title, ended, limits.readyMsMax),
    ended,
    kill,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** The sentence for a program that ended by itself. */
export function describeEnd({ title, reason, lastLines }: ProgramEnd): string {
  const words =
    lastLines.length === 0 ? ' It wrote nothing.' : ` Its last lines:\n\n${lastLines.join('\n')}\n`
  return `The ${title} ${reason}.${words}`
}

function passThrough(
  from: NodeJS.ReadableStream | null,
  lastLines: string[],
  print: (line: string) => void,
): void {
  if (from === null) return
  createInterface({ input: from }).on('line', (line) => {
    print(line)
    lastLines.push(line)
    if (lastLines.length > LAST_LINES_MAX) lastLines.shift()
  })
}

function readiness(
  child: ChildProcess,
  title: string,
  ended: Promise<ProgramEnd>,
  readyMsMax: number,
): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Refusal(`The ${title} did not become ready within ${readyMsMax / 1000} s.`))
    }, readyMsMax)
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'ready')
        return
      clearTimeout(timer)
      resolve()
    })
    ended.then((end) => {
      clearTimeout(timer)
      reject(new Refusal(describeEnd(end)))
    })
  })
  ready.catch(() => {})
  return ready
}

function endOf(child: ChildProcess, title: string, lastLines: readonly string[]): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const settle = (reason: string) => resolve({ title, reason, lastLines })
    child.once('error', (error) => settle(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      const reason = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
      const timer = setTimeout(() => settle(reason), OUTPUT_MS_MAX)
      child.once('close', () => {
        clearTimeout(timer)
        settle(reason)
      })
    })
  })
}
