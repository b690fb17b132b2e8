/** `clientkeep rules coverage`: which ATT&CK techniques rules tell of, as a table or as a layer for the ATT&CK Navigator. */
import { Command } from 'commander'
import { severityId } from '../../events/ocsf.ts'
import { RuleFaults } from '../../rules/engine/faults.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import { catalogDir } from '../../rules/load.ts'
import { formatTable } from '../table.ts'
import { faultLine, readRuleSet } from './rule-set.ts'

interface CoverageOptions {
  readonly layer?: boolean
  readonly name: string
}

const techniqueTag = /^attack\.(t\d{4}(?:\.\d{3})?)$/i

/** ATT&CK techniques with the rules that are tagged with them, by id. */
function techniquesOf(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const found = new Map<string, readonly Rule[]>()
  for (const rule of rules) {
    const ids = rule.tags.flatMap(tag => techniqueTag.exec(tag)?.[1]?.toUpperCase() ?? [])
    for (const id of new Set(ids)) found.set(id, [...(found.get(id) ?? []), rule])
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const worst = (rules: readonly Rule[]): Rule['level'] =>
  rules.map(({ level }) => level).reduce((a, b) => (severityId[b] > severityId[a] ? b : a))

/** A layer of format 4.5 (mitre-attack/attack-navigator, layers/LAYERFORMATv4_5.md); the score is the number of rules. */
function layerOf(rules: readonly Rule[], name: string) {
  const techniques = [...techniquesOf(rules)].map(([techniqueID, covering]) => ({
    techniqueID,
    score: covering.length,
    enabled: true,
    showSubtechniques: techniqueID.includes('.'),
    comment: covering.map(({ level, title }) => `${level}: ${title}`).join('\n'),
    metadata: covering.map(rule => ({ name: rule.name, value: rule.id })),
  }))
  return {
    name,
    // Without a version the Navigator takes the newest ATT&CK.
    versions: { layer: '4.5' },
    domain: 'enterprise-attack',
    description: `${rules.length} rules; the score of a technique is the number of rules that tell of it`,
    sorting: 3,
    hideDisabled: false,
    techniques,
    gradient: {
      colors: ['#e3f2fdff', '#1565c0ff'],
      minValue: 0,
      maxValue: Math.max(1, ...techniques.map(({ score }) => score)),
    },
    legendItems: [],
    metadata: [],
    showTacticRowBackground: false,
    tacticRowBackground: '#dddddd',
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
  }
}

function printTable(rules: readonly Rule[]): void {
  const listed = rules.map(({ name, level, points, tags, title }) => {
    const ids = tags.flatMap(tag => techniqueTag.exec(tag)?.[1]?.toUpperCase() ?? [])
    return [name, level, String(points), ids.join(' '), title]
  })
  console.log(formatTable([['RULE', 'LEVEL', 'POINTS', 'ATT&CK', 'TITLE'], ...listed], [2]))
  const rows = [...techniquesOf(rules)].map(([id, covering]) => [
    ...[id, String(covering.length), worst(covering)],
    covering.map(({ name }) => name).join(', '),
  ])
  console.log(`\n${formatTable([['TECHNIQUE', 'RULES', 'WORST', 'BY'], ...rows], [1])}`)
  console.log(`\n${rules.length} rules, ${rows.length} techniques`)
}

export const coverage = (): Command =>
  new Command('coverage')
    .description('list rules with the ATT&CK techniques that they tell of')
    .argument('[path...]', 'rule files, or folders with *.yml (default: the catalog)')
    .option('--layer', 'print a layer for the ATT&CK Navigator (JSON, format 4.5)')
    .option('--name <text>', 'name of the layer', 'Clientkeep')
    .addHelpText('after', '\nExample:\n  clientkeep rules coverage --layer > clientkeep-layer.json')
    .action(async (paths: string[], { layer, name }: CoverageOptions) => {
      const { compiled, faults } = await readRuleSet(paths.length > 0 ? paths : [catalogDir])
      for (const fault of faults) console.error(faultLine(fault))
      if (compiled.rules.length === 0) throw new RuleFaults(faults)
      if (layer) console.log(JSON.stringify(layerOf(compiled.rules, name), null, 2))
      else printTable(compiled.rules)
      if (faults.length > 0) process.exitCode = 1
    })
