/** The least that HTTP costs on this machine: a bare Hono that answers JSON, and one that sends back the JSON it got. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()
app.get('/echo', (c) => c.json({ status: 'ok' }))
app.post('/echo', async (c) => c.json(await c.req.json()))

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.send?.({ type: 'ready', address: `http://127.0.0.1:${port}` })
})
