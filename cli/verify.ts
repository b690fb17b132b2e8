/** `clientkeep verify`: checks the hash chain over decisions, offline. Reads only, and needs no running collector. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Command } from 'commander'
import type { ChainReport, KeptHeads } from '../collector/audit/verify.ts'
import { Fault } from '../events/fault.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'

interface VerifyOptions {
  readonly data?: string
  readonly heads: readonly string[]
  readonly key?: string
  readonly json?: boolean
}

function headsOf(path: string): KeptHeads {
  if (!existsSync(path))
    throw new Fault('ERR_INPUT_FILE', `${path}: there is no such file; give a file of signed heads`)
  return { name: basename(path), lines: readFileSync(path, 'utf8').split('\n') }
}

function format({ decisions, adopted, erased, signatures, heads, faults }: ChainReport): string {
  const said = [
    `${decisions} decisions in the chain, ${signatures} signatures, ${heads} heads kept outside of the journal`,
    ...(adopted > 0
      ? [`${adopted} of them are older than the chain and proven from its start on only`]
      : []),
    ...(erased > 0 ? [`${erased} of them were emptied by retention; their hashes are whole`] : []),
    ...faults.map(({ what, message }) => `${what.toUpperCase()}  ${message}`),
  ]
  const verdict =
    faults.length === 0
      ? 'Nothing was changed, removed, re-ordered or cut off.'
      : `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}: this journal was tampered with, or is damaged.`
  return [...said, verdict].join('\n')
}

export const verify = (): Command =>
  new Command('verify')
    .description('check that no recorded decision was changed, removed, re-ordered or cut off')
    .addOption(dataOption())
    .option(
      '--heads <file>',
      'signed heads that were kept elsewhere (may be given more than once)',
      (path: string, before: readonly string[]) => [...before, absolute(path)],
      [],
    )
    .option('--key <file>', 'key file to check signatures with (default: that of the data folder)')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nExits with 0 when the chain is whole, with 1 when it is not.\n\nExample:\n  clientkeep verify --heads /mnt/write-once/clientkeep-heads.jsonl',
    )
    .action(async ({ data, heads, key, json }: VerifyOptions) => {
      const dir = data ?? defaultDataDir
      const { verifyFolder } = await import('../collector/audit/verify-folder.ts')
      const own = join(dir, 'audit-heads.jsonl')
      const kept = [...(existsSync(own) ? [own] : []), ...heads].map(headsOf)
      const report = verifyFolder(dir, {
        kept,
        ...(key === undefined ? {} : { keyFile: absolute(key) }),
      })
      console.log(json ? JSON.stringify(report, null, 2) : format(report))
      if (report.faults.length > 0) process.exitCode = 1
    })
