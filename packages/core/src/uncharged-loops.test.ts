import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('hostile calls run no loop that spends no steps', () => {
  const script = fileURLToPath(new URL('../bench/uncharged.ts', import.meta.url))
  const argv = ['--import', 'tsx', '--conditions=@booking/source', script, '300', '5545']
  const [counted, ...uncharged] = execFileSync(process.execPath, argv, { encoding: 'utf8' })
    .trim()
    .split('\n')
  expect(Number(/: (\d+) blocks/.exec(counted ?? '')?.[1])).toBeGreaterThan(200_000)
  expect(uncharged).toEqual([])
}, 240_000)
