/** `clientkeep rebuild`: drops alerts, people and exposure as the pages show them, and makes them again from the journal. */
import { Command } from 'commander'
import { readMode } from '../collector/store/data-folder.ts'
import { Fault } from '../events/fault.ts'
import { silentLog } from './log.ts'
import { dashboardDir, dataOption, defaultDataDir } from './options.ts'
import { version } from './version.ts'

export const rebuild = (): Command =>
  new Command('rebuild')
    .description('make everything derived again from the journal; stop the collector first')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep rebuild')
    .action(async ({ data }: { data?: string }) => {
      const dir = data ?? defaultDataDir
      const mode = readMode(dir)
      if (mode === undefined)
        throw new Fault('ERR_INPUT_FILE', `${dir}: is no data folder; name it with --data`)
      const { rebuildDerived } = await import('../collector/rebuild.ts')
      const { entries } = await rebuildDerived({
        dir,
        mode,
        version,
        dashboardDir,
        log: silentLog(),
      })
      console.log(`Made again from ${entries} journal entries.`)
    })
