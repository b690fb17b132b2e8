/** `clientkeep evidence ALERT`: an alert with its evidence, the proof that nothing was changed, and a program that checks it, in one zip. */
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { Fault, systemCode } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { absolute, dataOption, defaultDataDir } from './options.ts'

interface EvidenceOptions {
  readonly data?: string
  readonly out: string
}

function save(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const isThere = systemCode(error) === 'EEXIST'
    throw new Fault(
      'ERR_INPUT_FILE',
      `${path}: ${isThere ? 'is there already; name another with --out' : 'cannot be written'}`,
      { cause: error },
    )
  }
}

export const evidence = (): Command =>
  new Command('evidence')
    .description('export an alert as an evidence pack that can be checked anywhere')
    .argument('<alert>', 'id of the alert, from its address in the dashboard')
    .requiredOption('--out <file>', 'the zip to write; it must not exist', absolute)
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep evidence 3f0c9a --out /tmp/case.zip\n\nUnpack it and run `node verify.mjs` in it: that needs Node and nothing of Clientkeep.',
    )
    .action(async (alert: string, { data, out }: EvidenceOptions) => {
      await withCollector(data ?? defaultDataDir, async ({ download }) => {
        save(out, await download(`/api/v1/alerts/${encodeURIComponent(alert)}/evidence`))
      })
      console.log(out)
    })
