/** Builds the dashboard into `dashboard/dist`: hashed files, no inline script, so that the collector's strict CSP holds. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** What the frame needs is one file and the queue another: left to itself the bundler makes sixty, each a request of the first page. */
const groups = [
  { name: 'frame', tags: ['$initial' as const], priority: 2 },
  { name: 'queue', test: /\/src\/pages\/queue\.tsx$/, priority: 1 },
]

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
})
