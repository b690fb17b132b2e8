/** `clientkeep backup` and `clientkeep restore`: a consistent copy of what cannot be derived, and a data folder made from it. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { BackupReport } from '../events/upkeep.ts'
import { withCollector } from './console.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'

const mebibytes = (files: readonly { bytes: number }[]): string =>
  `${(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 ** 2).toFixed(1)} MiB`

export const backup = (): Command =>
  new Command('backup')
    .description(
      'copy journal, customer base and keys to a new folder or file, while everything runs',
    )
    .argument('<target>', 'new folder, or new file ending in .tar or .tar.zst')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep backup /backup/clientkeep-monday.tar.zst')
    .action(async (target: string, { data }: { data?: string }) => {
      const to = absolute(target)
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.post('/api/v1/backups', { json: { to } }),
      )
      const { files } = Value.Parse(BackupReport, answer)
      console.log(`${to}: ${files.length} files, ${mebibytes(files)}`)
      console.log(
        'It holds the whole customer base and the signing key: keep it where only you can read it.',
      )
    })

export const restore = (): Command =>
  new Command('restore')
    .description('make a new data folder from a backup, after checking all of it')
    .argument('<backup>', 'what `clientkeep backup` made')
    .requiredOption('--data <dir>', 'new data folder; must not exist or be empty', absolute)
    .addHelpText(
      'after',
      '\nExits with 1 when the restored audit chain is not whole.\n\nExample:\n  clientkeep restore /backup/clientkeep-monday.tar.zst --data /var/lib/clientkeep',
    )
    .action(async (source: string, { data }: { data: string }) => {
      const { restoreBackup } = await import('../collector/backup/restore.ts')
      const { verifyFolder } = await import('../collector/audit/verify-folder.ts')
      const { files, made_at } = await restoreBackup(absolute(source), data)
      const { decisions, faults } = verifyFolder(data, { kept: [] })
      console.log(
        `${data}: ${files.length} files of ${new Date(made_at).toISOString()}, all as they were backed up`,
      )
      for (const { message } of faults) console.log(`AUDIT  ${message}`)
      if (faults.length === 0) console.log(`The chain over ${decisions} decisions is whole.`)
      else process.exitCode = 1
    })
