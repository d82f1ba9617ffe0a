import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The address of the database that `npm start` keeps in this repository, from what it left beside the data. Whether
 * the server runs is found out by connecting.
 *
 * @param {string} root the repository
 * @returns {string | undefined} undefined when there is none here, or this account may not read its password
 */
export function embeddedDatabase(root) {
  const folder = path.join(root, '.data/postgres')
  try {
    const password = readFileSync(path.join(folder, 'password'), 'utf8').trim()
    const port = readFileSync(path.join(folder, 'port'), 'utf8').trim()
    return `postgresql://postgres:${password}@127.0.0.1:${port}/booking`
  } catch {
    return undefined
  }
}
