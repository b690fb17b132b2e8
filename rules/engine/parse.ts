/** Reads what a rule says about itself: Sigma's attributes and our `clientkeep` block. Does not look into `detection`. */
import type { Severity } from '../../events/ocsf.ts'
import { correlationKeys } from './correlation/additions.ts'
import { didYouMean, type Report } from './faults.ts'
import { type Reader, reader } from './reader.ts'
import { type Logsource, type Rule, ruleStatuses } from './rule.ts'
import { readTests } from './rule-tests.ts'
import type { YamlMap } from './yaml.ts'

/** Everything of a rule but its place and its hash; `id` and `name` may be left out outside the catalog. */
export type Heading = Omit<Rule, 'path' | 'line' | 'digest' | 'id' | 'name'> & {
  readonly id?: string | undefined
  readonly name?: string | undefined
}

export interface ParseOptions {
  /** Our own rules must bring name, runbook, points and tests, and no unknown keys; rules of others need not. */
  readonly catalog?: boolean
  /** Leaves the tests inside rules unread: whoever only runs rules does not hold them in memory. */
  readonly isWithoutTests?: boolean
}

const titleCharsMax = 256
const pointsRange = [1, 20] as const
/** For rules without points of their own. */
const pointsOf: Record<Severity, number> = {
  informational: 1,
  low: 2,
  medium: 4,
  high: 6,
  critical: 9,
}

const levels: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical']
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const dottedName = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/

/** Keys of the Sigma specification 2.1, and our block. */
const ruleKeys = [
  ...['title', 'id', 'related', 'name', 'taxonomy', 'status', 'description', 'license'],
  ...['references', 'author', 'date', 'modified', 'logsource', 'detection', 'fields'],
  ...['falsepositives', 'level', 'tags', 'scope', 'clientkeep'],
]

/** The kinds of Sigma documents. */
export type DocumentKind = 'detection' | 'correlation' | 'filter'

/** What a document is; undefined, after reporting it, for the collections of Sigma 1. */
export function kindOf(map: YamlMap, report: Report): DocumentKind | undefined {
  const action = map.entries.find(({ key }) => key === 'action')
  if (action) {
    report(action.keyNode.at, '"action" is not part of Sigma 2: write each rule out in full')
    return undefined
  }
  const kinds = (['correlation', 'filter', 'detection'] as const).filter(kind =>
    map.entries.some(({ key }) => key === kind),
  )
  const [kind = 'detection', other] = kinds
  if (other) report(map.at, `a document is a ${kind} or a ${other}, not both`)
  return other ? undefined : kind
}

const logsourceKeys = ['product', 'category', 'service', 'definition'] as const

function readLogsource(read: Reader, isRequired: boolean, report: Report): Logsource {
  const map = read.map('logsource', isRequired)
  if (!map) return {}
  const source = reader(map, 'logsource', report)
  // The specification lets a log source carry keys of its own, so only what looks like a slip of the pen is a fault.
  for (const { key, keyNode } of map.entries) {
    if (logsourceKeys.some(known => known === key)) continue
    const meant = didYouMean(key, logsourceKeys)
    if (meant) report(keyNode.at, `unknown key "logsource.${key}"${meant}`)
  }
  const entries = (['product', 'category', 'service'] as const).flatMap(key => {
    const value = source.text(key, false)
    return value === undefined ? [] : [[key, value.toLowerCase()] as const]
  })
  if (entries.length === 0) report(map.at, '"logsource" needs product, category or service')
  return Object.fromEntries(entries)
}

function readBlock(
  read: Reader,
  level: Severity,
  {
    isCatalog,
    isWithoutTests,
    kind,
  }: {
    readonly isCatalog: boolean
    readonly isWithoutTests: boolean
    readonly kind: DocumentKind
  },
  report: Report,
) {
  const map = read.map('clientkeep', isCatalog)
  if (!map) return { points: pointsOf[level], runbook: '', tests: [] }
  const block = reader(map, 'clientkeep', report)
  block.only(['points', 'runbook', 'tests', ...(kind === 'correlation' ? correlationKeys : [])])
  const items = isWithoutTests ? [] : (block.items('tests', isCatalog) ?? [])
  const tests = readTests(items, report)
  const isComplete = tests.some(test => test.expect > 0) && tests.some(test => test.expect === 0)
  if (isCatalog && !isWithoutTests && tests.length === items.length && !isComplete) {
    report(block.at('tests'), '"clientkeep.tests" needs a firing test and a silent one')
  }
  return {
    points: block.integer('points', pointsRange, isCatalog) ?? pointsOf[level],
    runbook: block.text('runbook', isCatalog) ?? '',
    tests,
  }
}

function readNames(read: Reader, isCatalog: boolean, report: Report) {
  const title = read.text('title', true) ?? ''
  if (title.length > titleCharsMax) {
    report(read.at('title'), `"title" has ${title.length} characters; ${titleCharsMax} fit`)
  }
  const id = read.text('id', isCatalog)?.toLowerCase()
  if (id !== undefined && !uuid.test(id)) {
    report(read.at('id'), '"id" must be a UUID (version 4, random)')
  }
  const name = read.text('name', isCatalog)
  if (isCatalog && name !== undefined && !dottedName.test(name)) {
    report(read.at('name'), '"name" must be lower-case words joined by "." and "-"')
  }
  return { title, id, name }
}

/** Reads the heading of a document, reporting every fault in it. */
export function parseHeading(
  map: YamlMap,
  kind: DocumentKind,
  { catalog, isWithoutTests = false }: ParseOptions,
  report: Report,
): Heading {
  const read = reader(map, '', report)
  // A filter enriches rules: it has no level, runbook or tests of its own.
  const isCatalog = catalog === true && kind !== 'filter'
  if (catalog) read.only([...ruleKeys, kind, ...(kind === 'correlation' ? ['generate'] : [])])
  const level = read.oneOf('level', levels, isCatalog) ?? 'medium'
  return {
    ...readNames(read, isCatalog, report),
    description: read.text('description', isCatalog) ?? '',
    status: read.oneOf('status', ruleStatuses, isCatalog) ?? 'experimental',
    level,
    tags: read.texts('tags', false) ?? [],
    falsepositives: read.texts('falsepositives', isCatalog) ?? [],
    logsource: readLogsource(read, kind !== 'correlation', report),
    ...readBlock(read, level, { isCatalog, isWithoutTests, kind }, report),
  }
}
