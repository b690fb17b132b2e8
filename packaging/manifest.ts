/** The manifest of an installed agent: digests of its files, and the settings that it watches. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const unit = 'clientkeep-agent.service'

const settings = [
  `/lib/systemd/system/${unit}`,
  `/etc/systemd/system/${unit}`,
  `/etc/systemd/system/${unit}.d`,
  // Until the next start of the machine, and by `systemctl set-property`.
  `/run/systemd/system/${unit}`,
  `/run/systemd/system/${unit}.d`,
  `/etc/systemd/system.control/${unit}.d`,
  `/run/systemd/system.control/${unit}.d`,
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
