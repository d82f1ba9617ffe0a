import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from './refusal.mjs'

const NODE_MAJOR = 20
const NODE_MINOR = 19
const PORT_DEFAULT = 3000
const PORT_MAX = 65_535
/** The programs of a start that was killed end by themselves; they may need a moment to let go of the port. */
const ORPHAN_MS_MAX = 10_000
const ORPHAN_LOOK_MS = 100

/** @param {string} [version] */
export function refuseOldNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NODE_MAJOR || (major === NODE_MAJOR && minor >= NODE_MINOR)) return
  throw new Refusal(
    `This needs Node.js ${NODE_MAJOR}.${NODE_MINOR} or newer, and this is ${version}. Get a current one from https://nodejs.org`,
  )
}

/**
 * @param {Record<string, string | undefined>} environment
 * @returns {number} PORT, 3000 when unset
 */
export function readPort(environment) {
  const text = environment.PORT?.trim()
  if (text === undefined || text === '') return PORT_DEFAULT
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= PORT_MAX) return port
  throw new Refusal(
    `PORT must be a whole number from 1 to ${PORT_MAX}, and it is "${text}". For example: PORT=3001 npm start`,
  )
}

/**
 * Refuses before anything is installed, built or started.
 * @param {number} port
 * @param {string} root the repository, whose own running instance is named if it is the one that holds the port
 */
export async function refuseTakenPort(port, root) {
  const holder = runOnPort(root, port)
  const orphaned = holder !== undefined && !isRunning(holder)
  const deadline = Date.now() + (orphaned ? ORPHAN_MS_MAX : 0)
  for (;;) {
    const code = await bindingError(port)
    if (code === undefined) return
    if (code === 'EACCES') {
      throw new Refusal(`Port ${port} is not open to this account. Choose another: PORT=3001 npm start`)
    }
    if (Date.now() >= deadline) {
      const whom =
        holder === undefined || orphaned
          ? ''
          : ` by the instance that already runs in this folder (process ${holder})`
      throw new Refusal(`Port ${port} is in use${whom}. Choose another: PORT=${another(port)} npm start`)
    }
    await delay(ORPHAN_LOOK_MS)
  }
}

/** @param {number} port */
function another(port) {
  return port < PORT_MAX ? port + 1 : PORT_DEFAULT
}

/**
 * @param {string} root
 * @param {number} port
 * @returns {number | undefined} the process that said it would use the port
 */
function runOnPort(root, port) {
  try {
    const run = JSON.parse(readFileSync(path.join(root, '.data/run.json'), 'utf8'))
    return run.port === port && run.pid !== process.pid ? Number(run.pid) : undefined
  } catch {
    return undefined
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * @param {number} port
 * @returns {Promise<string | undefined>} the system's error code when the port cannot be had on all addresses
 */
async function bindingError(port) {
  for (const host of [undefined, '127.0.0.1']) {
    const code = await bindingErrorOn(port, host)
    if (code === 'EADDRINUSE' || code === 'EACCES') return code
  }
  return undefined
}

/**
 * @param {number} port
 * @param {string | undefined} host
 * @returns {Promise<string | undefined>} the system's error code when the port cannot be bound
 */
function bindingErrorOn(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
