import type { ApiResults } from './result.ts'

const width = 890
const panelHeight = 200
const plotLeft = 60
const plotWidth = 340
const panelGap = 90
const plotTop = 46
const plotHeight = 110
const colours = ['#2f81f7', '#8b949e', '#3fb950', '#d29922']

interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

interface Panel {
  readonly title: string
  readonly unit: string
  readonly lines: readonly Line[]
}

/** How cost grows with stored claims, and rate with clients: logarithmic to the right, from 0 upwards. */
export function apiPicture({ byClaims, byClients }: ApiResults): string {
  const panels: Panel[] = [
    {
      title: 'PostgreSQL CPU by stored claims',
      unit: 'µs',
      lines: [
        { name: 'create', points: byClaims.map(({ claims, create }) => [claims, create]) },
        { name: 'look-up by key', points: byClaims.map(({ claims, lookUp }) => [claims, lookUp]) },
        { name: 'free time', points: byClaims.map(({ claims, free }) => [claims, free]) },
        { name: 'taken time', points: byClaims.map(({ claims, taken }) => [claims, taken]) },
      ],
    },
    {
      title: 'The mix by clients',
      unit: 'requests/s',
      lines: [{ name: 'one process', points: byClients.map(({ size, perSecond }) => [size, perSecond]) }],
    },
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panelHeight}" width="${width}" height="${panelHeight}" role="img">`,
    '<title>Cost by stored claims, and rate by clients</title>',
    '<style>',
    'text { font: 11px system-ui, sans-serif; fill: #1f2328 } .weak { fill: #656d76 } .line { stroke: #d0d7de }',
    '@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .weak { fill: #8d96a0 } .line { stroke: #30363d } }',
    '</style>',
    ...panels.flatMap((panel, at) => drawn(panel, plotLeft + at * (plotWidth + panelGap))),
    '</svg>',
    '',
  ].join('\n')
}

function drawn({ title, unit, lines }: Panel, left: number): string[] {
  const xs = lines.flatMap(({ points }) => points.map(([x]) => Math.log10(x)))
  const first = Math.min(...xs)
  const span = Math.max(...xs) - first || 1
  const top = niceAbove(Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y))))
  const at = ([x, y]: readonly [number, number]) =>
    [
      Math.round(left + ((Math.log10(x) - first) / span) * plotWidth),
      Math.round(plotTop + plotHeight * (1 - y / top)),
    ] as const
  const bottom = plotTop + plotHeight
  return [
    `<text x="${left}" y="16">${title}</text>`,
    ...lines.map(
      ({ name }, i) =>
        `<text x="${left + i * 100 + 14}" y="33">${name}</text><rect x="${left + i * 100}" y="24" width="10" height="10" rx="2" fill="${colours[i]}"/>`,
    ),
    ...[0, top / 2, top].map((y) => {
      const height = Math.round(plotTop + plotHeight * (1 - y / top))
      return `<line class="line" x1="${left}" x2="${left + plotWidth}" y1="${height}" y2="${height}"/><text class="weak" x="${left - 6}" y="${height + 4}" text-anchor="end">${y.toLocaleString('en-US')}</text>`
    }),
    `<text class="weak" x="${left + plotWidth}" y="16" text-anchor="end">${unit}</text>`,
    ...lines[0]!.points.map((point) => {
      const [x] = at(point)
      return `<text class="weak" x="${x}" y="${bottom + 16}" text-anchor="middle">${point[0].toLocaleString('en-US')}</text>`
    }),
    ...lines.flatMap(({ points }, i) => [
      `<polyline fill="none" stroke="${colours[i]}" stroke-width="2" points="${points.map((point) => at(point).join(',')).join(' ')}"/>`,
      ...points.map((point) => {
        const [x, y] = at(point)
        return `<circle cx="${x}" cy="${y}" r="3" fill="${colours[i]}"/>`
      }),
    ]),
  ]
}

/** The next of 1, 2, 5 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value)!
}
