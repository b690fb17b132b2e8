/** Reads `product=linux,service=auditd`: a log source on the command line. */
import { InvalidArgumentError } from 'commander'
import { didYouMean } from '../../rules/engine/faults.ts'
import type { Logsource } from '../../rules/engine/rule.ts'

const parts = ['product', 'category', 'service'] as const

/** A log source from its text; throws InvalidArgumentError. */
export function parseLogsource(text: string): Logsource {
  const entries = text.split(',').map(each => {
    const [name = '', value = ''] = each.split('=').map(word => word.trim())
    const part = parts.find(known => known === name)
    if (!part) {
      const wanted = parts.join(', ')
      throw new InvalidArgumentError(`"${name}" is none of ${wanted}${didYouMean(name, parts)}`)
    }
    if (value === '') throw new InvalidArgumentError(`"${part}" needs a value: ${part}=…`)
    return [part, value.toLowerCase()] as const
  })
  return Object.fromEntries(entries)
}
