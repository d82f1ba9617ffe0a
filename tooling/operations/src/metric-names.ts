/** Names of what our programs measure, in the order in which a text of PromQL, YAML or JSON names them; no label's value. */
export const metricsNamedIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/(?<![=~]\\?")\b(?:booking|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name),
  ),
]

/** Names of series that an exposition in Prometheus' text format may hold, those without a value so far included. */
export const metricsToldIn = (exposition: string): Set<string> => {
  const told = new Set<string>()
  for (const [, name = '', type] of exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    told.add(name)
    if (type === 'histogram') for (const part of ['bucket', 'count', 'sum']) told.add(`${name}_${part}`)
  }
  return told
}
