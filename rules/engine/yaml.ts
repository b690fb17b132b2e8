/** Reads YAML into a small tree in which every key and value knows its line and column. Knows nothing of rules. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
} from 'yaml'
import type { Position, Report } from './faults.ts'

/** A string, number, boolean or null. */
export interface YamlScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly at: Position
  /** The place of a character of a string value; its start where the value is escaped or folded. */
  readonly inside: (offset: number) => Position
}

export interface YamlEntry {
  readonly key: string
  readonly keyNode: YamlScalar
  readonly value: YamlNode
}

export interface YamlMap {
  readonly kind: 'map'
  readonly entries: readonly YamlEntry[]
  readonly at: Position
}

interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
  readonly at: Position
}

export type YamlNode = YamlMap | YamlList | YamlScalar

/** What aliases may expand to; a rule of SigmaHQ has some hundred nodes. */
const nodesMax = 50_000
const depthMax = 64
/** One broken line can give an error for each of its characters. */
const errorsShown = 5

interface Reading {
  readonly text: string
  readonly document: Document.Parsed
  readonly position: (offset: number) => Position
  readonly report: Report
  nodes: number
}

function readScalar(node: Scalar, start: number, reading: Reading): YamlScalar {
  const { position, text } = reading
  const at = position(start)
  const raw: unknown = node.value
  // Sigma compares values as strings: an integer that a double cannot hold, and one with zeros in front, keep their digits.
  const isPadded = /^[-+]?0\d/.test(node.source ?? '')
  const isExact =
    typeof raw !== 'number' || (!isPadded && (!Number.isInteger(raw) || Number.isSafeInteger(raw)))
  const isKnown = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean'
  if (raw === null) return { kind: 'scalar', value: null, at, inside: () => at }
  const value = isKnown && isExact ? raw : (node.source ?? String(raw))
  const first = start + (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE' ? 1 : 0)
  const isVerbatim = typeof value === 'string' && text.startsWith(value, first)
  return {
    kind: 'scalar',
    value,
    at,
    inside: offset => (isVerbatim ? position(first + offset) : at),
  }
}

function readKey(node: unknown, start: number, reading: Reading): YamlScalar | undefined {
  if (isScalar(node)) return readScalar(node, node.range?.[0] ?? start, reading)
  reading.report(reading.position(start), 'a key must be a plain word')
  return undefined
}

function readNode(node: unknown, start: number, depth: number, reading: Reading): YamlNode {
  const { position, report, document } = reading
  const empty: YamlScalar = {
    kind: 'scalar',
    value: null,
    at: position(start),
    inside: () => position(start),
  }
  if (node === null || node === undefined) return empty
  if (++reading.nodes > nodesMax || depth > depthMax) {
    if (reading.nodes <= nodesMax + 1) {
      report(empty.at, `too large: more than ${nodesMax} values or ${depthMax} levels`)
    }
    return empty
  }
  if (isAlias(node)) return readNode(node.resolve(document), start, depth + 1, reading)
  if (isScalar(node)) return readScalar(node, node.range?.[0] ?? start, reading)
  if (isSeq(node)) return readList(node.items, node.range?.[0] ?? start, depth, reading)
  if (!isMap(node)) return empty
  return readMap(node.items, node.range?.[0] ?? start, depth, reading)
}

/** Repeated keys are found here: the parser's own check takes a minute for a map of some ten thousand. */
function readMap(
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
  start: number,
  depth: number,
  reading: Reading,
): YamlMap {
  const seen = new Set<string>()
  const entries = pairs.flatMap(({ key, value }) => {
    const keyNode = readKey(key, start, reading)
    if (!keyNode) return []
    const name = String(keyNode.value)
    if (seen.has(name)) reading.report(keyNode.at, `the key "${name}" is given twice`)
    seen.add(name)
    const keyStart = isScalar(key) ? (key.range?.[0] ?? start) : start
    return [{ key: name, keyNode, value: readNode(value, keyStart, depth + 1, reading) }]
  })
  return { kind: 'map', entries, at: reading.position(start) }
}

function readList(
  items: readonly unknown[],
  start: number,
  depth: number,
  reading: Reading,
): YamlList {
  return {
    kind: 'list',
    items: items.map(item => readNode(item, start, depth + 1, reading)),
    at: reading.position(start),
  }
}

function readDocument(
  text: string,
  document: Document.Parsed,
  position: (offset: number) => Position,
  report: Report,
): YamlNode | undefined {
  for (const error of document.errors.slice(0, errorsShown)) {
    report(position(error.pos[0]), `YAML: ${error.message}`)
  }
  const contents: Node | null = document.contents
  if (document.errors.length > 0 || contents === null) return undefined
  return readNode(contents, contents.range?.[0] ?? 0, 0, {
    text,
    document,
    position,
    report,
    nodes: 0,
  })
}

/** The documents of a YAML text (1.2, core schema). Faults go to `report`; what has faults is left out. */
export function readYaml(text: string, report: Report): readonly YamlNode[] {
  const lines = new LineCounter()
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    })
    return [...documents].flatMap(document => readDocument(text, document, position, report) ?? [])
  } catch (error) {
    // The parser recurses: brackets nested by the thousand end its stack.
    if (!(error instanceof RangeError)) throw error
    report({ line: 1, column: 1 }, 'YAML: nested too deeply')
    return []
  }
}

/** The value as plain data; keys keep their spelling. */
export function toPlain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toPlain)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toPlain(value)]))
}
