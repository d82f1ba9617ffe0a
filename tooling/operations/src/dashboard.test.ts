import { describe, expect, test } from 'vitest'
import { dashboard, type Panel, shown } from './dashboard.ts'
import { textOf } from './repository.ts'

/** Columns of Grafana's grid. */
const COLUMNS = 24

/** Identifiers of Grafana's units (`@grafana/data`, value formats) that the dashboard uses. */
const units = new Set(['short', 's', 'percentunit', 'reqps', 'ops', 'bytes'])

const overlaps = ({ gridPos: one }: Panel, { gridPos: other }: Panel): boolean =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

describe('the dashboard', () => {
  const { panels } = dashboard

  test('has an id that links keep, and a schema that Grafana 11 and later read', () => {
    expect(dashboard.uid).toBe('booking')
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(36)
  })

  test('has panels with ids of their own, and titles of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length)
  })

  test('has no panel upon another, and none beside the grid', () => {
    for (const [index, panel] of panels.entries()) {
      const { x, w, h } = panel.gridPos
      expect(x >= 0 && w > 0 && h > 0 && x + w <= COLUMNS, panel.title).toBe(true)
      const above = panels.slice(0, index).filter((earlier) => overlaps(earlier, panel))
      expect(
        above.map(({ title }) => title),
        panel.title,
      ).toEqual([])
    }
  })

  test('has panels in the order in which they are read', () => {
    const order = panels.map(({ gridPos: { x, y } }) => y * COLUMNS + x)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
  })
})

describe('a panel', () => {
  const [, uid] =
    /^ {4}uid: (\S+)$/m.exec(textOf('ops/grafana/provisioning/datasources/prometheus.yml')) ?? []

  test.each(shown.map((panel) => [panel.title, panel] as const))(
    '%s asks the data source that is provisioned, and has a unit',
    (_, panel) => {
      expect(panel.datasource).toEqual({ type: 'prometheus', uid })
      expect(units).toContain(panel.fieldConfig?.defaults.unit)
    },
  )

  test.each(shown.map((panel) => [panel.title, panel.targets ?? []] as const))(
    '%s has queries, each with a letter of its own, and a legend that uses the labels it groups by',
    (_, targets) => {
      expect(targets.length).toBeGreaterThan(0)
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
      for (const { expr, legendFormat = '' } of targets) {
        const [, grouping = ''] = /\bby \(([^)]*)\)/.exec(expr) ?? []
        const labels = grouping.split(/, */).filter((label) => label !== '' && label !== 'le')
        for (const label of labels) expect(legendFormat).toContain(`{{${label}}}`)
      }
    },
  )

  test.each(shown.filter(({ type }) => type === 'stat').map((panel) => [panel.title, panel] as const))(
    '%s is one number, and says where it becomes bad: Grafana would colour all from 80 on red',
    (_, panel) => {
      const steps = panel.fieldConfig?.defaults.thresholds?.steps ?? []
      expect(steps.map(({ value }) => value)[0]).toBeNull()
      expect(steps.length).toBeGreaterThan(1)
    },
  )
})
