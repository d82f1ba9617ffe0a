import { chmodSync, mkdtempSync, realpathSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * A new folder below the system's temp folder, open to be entered by the account that runs PostgreSQL when we are root.
 * @param label part of its name
 */
export function makeTempFolder(label: string): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `booking-${label}-`)))
  chmodSync(folder, 0o711)
  return folder
}
