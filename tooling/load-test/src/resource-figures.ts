import type { PartResult, Results, SampleResult } from './results.ts'
import { type Part, parts, type Sample } from './system/sampler.ts'

/**
 * What each part used. The samples before `startMs` show it at rest.
 *
 * @param startMs of the run, milliseconds since the epoch
 * @param requests of the run
 */
export function resourceFigures(
  samples: readonly Sample[],
  startMs: number,
  requests: number,
): Pick<Results, 'load' | 'samples'> {
  const load = parts.flatMap((part) => partResult(part, samples, startMs, requests) ?? [])
  const during = samples.filter(({ timeMs }) => timeMs >= startMs)
  return {
    load,
    samples: during.slice(1).map((sample, i) => sampleResult(during[i]!, sample, startMs)),
  }
}

function partResult(
  part: Part,
  samples: readonly Sample[],
  startMs: number,
  requests: number,
): PartResult | undefined {
  const seen = samples.filter(({ usage }) => usage[part] !== undefined)
  const rest = seen.find(({ timeMs }) => timeMs < startMs)
  const during = seen.filter(({ timeMs }) => timeMs >= startMs)
  const first = during[0]
  const last = during.at(-1)
  if (first === undefined || last === undefined || first === last) return undefined
  const bytes = (sample: Sample) => sample.usage[part]?.rssBytes ?? 0
  const cpuMs = (last.usage[part]?.cpuMs ?? 0) - (first.usage[part]?.cpuMs ?? 0)
  return {
    part,
    restBytes: rest === undefined ? null : bytes(rest),
    maxBytes: Math.max(...during.map(bytes)),
    endBytes: bytes(last),
    cores: rounded(cpuMs / (last.timeMs - first.timeMs)),
    cpuUsPerRequest: requests === 0 ? 0 : Math.round((cpuMs * 1000) / requests),
  }
}

function sampleResult(before: Sample, sample: Sample, startMs: number): SampleResult {
  const elapsedMs = sample.timeMs - before.timeMs
  const cores: Partial<Record<Part, number>> = {}
  const bytes: Partial<Record<Part, number>> = {}
  for (const part of parts) {
    const now = sample.usage[part]
    const earlier = before.usage[part]
    if (now === undefined) continue
    bytes[part] = now.rssBytes
    if (earlier !== undefined && elapsedMs > 0) cores[part] = rounded((now.cpuMs - earlier.cpuMs) / elapsedMs)
  }
  return {
    at: rounded((sample.timeMs - startMs) / 1000),
    cores,
    bytes,
    otherCores: otherCores(before, sample, cores),
    running: sample.api?.running ?? null,
    waiting: sample.api?.waiting ?? null,
    loopDelayMs: sample.api === undefined ? null : rounded(sample.api.loopDelayMs),
  }
}

function otherCores(before: Sample, sample: Sample, own: Readonly<Partial<Record<Part, number>>>): number {
  const all = (sample.machineBusyMs - before.machineBusyMs) / Math.max(1, sample.timeMs - before.timeMs)
  return Math.max(0, rounded(all - Object.values(own).reduce((sum, cores) => sum + cores, 0)))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
