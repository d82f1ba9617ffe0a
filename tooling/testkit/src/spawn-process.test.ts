import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { processIdentity } from '@booking/embedded-postgres'
import { afterAll, expect, test } from 'vitest'
import { untilGone } from './child-processes.ts'
import { spawnProcess } from './spawn-process.ts'
import { makeTempFolder } from './temp-folder.ts'

const folder = makeTempFolder('spawn')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a process is ready when it says so, its output is kept, and SIGTERM lets it end in its own way', async () => {
  const running = await spawnProcess({
    entry: program(
      "console.log('hello'); process.on('SIGTERM', () => { console.log('bye'); process.exit(3) }); setInterval(() => {}, 1000); process.send({ type: 'ready', address: 'here' })",
    ),
  })
  expect(running.address).toBe('here')
  expect(await running.terminate()).toEqual({ code: 3, signal: null })
  expect(running.output()).toBe('hello\nbye\n')
})

test('readiness by a line of output, and kill', async () => {
  const running = await spawnProcess({
    entry: program("console.error('listening on 4711'); setInterval(() => {}, 1000)"),
    ready: /listening on (\d+)/,
  })
  expect((await running.untilOutput(/on (\d+)/))[1]).toBe('4711')
  expect(await running.kill()).toEqual({ code: null, signal: 'SIGKILL' })
})

test('a process that ends before it is ready fails with what it wrote', async () => {
  await expect(
    spawnProcess({ entry: program("console.error('no such table'); process.exit(1)") }),
  ).rejects.toThrow(/the process ended\nno such table/)
})

test('a process that ignores SIGTERM is killed, and the result says so', async () => {
  const running = await spawnProcess({
    entry: program(
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.send({ type: 'ready' })",
    ),
  })
  expect(await running.terminate(50)).toEqual({ code: null, signal: 'SIGKILL' })
})

test('the environment is passed on, with names added and removed', async () => {
  const running = await spawnProcess({
    entry: program('console.log(process.env.ADDED, process.env.PATH)'),
    env: { ADDED: 'yes', PATH: undefined },
    ready: /yes undefined/,
  })
  expect(await running.ended).toEqual({ code: 0, signal: null })
})

test('what a killed test process was guarding is ended and removed by the watchdog', async () => {
  const precious = makeTempFolder('guarded')
  const guard = path.join(import.meta.dirname, 'guard.ts')
  const sleeper =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)'], { detached: true, stdio: 'ignore' })"
  const running = await spawnProcess({
    entry: program(
      `const { guard } = await import(${JSON.stringify(guard)}); const { createRequire } = await import('node:module');
       const require = createRequire(import.meta.url); const child = ${sleeper};
       guard({ pids: [{ pid: child.pid, signal: 'SIGTERM' }], folders: [${JSON.stringify(precious)}] });
       process.send({ type: 'ready', address: String(child.pid) })`,
    ),
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  const sleeperPid = Number(running.address)
  expect(processIdentity(sleeperPid)).toBeDefined()
  await running.kill()
  await untilGone([sleeperPid])
  expect(processIdentity(sleeperPid)).toBeUndefined()
})

let programs = 0

function program(source: string): string {
  const file = path.join(folder, `program-${++programs}.mjs`)
  writeFileSync(file, source)
  return file
}
