/** Files that the configuration names and that must be there, looked at without opening anything else: what a start would stumble over. */
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault, systemCode } from '../events/fault.ts'
import type { Config } from './config.ts'
import { certificates } from './tls/tls.ts'

/** Written by the collector itself: its folder must be there. */
const written = ['heads_file']

const whyNoFolder = (path: string): string[] =>
  existsSync(dirname(path))
    ? []
    : [`${dirname(path)} is not there; make it, for the collector's account to write`]

function whyUnreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK)
    return undefined
  } catch (error) {
    return systemCode(error) ?? 'unknown reason'
  }
}

/** Every `…_file` below `value`, with its path (`notify.channels[0].secret_file`). */
function filesOf(value: unknown, at = ''): [place: string, path: string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => filesOf(item, `${at}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const place = at === '' ? name : `${at}.${name}`
    const isFile = name.endsWith('_file') && typeof inner === 'string' && !written.includes(name)
    return isFile ? [[place, inner] satisfies [string, string]] : filesOf(inner, place)
  })
}

/** Throws Fault ERR_CONFIG_INVALID that lists every named file that cannot be read, and certificates that do not fit. */
export function needFiles(config: Config): void {
  const faults = filesOf(config).flatMap(([place, path]) => {
    const why = whyUnreadable(path)
    return why === undefined ? [] : [`${place}: ${path} cannot be read (${why})`]
  })
  const { heads_file: heads } = config.audit
  if (heads !== undefined) faults.push(...whyNoFolder(heads).map(why => `audit.heads_file: ${why}`))
  if (faults.length > 0)
    throw new Fault('ERR_CONFIG_INVALID', ['config.yaml:', ...faults].join('\n  '))
  const { cert_file: cert, key_file: key } = config.tls
  if (cert !== undefined || key !== undefined)
    certificates('', { host: config.host, settings: config.tls, now: Date.now() })
}
