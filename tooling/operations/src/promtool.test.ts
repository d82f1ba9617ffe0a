import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { placeOf, textOf } from './repository.ts'

const promtool = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8' })

const isThere = promtool('--version').status === 0

describe.skipIf(!isThere)('promtool', () => {
  test.each([
    ['check', 'config', 'ops/prometheus/prometheus.yml'],
    ['test', 'rules', 'ops/prometheus/alerts.test.yml'],
  ])('%s %s %s finds nothing wrong', (verb, kind, file) => {
    const { status, stdout, stderr } = promtool(verb, kind, placeOf(file))
    expect(status, stdout + stderr).toBe(0)
  })
})

const alerts = [...textOf('ops/prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name]) => name!)

describe('an alert', () => {
  const examples = textOf('ops/prometheus/alerts.test.yml')
  const manual = textOf('docs/operations.md')

  test.each(alerts)('%s has an example in which it comes, and a line that says what to do', (name) => {
    const examined = examples.split('- alertname: ').filter((part) => part.startsWith(`${name}\n`))
    expect(examined.some((part) => part.includes('exp_labels'))).toBe(true)
    expect(manual).toContain(`| \`${name}\` |`)
  })
})
