/** Who this agent is in its events: product and device (OCSF). */
import { arch, hostname, platform, release } from 'node:os'
import type { Origin } from '../events/ocsf.ts'

/** OCSF `os.type_id`. */
const osTypes: Partial<Record<NodeJS.Platform, { name: string; type_id: number }>> = {
  linux: { name: 'Linux', type_id: 200 },
  darwin: { name: 'macOS', type_id: 300 },
  win32: { name: 'Windows', type_id: 100 },
}

/** Host name, operating system and agent id as OCSF objects. */
export function originOf(agentId: string, version: string): Origin {
  const os = osTypes[platform()] ?? { name: platform(), type_id: 99 }
  return {
    product: { name: 'Clientkeep Agent', vendor_name: 'Clientkeep', version },
    device: { type_id: 0, uid: agentId, hostname: hostname(), os: { ...os, version: release() } },
  }
}

/** `linux x64`. */
export const platformName = (): string => `${platform()} ${arch()}`
