import { fileURLToPath } from 'node:url'
import { generatedOperations } from './generated-operations.ts'
import { generatedProblemCodes, generatedTypes } from './generated-types.ts'

const source = (name: string): string => fileURLToPath(new URL(`../src/${name}`, import.meta.url))

/** Every generated file by its path, with the text it has to have. */
export function generatedFiles(): Record<string, string> {
  return {
    [source('problem-codes.generated.ts')]: generatedProblemCodes(),
    [source('types.generated.ts')]: generatedTypes(),
    [source('operations.generated.ts')]: generatedOperations(),
  }
}
