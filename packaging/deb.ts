/** Builds the Debian package of the agent: its own Node, two bundles, four packages, a unit. Installs without a network. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../cli/version.ts'
import { Fault } from '../events/fault.ts'
import { bundleAgent, linuxBundle } from './bundle.ts'
import { systemdService, writeManifest } from './manifest.ts'

const templates = join(import.meta.dirname, 'deb')
const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }

export interface DebOptions {
  /** Folder that the package is written to. */
  readonly out: string
  /** Version of the package; that of the product unless a test says otherwise. */
  readonly version?: string
  /** Packs with little effort: larger, in seconds. */
  readonly isFast?: boolean
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return
  throw new Fault(
    'ERR_SETUP_MISSING',
    `${command} ${args.join(' ')} failed: ${(error ? String(error) : stderr).trim()}; a package is built on Debian, with dpkg-deb`,
  )
}

function put(root: string, path: string, text: string, mode = 0o644): void {
  const file = join(root, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

const template = (name: string): string => readFileSync(join(templates, name), 'utf8')

/** The root of the package, as dpkg will lay it out. */
async function layOut(root: string, wanted: string, architecture: string): Promise<void> {
  const program = join(root, 'opt', 'clientkeep-agent')
  mkdirSync(join(program, 'bin'), { recursive: true })
  cpSync(process.execPath, join(program, 'bin', 'node'), { dereference: true })
  chmodSync(join(program, 'bin', 'node'), 0o755)
  await bundleAgent(program, linuxBundle)
  put(program, 'package.json', JSON.stringify({ type: 'module', version: wanted }))
  writeManifest(program, wanted, systemdService)
  put(root, 'lib/systemd/system/clientkeep-agent.service', template('clientkeep-agent.service'))
  put(root, 'usr/bin/clientkeep-agent', template('clientkeep-agent'), 0o755)
  put(root, 'etc/clientkeep/agent.conf', template('agent.conf'))
  put(root, 'usr/share/doc/clientkeep-agent/copyright', template('copyright'))
  const control = template('control')
    .replace('@VERSION@', wanted)
    .replace('@ARCHITECTURE@', architecture)
  put(root, 'DEBIAN/control', control)
  put(root, 'DEBIAN/conffiles', '/etc/clientkeep/agent.conf\n')
  for (const script of ['postinst', 'prerm', 'postrm'])
    put(root, `DEBIAN/${script}`, template(script), 0o755)
}

/** Builds it and gives its path. Throws Fault ERR_SETUP_MISSING where this machine cannot. */
export async function buildDeb(options: DebOptions): Promise<string> {
  const { out, version: wanted = version, isFast = false } = options
  const architecture = architectures[process.arch]
  if (process.platform !== 'linux' || architecture === undefined)
    throw new Fault('ERR_SETUP_MISSING', 'a Debian package is built on Linux, on x64 or arm64')
  mkdirSync(out, { recursive: true })
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-deb-'))
  try {
    chmodSync(root, 0o755)
    await layOut(root, wanted, architecture)
    const path = join(out, `clientkeep-agent_${wanted}_${architecture}.deb`)
    const packing = isFast ? ['-Zzstd', '-z1'] : ['-Zxz', '-z6']
    run('dpkg-deb', ['--build', '--root-owner-group', ...packing, root, path])
    return path
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
