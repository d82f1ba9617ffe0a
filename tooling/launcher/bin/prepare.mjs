import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runProgram } from './run-program.mjs'

/** Inside node_modules, so that it goes with them. */
const STAMP = 'node_modules/.booking-install'

/**
 * Installs what is missing and builds what has changed.
 * @param {string} root the repository
 * @param {import('./steps.mjs').Steps} steps
 */
export async function prepare(root, steps) {
  const env = toolEnvironment(root)
  const goal = installGoal(root)
  if (!isInstalled(root, goal)) {
    await steps.run('Installing packages', () => install(root, env))
    writeFileSync(path.join(root, STAMP), goal)
  }
  await steps.run('Building', () => build(root, env))
}

/**
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
function install(root, env) {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const args = ['-y', packageManager, 'install', '--frozen-lockfile']
  // In CI mode pnpm asks no questions.
  const options = { cwd: root, env: { ...env, CI: 'true' } }
  const npx = process.env.npm_execpath && path.join(path.dirname(process.env.npm_execpath), 'npx-cli.js')
  if (npx && existsSync(npx))
    return runProgram('Installing packages', process.execPath, [npx, ...args], options)
  return runProgram('Installing packages', 'npx', args, options)
}

/**
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
function build(root, env) {
  const turbo = path.join(root, 'node_modules/turbo/bin/turbo')
  // The benches build themselves when they are run.
  const args = ['run', 'bundle', '--filter=!@booking/bench', '--output-logs=errors-only', '--no-color']
  return runProgram('Building', process.execPath, [turbo, ...args], { cwd: root, env })
}

/**
 * What must be installed, in one string: the lock file, and the machine whose binaries were chosen.
 * @param {string} root
 */
function installGoal(root) {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests(root)]) {
    hash.update(readFileSync(path.join(root, file)))
  }
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`
}

/** @param {string} root @param {string} goal */
function isInstalled(root, goal) {
  try {
    if (readFileSync(path.join(root, STAMP), 'utf8') !== goal) return false
  } catch {
    return false
  }
  return manifests(root).every((file) => existsSync(path.join(root, path.dirname(file), 'node_modules')))
}

/** @param {string} root */
function manifests(root) {
  return ['packages', 'apps', 'tooling']
    .flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}/package.json`))
    .filter((file) => existsSync(path.join(root, file)))
}

/**
 * The environment of the installer and the builder: their programs on PATH, no reports sent anywhere, and a home
 * inside the repository where the account has none that it can write to.
 * @param {string} root
 * @returns {Record<string, string | undefined>}
 */
export function toolEnvironment(root) {
  const bin = path.join(root, 'node_modules/.bin')
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    ...homeless(root),
    [pathName]: [bin, process.env[pathName]].join(path.delimiter),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    npm_config_update_notifier: 'false',
  }
}

/** @param {string} root @returns {Record<string, string>} */
function homeless(root) {
  try {
    accessSync(os.homedir(), constants.W_OK)
    return {}
  } catch {
    const home = path.join(root, '.cache/home')
    mkdirSync(home, { recursive: true })
    const folders = { XDG_CACHE_HOME: `${home}/.cache`, XDG_DATA_HOME: `${home}/.local/share` }
    // npm start has put the folder that npm could not use into our environment.
    return { HOME: home, ...folders, npm_config_cache: `${home}/.npm` }
  }
}
