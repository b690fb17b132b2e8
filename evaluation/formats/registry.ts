/** All formats of labelled sets. A new one is a file beside this and a line here. */
import { Fault } from '../../events/fault.ts'
import type { LabelledSet, SetFormat } from '../labelled-set.ts'
import { cert } from './cert.ts'
import { certDays } from './cert-days.ts'
import { clientkeep } from './clientkeep.ts'

const formats: readonly SetFormat[] = [clientkeep, cert, certDays]

/** Opens the set in a folder, whatever its format. Throws Fault ERR_INPUT_INVALID where none fits. */
export async function openSet(dir: string): Promise<LabelledSet> {
  for (const format of formats) if (await format.fits(dir)) return format.open(dir)
  const known = formats.map(({ name, summary }) => `  ${name}: ${summary}`).join('\n')
  throw new Fault('ERR_INPUT_INVALID', `${dir}: no labelled set that is known here:\n${known}`)
}
