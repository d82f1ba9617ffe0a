import type { Results } from '../results.ts'
import { type Chart, chartSvg, escaped } from './chart.ts'
import { chartsOf } from './charts.ts'

const WIDTH = 640
const CHART_HEIGHT = 260
const HEAD = 34
const LEGEND_STEP = 92

/** The first two plots, latency and throughput, as one SVG for a page that may be light or dark. */
export function keptPicture(results: Results): string {
  const charts = chartsOf(results).slice(0, 2)
  const height = charts.length * (CHART_HEIGHT + HEAD)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>Latency and throughput of the load test ${results.profile.name}</title>`,
    '<style>text { font: 11px system-ui, sans-serif; fill: #656d76 } .head { font-size: 13px; fill: #1f2328 }',
    '.grid { stroke: #d8dee4 } .mark { stroke: #b0b8c1; stroke-dasharray: 2 4 }',
    '@media (prefers-color-scheme: dark) { text { fill: #8d96a0 } .head { fill: #e6edf3 }',
    '.grid { stroke: #30363d } .mark { stroke: #57606a } }</style>',
    ...charts.map((chart, i) => placed(chart, i * (CHART_HEIGHT + HEAD))),
    '</svg>',
    '',
  ].join('\n')
}

function placed(chart: Chart, top: number): string {
  const legendLeft = WIDTH - 14 - chart.series.length * LEGEND_STEP
  const legend = chart.series.map(({ name, colour }, i) => {
    const x = legendLeft + i * LEGEND_STEP
    return `<rect x="${x}" y="15" width="14" height="3" rx="1.5" fill="${colour}"/><text x="${x + 20}" y="20">${escaped(name)}</text>`
  })
  const sized = chartSvg(chart).replace(
    '<svg ',
    `<svg y="${HEAD}" width="${WIDTH}" height="${CHART_HEIGHT}" `,
  )
  const words = `<text class="head" x="14" y="21">${escaped(`${chart.title}, ${chart.subtitle}`)}</text>`
  return `<g transform="translate(0 ${top})">${words}${legend.join('')}${sized}</g>`
}
