import { ReleaseError } from './release-error.ts'

/** Of a version without build metadata: `1.2.3`, or `1.2.3-rc.1` (Semantic Versioning 2.0.0). */
const pattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([a-z]+)\.(0|[1-9]\d*))?$/

/** A release candidate comes before its release. */
const orderOf = (version: string): (number | string)[] => {
  const match = pattern.exec(version)
  if (match === null) throw new ReleaseError(`${version} is not a version such as 1.2.3 or 1.2.3-rc.1.`)
  const [, major, minor, patch, label, count] = match
  const numbers = [major, minor, patch].map(Number)
  return label === undefined ? [...numbers, 1, '', 0] : [...numbers, 0, label, Number(count)]
}

/**
 * Refuses a version that is none, or does not come after the present one.
 *
 * @throws ReleaseError
 */
export const requireLater = (version: string, present: string): void => {
  const wanted = orderOf(version)
  const before = orderOf(present)
  const at = wanted.findIndex((part, index) => part !== before[index])
  if (at === -1 || wanted[at]! < before[at]!)
    throw new ReleaseError(`${version} does not come after ${present}, which is the present version.`)
}

/** A package.json with another version; everything else of its text stays. @throws ReleaseError when it has none */
export const withVersion = (packageJson: string, version: string): string => {
  const pattern = /^( {2}"version": ")[^"]*"/m
  if (!pattern.test(packageJson)) throw new ReleaseError('A package.json has no version to change.')
  return packageJson.replace(pattern, `$1${version}"`)
}
