import { describe, expect, it } from 'vitest'
import { readResults } from '../repository.ts'
import { bundleOf, measureSizes, type Size } from './measure.ts'

describe('what is not imported is not in the bundle', () => {
  it('IntervalIndex alone brings no recurrence, no zones and no Temporal', async () => {
    const { sources } = await bundleOf("export { IntervalIndex } from '@booking/core'")
    expect([...sources].sort()).toEqual(['src/errors.ts', 'src/interval-index.ts', 'src/max-levels.ts'])
  })

  it('reading rules brings no zones and no Temporal', async () => {
    const { sources } = await bundleOf("export { describeRule, formatRule, parseRule } from '@booking/core'")
    expect(sources.filter((file) => /temporal|zone|recurrence|conflict/.test(file))).toEqual([])
  })

  it('nothing but the bridge brings rrule', async () => {
    const { sources } = await bundleOf("export * from '@booking/core'")
    expect(sources.filter((file) => file.includes('/rrule/'))).toEqual([])
  })

  it('an import for nothing leaves nothing', async () => {
    const { sources } = await bundleOf("import '@booking/core'")
    expect(sources.filter((file) => file !== '<stdin>')).toEqual([])
  })
})

describe('the sizes that are told', () => {
  it('are those of today, to within a tenth: npm run bench -- size --write', async () => {
    const told = new Map(readResults<Size[]>('size').map((size) => [size.name, size.gzipBytes]))
    for (const { name, gzipBytes } of await measureSizes()) {
      expect(Math.abs(gzipBytes / told.get(name)! - 1), name).toBeLessThan(0.1)
    }
  })
})
