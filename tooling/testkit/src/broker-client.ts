import { inject } from 'vitest'
import { TestkitError } from './errors.ts'
import './provided-context.ts'

/** Asks the broker in the main process; its answer's `url`, or an error that tells what went wrong over there. */
export async function askBroker(action: 'clone' | 'drop' | 'redis', parameter = ''): Promise<string> {
  const broker = inject('broker')
  if (broker === undefined) {
    throw new TestkitError(
      'The test servers are not there: run vitest with the configuration at the repository root.',
    )
  }
  const response = await fetch(`${broker.url}/${action}?url=${encodeURIComponent(parameter)}`, {
    headers: { authorization: `Bearer ${broker.secret}` },
  })
  const answer = (await response.json().catch(() => ({}))) as { url?: string; error?: string; stack?: string }
  if (!response.ok) throw new TestkitError(answer.stack ?? answer.error ?? `broker: ${response.status}`)
  return answer.url ?? ''
}
