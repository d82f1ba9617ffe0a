const storage = /packages\/storage\/(?:dist|src)\//
const lock = /(SELECT 1 FROM resources WHERE bucket = [^`]+?) FOR NO KEY UPDATE/

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context)
  if (!storage.test(url) || loaded.format !== 'module') return loaded
  const source = String(loaded.source)
  if (!lock.test(source)) return loaded
  process.stderr.write('the lock of the resource is taken out\n')
  return { ...loaded, source: source.replace(lock, '$1') }
}
