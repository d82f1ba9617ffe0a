/**
 * Preloaded into a program, it profiles it from its start. Asked with a message, it hands over what was seen since it was
 * last asked, and goes on.
 */
import { type Profiler, Session } from 'node:inspector'
import { promisify } from 'node:util'

const session = new Session()
session.connect()
const post = promisify(session.post.bind(session)) as (method: string) => Promise<Profiler.StopReturnType>

// From the start, since a function that is compiled while nobody profiles does not tell what was put into it.
await post('Profiler.enable')
await post('Profiler.start')

process.on('message', async ({ type }: { readonly type?: string }) => {
  if (type !== 'profile') return
  const { profile } = await post('Profiler.stop')
  await post('Profiler.start')
  process.send?.(profile)
})
// Whoever listens to messages would be kept alive for them.
process.channel?.unref()
