/** The agent's package for Windows with a Node that Wine can run, unpacked. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { buildWindowsZip } from '../../packaging/windows/zip.ts'
import { windowsPath, windowsRuntime } from './wine.ts'

/** Builds and unpacks it in `dir`; gives the command that runs its program. */
export async function unpackAgent(dir: string): Promise<string[]> {
  const zip = await buildWindowsZip({ out: dir, runtime: windowsRuntime, isFast: true })
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(join(dir, name, '..'), { recursive: true })
    writeFileSync(join(dir, name), bytes)
  }
  const folder = join(dir, 'clientkeep-agent')
  return [join(folder, 'bin', 'node.exe'), join(folder, 'lib', 'agent.js')].map(windowsPath)
}
