import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as core from './index.ts'
import * as interop from './rrule-interop.ts'

interface Example {
  readonly name: string
  readonly code: string
}

const folder = fileURLToPath(new URL('..', import.meta.url))
const modules: Readonly<Record<string, Record<string, unknown>>> = {
  '@booking/core': core,
  '@booking/core/rrule': interop,
}
const entries = { '@booking/core': 'src/index.ts', '@booking/core/rrule': 'src/rrule-interop.ts' }

function sourceOf(file: string): ts.SourceFile {
  const text = readFileSync(path.join(folder, file), 'utf8')
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
}

/** The names an entry exports, with the file that declares each. */
function exportsOf(file: string): { readonly name: string; readonly file: string }[] {
  const found: { name: string; file: string }[] = []
  for (const statement of sourceOf(file).statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
      const target = path.join('src', (statement.moduleSpecifier as ts.StringLiteral).text)
      const clause = statement.exportClause
      if (clause !== undefined && ts.isNamedExports(clause)) {
        for (const { name } of clause.elements) found.push({ name: name.text, file: target })
      } else if (clause !== undefined) found.push({ name: clause.name.text, file })
    } else if (ts.canHaveModifiers(statement) && isExported(statement)) {
      for (const name of namesOf(statement)) found.push({ name, file })
    }
  }
  return found
}

function isExported(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  }
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause
    return clause !== undefined && ts.isNamespaceExport(clause) ? [clause.name.text] : []
  }
  const { name } = statement as ts.DeclarationStatement
  return name === undefined ? [] : [name.getText()]
}

/** The comment of an export and the code of its examples. */
function documentationOf(
  name: string,
  file: string,
): { readonly summary: string; readonly examples: string[] } {
  const statement = sourceOf(file).statements.find((one) => namesOf(one).includes(name))
  const blocks = statement === undefined ? [] : ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc)
  const tags = blocks.flatMap((block) => [...(block.tags ?? [])])
  return {
    summary: blocks.map((block) => ts.getTextOfJSDocComment(block.comment) ?? '').join(''),
    examples: tags
      .filter(({ tagName }) => tagName.text === 'example')
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? ''),
  }
}

const documented = Object.values(entries).flatMap((entry) =>
  exportsOf(entry).map(({ name, file }) => ({ name, ...documentationOf(name, file) })),
)

/** The code blocks of the README, each a program of its own. */
const recipes: readonly Example[] = [
  ...readFileSync(path.join(folder, 'README.md'), 'utf8').matchAll(/^#+ (.*)$|^```ts\n([\s\S]*?)^```$/gm),
].reduce<{ heading: string; found: Example[] }>(
  ({ heading, found }, [, title, code]) => {
    if (code === undefined) return { heading: title ?? heading, found }
    return { heading, found: [...found, { name: `README, ${heading}`, code }] }
  },
  { heading: '', found: [] },
).found

const examples: readonly Example[] = [
  ...documented.flatMap(({ name, examples: codes }) => codes.map((code) => ({ name, code }))),
  ...recipes,
]

/** The code with each `// => value` turned into a check of the expression or the variable before it. */
function checked(code: string): { readonly script: string; readonly checks: number } {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true)
  let checks = 0
  const parts = file.statements.map((statement) => {
    if (ts.isImportDeclaration(statement)) return ''
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? []
    const value = /^\/\/ => (.*)$/.exec(
      comment === undefined ? '' : code.slice(comment.pos, comment.end),
    )?.[1]
    const text = statement.getText()
    if (value === undefined) return text
    checks++
    const expected = value.startsWith('throws ') ? JSON.stringify(value) : `(${value})`
    if (!ts.isVariableStatement(statement)) return `__check(() => (${text}), ${expected});`
    const [declared] = statement.declarationList.declarations
    return `${text};\n__check(() => (${declared!.name.getText()}), ${expected});`
  })
  return { script: parts.join('\n'), checks }
}

function run({ code }: Example): number {
  const { script, checks } = checked(code)
  const check = (work: () => unknown, expected: unknown): void => {
    if (typeof expected === 'string' && expected.startsWith('throws ')) {
      expect(work).toThrow(expect.objectContaining({ code: expected.slice('throws '.length) }))
    } else expect(work()).toEqual(expected)
  }
  const scope = { ...core, ...interop, __check: check }
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  const { outputText } = ts.transpileModule(script, { compilerOptions })
  new Function(...Object.keys(scope), outputText)(...Object.values(scope))
  return checks
}

/** Type errors of all examples together, each as its own function, with the file and the message. */
function typeErrors(): string[] {
  const types = Object.entries(entries).map(([module, entry]) => {
    const names = exportsOf(entry).map(({ name }) => name)
    return `import { ${names.map((name) => (name in modules[module]! ? name : `type ${name}`)).join(', ')} } from '${module}'`
  })
  const files = new Map(
    examples.map(({ name, code }, i) => {
      const isRecipe = name.startsWith('README')
      const text = isRecipe ? code : `${types.join('\n')}\n{\n${code}\n}\n`
      return [path.join(folder, `src/example-${i}.ts`), text]
    }),
  )
  const { config } = ts.readConfigFile(path.join(folder, '../../tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder, { noUnusedLocals: false })
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name) ?? readFile(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version, true)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((name, i) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => `${examples[i]!.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  )
}

describe('what is exported is documented', () => {
  it.each(documented)('$name has a sentence and one example', ({ summary, examples: codes }) => {
    expect(summary).not.toBe('')
    expect(codes).toHaveLength(1)
  })

  it('the README has at least ten recipes', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(10)
  })
})

describe('an example gives what it says it gives', () => {
  it.each(examples)('$name', (example) => {
    expect(run(example)).toBeGreaterThan(0)
  })

  it('and passes the type checker', { timeout: 60_000 }, () => {
    expect(typeErrors()).toEqual([])
  })
})
