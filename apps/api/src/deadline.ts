import { Problem } from './problem.ts'

/**
 * Gives work a bounded time. What is late goes on by itself, and nobody waits for it.
 *
 * @throws what `late` makes
 */
export const beforeDeadline = async <Result>(
  ms: number,
  work: Promise<Result>,
  late: () => Error = () => new Problem('deadline_exceeded', { headers: { 'Retry-After': '1' } }),
): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
