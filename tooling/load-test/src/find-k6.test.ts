import { expect, it } from 'vitest'
import { findK6, type Machine } from './find-k6.ts'

/** A machine that has some programs; `build` makes the last of them. */
function machineWith(versions: Readonly<Record<string, string>>, built?: string) {
  const notes: string[] = []
  let hasBuilt = false
  const machine: Machine = {
    versionOf: (command) => (command === built && !hasBuilt ? undefined : versions[command]),
    build: async () => {
      hasBuilt = true
    },
    note: (line) => notes.push(line),
  }
  return { machine, notes, wasBuilt: () => hasBuilt }
}

const kept = '/cache/k6/v1.8.1/k6'

it('the k6 on PATH is taken, and nothing is built', async () => {
  const { machine, wasBuilt } = machineWith({ k6: 'k6 v1.2.0 (go1.24)', go: 'go1.26' })
  expect(await findK6('/cache', machine)).toEqual({ kind: 'program', version: 'k6 v1.2.0', command: ['k6'] })
  expect(wasBuilt()).toBe(false)
})

it('one that is too old for TypeScript is passed over', async () => {
  const { machine, notes } = machineWith({ k6: 'k6 v0.45.0', [kept]: 'k6 v1.8.1' })
  expect((await findK6('/cache', machine)).command).toEqual([kept])
  expect(notes[0]).toMatch('k6 v0.45.0 is too old')
})

it('Go builds it once, into the cache', async () => {
  const { machine, wasBuilt } = machineWith({ go: 'go1.26', [kept]: 'k6 v1.8.1' }, kept)
  expect((await findK6('/cache', machine)).command).toEqual([kept])
  expect(wasBuilt()).toBe(true)
})

it('without k6 and Go, a Docker that runs takes its place', async () => {
  const { machine } = machineWith({ docker: 'Server Version: 29' })
  expect(await findK6('/cache', machine)).toMatchObject({ kind: 'container' })
})

it('with none of them, it is told how to get k6', async () => {
  const { machine } = machineWith({})
  await expect(findK6('/cache', machine)).rejects.toThrow(/needs k6[\s\S]*brew install k6[\s\S]*Docker/)
})
