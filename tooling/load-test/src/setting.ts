import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import type { Setting } from './results.ts'

/** Where and with what a run is made. @param root the repository */
export function thisSetting(root: string, k6: string): Setting {
  return {
    commit: commitOf(root),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    os: osName(),
    node: process.version,
    k6,
    loadBefore: process.platform === 'win32' ? null : Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  }
}

/** The name that a Linux distribution gives itself, or kernel and release. */
function osName(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))![1]!
  } catch {
    return `${os.type()} ${os.release()}`
  }
}

/** With `+` when files differ from it; `unknown` outside a repository. */
function commitOf(folder: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}
