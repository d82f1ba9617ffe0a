// Preloaded into a program: says at its end how many modules of OpenTelemetry's SDK it has loaded.
process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((path) => /@opentelemetry[/+](?!api)/.test(path))
  require('node:fs').writeSync(1, `loaded of OpenTelemetry's SDK: ${loaded.length}\n`)
})
