/** What belongs to this installation of the agent: its program files with their digests, and the settings that decide whether it runs. */
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'

/** Written by the package beside the program. Digests are SHA-256, hex; paths of files are relative to the folder of the program. */
const Manifest = Type.Object({
  version: Type.String(),
  files: Type.Record(Type.String(), Type.String()),
  /** Absolute paths of unit, drop-ins and configuration; a folder stands for the files in it. */
  settings: Type.Array(Type.String()),
  /** The link that makes the service start with the machine. */
  enabled_link: Type.String(),
})

export interface Installation {
  /** Digest of each setting that is there. */
  settings(): Readonly<Record<string, string>>
  /** Program files that are not what the package brought, at most ten. */
  changedFiles(): Promise<readonly string[]>
  /** Whether the service starts with the machine. */
  isEnabled(): boolean
}

const filesNamedMax = 10

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Digest of a setting: what a link points to counts, so that a masked unit is a changed one. */
function settingDigest(path: string): string | undefined {
  try {
    const content = readFileSync(path)
    return createHash('sha256').update(linkOf(path)).update(content).digest('hex')
  } catch {
    return undefined
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

const filesOf = (path: string): string[] =>
  existsSync(path) && statSync(path).isDirectory()
    ? readdirSync(path).map(name => join(path, name))
    : [path]

/** Reads the manifest in `folder`; undefined where the agent was not installed from a package. Throws where it is damaged. */
export function openInstallation(folder: string): Installation | undefined {
  const path = join(folder, 'manifest.json')
  if (!existsSync(path)) return undefined
  const manifest = Value.Parse(Manifest, JSON.parse(readFileSync(path, 'utf8')))
  return {
    settings: () => {
      const digests = manifest.settings
        .flatMap(filesOf)
        .map(setting => [setting, settingDigest(setting)] as const)
      return Object.fromEntries(
        digests.flatMap(([setting, digest]) => (digest === undefined ? [] : [[setting, digest]])),
      )
    },
    changedFiles: async () => {
      const changed: string[] = []
      for (const [file, digest] of Object.entries(manifest.files)) {
        const found = await digestOf(join(folder, file)).catch(() => undefined)
        if (found !== digest) changed.push(file)
        if (changed.length >= filesNamedMax) break
      }
      return changed
    },
    isEnabled: () => linkOf(manifest.enabled_link) !== '',
  }
}
