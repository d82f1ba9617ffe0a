import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    main: 'src/main.ts',
    'core/peer-process': 'src/core/peer-process.ts',
    'core/watchdog': 'src/core/watchdog.ts',
    'api/bare-server': 'src/api/bare-server.ts',
    'profile/profiled': 'src/profile/profiled.ts',
    'comparison/server': 'comparison/server.ts',
  },
  format: ['esm'],
  target: 'node20',
  clean: true,
})
