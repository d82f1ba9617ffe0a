import { bundleForBrowser } from './bundle-for-browser.ts'

const { bytes } = await bundleForBrowser()
for (const [kind, size] of Object.entries(bytes))
  console.log(`${kind.padEnd(8)} ${size.toLocaleString('en-US')} bytes`)
