/** The agent as its package runs it, with a collector in this process: bundled, with the flags and the environment of its unit. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { bundleAgent, linuxBundle } from '../../../packaging/bundle.ts'
import { fillCompany } from '../../collector/company.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../../collector/harness.ts'

const unit = join(import.meta.dirname, '../../../packaging/deb/clientkeep-agent.service')
const stateDir = '/var/lib/clientkeep-agent'

export interface Endpoint {
  readonly rig: Rig
  readonly pid: number
  stop(): Promise<void>
}

/** Flags of Node and environment, from the unit. */
function settings() {
  const text = readFileSync(unit, 'utf8')
  const flags = /^ExecStart=\S+ (.*) \S+ run$/m.exec(text)?.[1]?.split(' ') ?? []
  const env = [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs = '']) =>
    pairs.split(' ').map(pair => pair.split('=')),
  )
  return { flags, env: Object.fromEntries(env) }
}

/** Resolves when the agent watches the folder. In a mount namespace of its own, its state is a folder of the benchmark. */
export async function startEndpoint(watched: string): Promise<Endpoint> {
  const rig = await startRig()
  await fillCompany(rig)
  const url = await rig.collector.listen()
  await rig.call('PUT', '/api/v1/policy/watch', {
    places: [{ path: watched, kind: 'removable', label: 'Stick' }],
    removable_drives: false,
  })
  const [program, state] = [tempDir(), tempDir()]
  await bundleAgent(program, linuxBundle)
  writeFileSync(join(program, 'package.json'), '{"version":"0.1.0","type":"module"}')
  const { flags, env } = settings()
  const token = rig.collector.parts.access.newEnrolToken()
  const { enrol } = await import('../../../agent/identity.ts')
  await enrol(state, { collector: url, token, version: '0.1.0' })
  const script = `mkdir -p ${stateDir} && mount --bind ${state} ${stateDir} && exec "$@"`
  const node = [process.execPath, ...flags, join(program, 'lib', 'agent.js'), 'run']
  const child: ChildProcess = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', ...node], {
    env: { ...process.env, ...env, NODE_COMPILE_CACHE: join(program, 'compiled') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let isWatching = false
  if (!child.stdout) throw new Error('the agent cannot be read')
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('"watching"')) {
      isWatching = true
      break
    }
  if (!isWatching) throw new Error('the agent ended before it watched; what it said is above')
  return {
    rig,
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      await cleanUp()
    },
  }
}
