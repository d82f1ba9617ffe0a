import { TraceFlags } from '@opentelemetry/api'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler as OtelSampler,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import type { TraceSettings } from './tracing.ts'

/** The sampler that the settings name. A ratio is by the trace's id, so that programs with one ratio choose alike. */
export const samplerOf = ({ sampler, ratio }: Pick<TraceSettings, 'sampler' | 'ratio'>): OtelSampler => {
  const root = rootSamplerOf(sampler.replace('parentbased_', ''), ratio)
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root
}

const rootSamplerOf = (name: string, ratio: number): OtelSampler => {
  if (name === 'always_on') return new AlwaysOnSampler()
  if (name === 'always_off') return new AlwaysOffSampler()
  return withWhatItComesFrom(new TraceIdRatioBasedSampler(ratio))
}

/** A job is recorded with the request that it comes from: half of a story would help nobody. */
const withWhatItComesFrom = (sampler: OtelSampler): OtelSampler => ({
  shouldSample(...given) {
    const links = given[5]
    const isSampled = links.some(({ context }) => (context.traceFlags & TraceFlags.SAMPLED) !== 0)
    return isSampled ? { decision: SamplingDecision.RECORD_AND_SAMPLED } : sampler.shouldSample(...given)
  },
  toString: () => `WithWhatItComesFrom{${sampler.toString()}}`,
})
