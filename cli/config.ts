/** `clientkeep config check`: the configuration in force and where each setting comes from. Changes nothing. */
import { join } from 'node:path'
import { Command } from 'commander'
import { readSettings } from '../collector/config.ts'
import { needFiles } from '../collector/config-files.ts'
import { readConnectors } from '../collector/connectors/settings.ts'
import { readChannels } from '../collector/notify/settings.ts'
import { readFeeds } from '../collector/people/feeds/settings.ts'
import { Fault } from '../events/fault.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

/** Leaves with their dotted paths; a list is one leaf. */
function leavesOf(value: object, above = ''): [path: string, value: unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? leavesOf(inner, `${above}${name}.`)
      : [[`${above}${name}`, inner]],
  )
}

/** Throws one Fault with the words of all Faults that the parts throw. */
async function needAll(parts: readonly (() => unknown)[]): Promise<void> {
  const faults: string[] = []
  for (const part of parts) {
    try {
      await part()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      faults.push(error.message)
    }
  }
  if (faults.length > 0) throw new Fault('ERR_CONFIG_INVALID', faults.join('\n'))
}

const check = (): Command =>
  new Command('check')
    .description('check config.yaml and the environment, and print what is in force')
    .addOption(dataOption())
    .option('--json', 'print the configuration as JSON')
    .addHelpText(
      'after',
      '\nExits with 3 when something is wrong.\n\nExample:\n  clientkeep config check',
    )
    .action(async ({ data, json }: { data?: string; json?: boolean }) => {
      const path = join(data ?? defaultDataDir, 'config.yaml')
      const { config, sources, stray } = readSettings(path, process.env)
      await needAll([
        () => readChannels(config.notify.channels),
        () => readConnectors(config.connectors),
        () => readFeeds(config.people_feeds),
        () => needFiles(config),
      ])
      const rows = leavesOf(config).map(([name, value]) => [
        name,
        JSON.stringify(value),
        sources.get(name) ?? 'default',
      ])
      for (const name of stray) console.error(`${name} is set, but no setting has this name`)
      console.log(json ? JSON.stringify(config, null, 2) : formatTable(rows))
    })

export const config = (): Command =>
  new Command('config').description('the configuration').addCommand(check().exitOverride())
