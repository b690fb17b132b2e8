/** What is missing or weaker than it should be on a Windows endpoint, as a table for an administrator. Changes nothing. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { win32 } from 'node:path'
import { isEnrolled } from '../../agent/identity.ts'
import { openInstallation } from '../../agent/installation.ts'
import { isKeySealed } from '../../agent/key-store.ts'
import { thisSystem } from '../../agent/platform/this-system.ts'
import { formatTable } from '../../cli/table.ts'
import { dataDir } from './names.ts'

type Row = readonly [state: 'ok' | 'weak' | 'missing', what: string, found: string]

async function files(): Promise<Row> {
  const installation = openInstallation(win32.join(import.meta.dirname, '..'))
  const changed = (await installation?.changedFiles()) ?? []
  if (!installation) return ['weak', 'Program files', 'no manifest: they cannot be checked']
  return changed.length === 0
    ? ['ok', 'Program files', 'as the package brought them']
    : ['missing', 'Program files', `changed: ${changed.join(', ')}`]
}

async function disk(): Promise<Row> {
  const { bavail, bsize } = await statfs(existsSync(dataDir) ? dataDir : win32.parse(dataDir).root)
  const free = bavail * bsize
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`
  return [free >= 1024 ** 3 ? 'ok' : 'weak', 'Disk', found]
}

/** The report, as lines of text. */
export async function describeEndpoint(version: string): Promise<string> {
  const system = await thisSystem()
  const person = system.atDesk()
  const drives = await system.removableDrives()
  const sealed = isKeySealed(dataDir)
  const rows: Row[] = [
    ['ok', 'Agent', `${version}, Node ${process.version}`],
    isEnrolled(dataDir)
      ? ['ok', 'Enrolment', 'enrolled']
      : ['missing', 'Enrolment', 'not enrolled: install with a token'],
    sealed === undefined
      ? ['missing', 'Key', 'not made yet']
      : sealed
        ? ['ok', 'Key', 'sealed by Windows (DPAPI)']
        : ['weak', 'Key', 'lies in the clear'],
    person ? ['ok', 'At the desk', person.name] : ['weak', 'At the desk', 'nobody is logged in'],
    ['ok', 'Removable drives', drives.map(({ label }) => label).join(', ') || 'none plugged in'],
    ['ok', 'Devices', `${system.devices?.list().length ?? 0} plugged in`],
    await files(),
    await disk(),
    ...system.gaps.map((gap): Row => ['weak', 'Sensing', gap]),
  ]
  return formatTable([['STATE', 'WHAT', 'FOUND'], ...rows], [])
}
