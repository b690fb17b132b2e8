/** Writes small correlations for tests, over detections named a, b, c … that need no documents of their own. */

import type { Correlation } from '../../../../rules/engine/correlation/correlation.ts'
import { type LinkableRule, linkCorrelations } from '../../../../rules/engine/correlation/link.ts'
import { parseCorrelation } from '../../../../rules/engine/correlation/parse.ts'
import { readYaml } from '../../../../rules/engine/yaml.ts'

/** Detections that the texts can refer to. */
export const detections = ['a', 'b', 'c', 'd'] as const

/** Links correlation documents (YAML); gives them and the faults as `line:column: message`. */
export function link(...texts: readonly string[]): {
  readonly correlations: readonly Correlation[]
  readonly faults: readonly string[]
} {
  const faults: string[] = []
  const report: LinkableRule['report'] = ({ line, column }, message) =>
    faults.push(`${line}:${column}: ${message}`)
  const known: LinkableRule[] = detections.map(name => ({ id: name, name, digest: name, report }))
  const rules = texts.flatMap((text, index): LinkableRule[] =>
    readYaml(text, report).flatMap(node => {
      if (node.kind !== 'map') return []
      const name = node.entries.find(({ key }) => key === 'name')?.value
      return [
        {
          id: `correlation-${index}`,
          name: name?.kind === 'scalar' ? String(name.value) : undefined,
          digest: text,
          correlation: parseCorrelation(node, report),
          report,
        },
      ]
    }),
  )
  const correlations = linkCorrelations([...known, ...rules])
  return { correlations, faults }
}

/** Correlations of texts that must have no faults. */
export function correlationsOf(...texts: readonly string[]): readonly Correlation[] {
  const { correlations, faults } = link(...texts)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return correlations
}
