import { writeFileSync } from 'node:fs'
import { limitsDoc } from './limits-doc.ts'

writeFileSync(new URL('../../../docs/limits.md', import.meta.url), limitsDoc())
