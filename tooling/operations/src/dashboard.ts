import { textOf } from './repository.ts'

/** A query of a panel. */
export interface Target {
  readonly refId: string
  /** PromQL, with Grafana's variables. */
  readonly expr: string
  readonly legendFormat?: string
}

/** What we look at of a panel of Grafana's dashboard model. */
export interface Panel {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly datasource?: { readonly type: string; readonly uid: string }
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null }[] }
    }
  }
  readonly targets?: readonly Target[]
}

/** The dashboard as Grafana is given it. */
export const dashboard = JSON.parse(textOf('ops/grafana/dashboards/booking.json')) as {
  readonly uid: string
  readonly schemaVersion: number
  readonly panels: readonly Panel[]
}

/** Panels that show something; the others are headings. */
export const shown = dashboard.panels.filter(({ type }) => type !== 'row')
