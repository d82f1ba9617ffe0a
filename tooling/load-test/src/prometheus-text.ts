/**
 * Reads one gauge from Prometheus' text format.
 *
 * @param name with its labels as they are written, if it has any: `name{state="running"}`
 * @returns undefined when it is not there or no number
 */
export function readGauge(text: string, name: string): number | undefined {
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name} `)) continue
    const value = Number(line.slice(name.length + 1).split(' ')[0])
    return Number.isFinite(value) ? value : undefined
  }
  return undefined
}
