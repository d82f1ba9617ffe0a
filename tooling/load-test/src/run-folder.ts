import { mkdirSync } from 'node:fs'
import path from 'node:path'

/** `test-results/load-tests/1000-bookings-test-20250115-143022`, in local time. @param root the repository */
export function makeRunFolder(root: string, now: Date): string {
  const folder = path.join(root, 'test-results/load-tests', `1000-bookings-test-${stamp(now)}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

export function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
}
