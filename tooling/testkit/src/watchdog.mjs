// Ends what a test run leaves behind when it is killed without a chance to tidy up. It reads one JSON line per change
// of the list {pids: [{pid, signal}], folders: []}; when its input ends, whoever started it is gone.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

const END_MS_MAX = 10_000
let charge = { pids: [], folders: [] }

const signal = (pid, name) => {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    charge = JSON.parse(line)
  })
  .on('close', async () => {
    for (const { pid, signal: name } of charge.pids) {
      signal(pid, 'SIGCONT')
      signal(pid, name)
    }
    const deadline = Date.now() + END_MS_MAX
    while (charge.pids.some(({ pid }) => signal(pid, 0)) && Date.now() < deadline) await delay(50)
    for (const { pid } of charge.pids) signal(pid, 'SIGKILL')
    for (const folder of charge.folders) rmSync(folder, { recursive: true, force: true })
  })
