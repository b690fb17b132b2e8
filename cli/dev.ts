/** `npm run dev`: the demo with everything on, and the dashboard rebuilt at each change of its sources; reload the page to see it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { commandFile } from './options.ts'

const root = join(import.meta.dirname, '..')
const children = [
  [
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    'dashboard',
    '--watch',
    '--logLevel',
    'warn',
  ],
  [
    '--watch-path',
    join(root, 'collector'),
    '--watch-path',
    join(root, 'agent'),
    '--watch-path',
    join(root, 'rules'),
    ...process.execArgv,
    commandFile,
    'up',
    '--demo',
    ...process.argv.slice(2),
  ],
].map(args => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }))

const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.on('SIGINT', () => {})
process.on('SIGTERM', stop)
for (const child of children) child.on('exit', stop)
