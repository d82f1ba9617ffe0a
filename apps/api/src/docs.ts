import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { basePath, openApiDocument, type ProblemKind, problemCodes, problemKinds } from '@booking/contract'
import type { Context, Hono } from 'hono'
import { answer } from './answer.ts'
import type { AppEnv } from './environment.ts'
import { Problem } from './problem.ts'

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

const assetFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Booking API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/reference.js"></script>
</body>
</html>
`

const script = `SwaggerUIBundle({
  url: '${basePath}/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  validatorUrl: null,
})
`

/** The page runs only what this server serves; the reference draws its own styles and inline images. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Serves a page, and says of every other method that the page has none but these (RFC 9110, section 15.5.6). */
const serve = (
  app: Hono<AppEnv>,
  path: string,
  page: (c: Context<AppEnv>) => Response | Promise<Response>,
): void => {
  app.get(path, page)
  app.all(path, () => {
    throw new Problem('method_not_allowed', {
      detail: 'This path knows GET, HEAD.',
      headers: { Allow: 'GET, HEAD' },
    })
  })
}

/** The contract as a document, a reference to click through, and a page for every problem type. */
export const mountDocs = (app: Hono<AppEnv>, version: string): void => {
  const document = JSON.stringify(openApiDocument({ version }))
  const html = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': contentPolicy }
  const json = { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }
  serve(app, `${basePath}/openapi.json`, (c) => answer(c, 200, document, json))
  serve(app, '/', (c) => answer(c, 302, null, { Location: '/docs' }))
  serve(app, '/docs', (c) => answer(c, 200, page, html))
  serve(app, '/docs/reference.js', (c) =>
    answer(c, 200, script, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  )
  for (const [name, type] of Object.entries(assets))
    serve(app, `/docs/${name}`, async (c) =>
      answer(c, 200, new Uint8Array(await readFile(join(assetFolder, name))), {
        'Content-Type': type,
        'Cache-Control': 'public, max-age=86400',
      }),
    )
  for (const code of problemCodes)
    serve(app, `/problems/${code}`, (c) => {
      const { title, status, description, remedy }: ProblemKind = problemKinds[code]
      const text = `${title} (${code}, HTTP ${status})\n\n${description}\n\nWhat to do: ${remedy}\n`
      return answer(c, 200, text, { 'Content-Type': 'text/plain; charset=utf-8' })
    })
}
