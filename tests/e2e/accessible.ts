/** What axe-core finds on what is open in the browser. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

const wcag = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }
/** The other theme differs in colours alone. */
const colours = { type: 'rule', values: ['color-contrast'] }

/** Violations of all that axe knows, of WCAG 2.2 AA, or of what can differ between the themes. */
export async function violationsOf(
  page: Page,
  of: 'everything' | 'wcag' | 'colours',
): Promise<readonly Violation[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  const only = of === 'everything' ? {} : { runOnly: of === 'wcag' ? wcag : colours }
  const options = JSON.stringify({ preload: false, resultTypes: ['violations'], ...only })
  return page.evaluate<readonly Violation[]>(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )
}

/** Those that are serious or critical, each with its element. */
export const seriousOf = (violations: readonly Violation[]): readonly string[] =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
