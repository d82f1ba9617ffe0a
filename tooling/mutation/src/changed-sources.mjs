import { execFileSync } from 'node:child_process'

/**
 * The files that a branch and the work tree have changed or added since they left `ref`.
 *
 * @param {string} ref a branch, tag or commit
 * @param {string} folder of a package
 * @returns {string[]} relative to the folder
 * @throws {Error} of git, where it does not know the ref
 */
export function changedSources(ref, folder) {
  /** @param {string[]} args */
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  const base = git('merge-base', ref, 'HEAD')
  const changed = git('diff', '--name-only', '--diff-filter=d', '--relative', base, '--', 'src')
  const added = git('ls-files', '--others', '--exclude-standard', '--', 'src')
  return [...changed.split('\n'), ...added.split('\n')].filter((file) => file !== '')
}
