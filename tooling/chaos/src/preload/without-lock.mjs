// Preloaded into the API, it takes the resource's lock out of the code as it is loaded: what is left looks and then
// inserts. It is how the checker is shown to notice.
import { register } from 'node:module'

register('./without-lock-hooks.mjs', import.meta.url)
