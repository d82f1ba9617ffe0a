// Preloaded into a program, it tells on SIGUSR2 what the program holds once garbage is collected.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
/** @type {() => void} */
const collectGarbage = runInNewContext('gc')
let told = 0

process.on('SIGUSR2', () => {
  collectGarbage()
  const heapBytes = process.memoryUsage().heapUsed
  const handles = process.getActiveResourcesInfo().length
  process.stderr.write(`vitals ${++told} ${JSON.stringify({ heapBytes, handles })}\n`)
})
