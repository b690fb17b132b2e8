/** The manifest of an installed agent: digests of its files, and the settings that it watches. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const unit = 'clientkeep-agent.service'

/** Where systemd looks for units: of the package, of administrators, until the next start of the machine, by `systemctl set-property` (systemd.unit(5)). */
const unitFolders = [
  '/lib/systemd/system',
  '/usr/local/lib/systemd/system',
  ...['/etc', '/run'].flatMap(root => [`${root}/systemd/system`, `${root}/systemd/system.control`]),
]
/** The unit, what is dropped in to it, and what is dropped in to all units whose name begins so, and to all services. */
const unitNames = [unit, `${unit}.d`, 'clientkeep-.service.d', 'service.d']
const settings = [
  ...unitFolders.flatMap(folder => unitNames.map(name => `${folder}/${name}`)),
  '/etc/clientkeep/agent.conf',
]
const enabledLink = `/etc/systemd/system/multi-user.target.wants/${unit}`

/** What decides whether the agent runs, where the package knows it. */
interface Service {
  readonly settings: readonly string[]
  readonly enabledLink: string
}

/** The unit of systemd. */
export const systemdService: Service = { settings, enabledLink }
/** Windows keeps its services in the registry, which is not looked at. */
export const windowsService: Service = { settings: [], enabledLink: '' }

/** Writes `manifest.json` over all files in `folder`. */
export function writeManifest(folder: string, version: string, service: Service): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
  const digests = files.map(file => [
    file,
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex'),
  ])
  const manifest = {
    version,
    files: Object.fromEntries(digests),
    settings: service.settings,
    enabled_link: service.enabledLink,
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1))
}
