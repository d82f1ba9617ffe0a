import type { Results, SampleResult } from '../results.ts'
import { scenarios } from '../scenarios.ts'
import { type Part, parts } from '../system/sampler.ts'
import type { Chart, Series } from './chart.ts'

/** Fit for light pages and for dark ones. */
const colours = {
  blue: '#4c8dff',
  violet: '#a06bff',
  pink: '#ea5fa0',
  amber: '#e0a029',
  green: '#2fb67c',
  teal: '#27b3c4',
  red: '#e5534b',
  grey: '#8b95a5',
}

const scenarioColours = [
  colours.grey,
  colours.blue,
  colours.green,
  colours.violet,
  colours.teal,
  colours.amber,
  colours.pink,
]

const partColours: Readonly<Record<Part, string>> = {
  api: colours.blue,
  worker: colours.violet,
  postgres: colours.green,
  redis: colours.red,
  k6: colours.grey,
}

const partNames: Readonly<Record<Part, string>> = {
  api: 'API',
  worker: 'Worker',
  postgres: 'PostgreSQL',
  redis: 'Redis',
  k6: 'k6',
}

export function nameOfPart(part: Part): string {
  return partNames[part]
}

/** The plots of a report, in their order. Those of the processes are left out where nobody could look at them. */
export function chartsOf(results: Results): Chart[] {
  const common = { seconds: results.seconds, marks: stageEnds(results) }
  return [...requestCharts(results), ...processCharts(results)].map((chart) => ({ ...chart, ...common }))
}

type Plot = Omit<Chart, 'seconds' | 'marks'>

function requestCharts({ timeline, profile, stages }: Results): Plot[] {
  const over = (pick: (window: Results['timeline'][number]) => number | null): Series['points'] =>
    timeline.map((window) => [(window.from + window.to) / 2, pick(window)])
  const positive = (value: number) => (value > 0 ? value : null)
  const ms = (value: number) => (value >= 1_000 ? `${value / 1_000} s` : `${value} ms`)
  const asked: Series[] =
    profile.loop === 'closed' ? [] : [{ name: 'asked', colour: colours.grey, points: askedRates(stages) }]
  return [
    {
      title: 'Latency',
      subtitle: 'of every request, logarithmic',
      isLogarithmic: true,
      spelled: ms,
      series: [
        { name: 'P99', colour: colours.pink, points: over(({ p99 }) => positive(p99)) },
        { name: 'P95', colour: colours.violet, points: over(({ p95 }) => positive(p95)) },
        { name: 'P50', colour: colours.blue, points: over(({ p50 }) => positive(p50)) },
      ],
    },
    {
      title: 'Throughput',
      subtitle: 'requests a second',
      spelled: String,
      series: [
        ...asked,
        { name: 'answered', colour: colours.blue, points: over(({ rate }) => rate), isFilled: true },
        {
          name: 'booked',
          colour: colours.green,
          points: over(({ bookedRate }) => bookedRate),
          isFilled: true,
        },
      ],
    },
    {
      title: 'Latency by scenario',
      subtitle: 'P95, logarithmic',
      isLogarithmic: true,
      spelled: ms,
      series: scenarios.map(({ id, name }, i) => ({
        name,
        colour: scenarioColours[i] ?? colours.grey,
        points: over(({ p95ByScenario }) => positive(p95ByScenario[id] ?? 0)),
      })),
    },
    {
      title: 'Refusals and errors',
      subtitle: 'a second',
      topMin: 1,
      spelled: short,
      series: [
        {
          name: 'refused, truly',
          colour: colours.amber,
          points: over(({ refusedRate }) => refusedRate),
          isFilled: true,
        },
        { name: 'errors', colour: colours.red, points: over(({ errorRate }) => errorRate), isFilled: true },
      ],
    },
  ]
}

function processCharts({ samples, setting }: Results): Plot[] {
  const seen = parts.filter((part) => samples.some(({ bytes }) => bytes[part] !== undefined))
  const over = (pick: (sample: SampleResult) => number | null | undefined): Series['points'] =>
    samples.map((sample) => [sample.at, pick(sample) ?? null])
  const byPart = (pick: (sample: SampleResult, part: Part) => number | undefined): Series[] =>
    seen.map((part) => ({
      name: nameOfPart(part),
      colour: partColours[part],
      points: over((sample) => pick(sample, part)),
    }))
  const ofProcesses: Plot[] = [
    {
      title: 'CPU',
      subtitle: `cores in use, of ${setting.cores}`,
      spelled: short,
      series: [
        { name: 'other programs', colour: colours.amber, points: over(({ otherCores }) => otherCores) },
        ...byPart(({ cores }, part) => cores[part]),
      ],
    },
    {
      title: 'Memory',
      subtitle: 'resident, what is shared counted once',
      spelled: (mebibytes) => `${short(mebibytes)} MiB`,
      series: byPart(({ bytes }, part) => (bytes[part] === undefined ? undefined : bytes[part] / 2 ** 20)),
    },
  ]
  const ofApi: Plot[] = [
    {
      title: 'Database work',
      subtitle: 'in front of the pool',
      topMin: 10,
      spelled: short,
      series: [
        { name: 'running', colour: colours.blue, points: over(({ running }) => running), isFilled: true },
        { name: 'waiting', colour: colours.amber, points: over(({ waiting }) => waiting), isFilled: true },
      ],
    },
    {
      title: "Delay of the API's event loop",
      subtitle: 'P99',
      topMin: 20,
      spelled: (ms) => `${short(ms)} ms`,
      series: [
        {
          name: 'delay',
          colour: colours.teal,
          points: over(({ loopDelayMs }) => loopDelayMs),
          isFilled: true,
        },
      ],
    },
  ]
  return [
    ...(seen.length > 0 ? ofProcesses : []),
    ...(samples.some(({ running }) => running !== null) ? ofApi : []),
  ]
}

function askedRates(stages: Results['stages']): Series['points'] {
  let at = 0
  const first = stages.length === 1 ? (stages[0]?.target ?? 0) : 0
  return [
    [0, first],
    ...stages.map(({ seconds, target }) => {
      at += seconds
      return [at, target] as const
    }),
  ]
}

function stageEnds({ stages, seconds }: Results): number[] {
  let at = 0
  return stages
    .map((stage) => {
      at += stage.seconds
      return at
    })
    .filter((end) => end < seconds - 1)
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
