import { Problem } from './problem.ts'

/** Gives work a bounded time. What is late goes on by itself, and nobody waits for it. @throws Problem deadline_exceeded */
export const beforeDeadline = async <Result>(ms: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    const late = () => reject(new Problem('deadline_exceeded', { headers: { 'Retry-After': '1' } }))
    timer = setTimeout(late, ms)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
