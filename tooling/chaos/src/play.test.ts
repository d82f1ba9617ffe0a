import { expect, test } from 'vitest'
import type { Plan } from './command-line.ts'
import { play } from './play.ts'
import type { Scenario } from './run.ts'
import { Screen } from './screen.ts'
import type { Servers } from './servers.ts'

const plan: Plan = { size: 'quick', ids: ['R1'], seed: 1, minutes: null, lanes: 1, isSharedMachine: false }
const servers = { redis: null } as Servers
const silent = new Screen({ write: () => true } as unknown as NodeJS.WriteStream)

const played = (run: Scenario['run'], more: Partial<Plan> = {}) =>
  play(
    { id: 'R1', title: '', promise: '', sizes: { quick: 0, full: 0 }, describe: () => '', run },
    { ...plan, ...more },
    servers,
    silent,
  )

test('what is late has failed, and on a shared machine is told and passes', async () => {
  const run: Scenario['run'] = async ({ late }) => late('it took 3 s')
  expect(await played(run)).toMatchObject({ verdict: 'failed', failures: ['it took 3 s'] })
  expect(await played(run, { isSharedMachine: true })).toMatchObject({
    verdict: 'passed',
    failures: [],
    late: ['it took 3 s'],
  })
})

test('what is broken has failed on any machine, and so has what throws', async () => {
  const run: Scenario['run'] = async ({ fail }) => fail('two were let in')
  expect(await played(run, { isSharedMachine: true })).toMatchObject({ verdict: 'failed' })
  const thrown = await played(() => Promise.reject(new Error('gone')), { isSharedMachine: true })
  expect(thrown.failures[0]).toMatch('gone')
})
