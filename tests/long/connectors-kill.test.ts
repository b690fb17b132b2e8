/** The collector is killed again and again while logs of every kind grow, are rotated both ways, and records are sent: each line counts once. */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { connectors } from '../../collector/connectors/registry.ts'
import { bodyOf } from '../../collector/journal/journal.ts'
import {
  combinedLine,
  odooExport,
  odooLine,
  salesforceHead,
  salesforceLine,
} from '../collector/connectors/samples.ts'
import { cleanUp, startRig, tempDir } from '../collector/harness.ts'
import { startProcess } from './node-process.ts'

afterEach(cleanUp)

const at = Date.UTC(2026, 10, 25, 10, 0, 0)
const kills = 15
const secret = 'a-secret-for-the-test'

interface Kind {
  readonly head?: string
  readonly line: (n: number) => string
  /** The number in an event. */
  readonly number: (event: Event) => number
  readonly options?: string
}
interface Event {
  readonly time: number
  readonly unmapped: {
    readonly clientkeep: { readonly logged: { records: number; bytes: number } }
  }
}
const logged = (event: Event) => event.unmapped.clientkeep.logged
const byRecords = (event: Event) => logged(event).records
const dolibarrTime = (n: number) =>
  new Date(at + n * 1000).toISOString().slice(0, 19).replace('T', ' ')
const mapping = 'fields: { time: at, account: who, records: rows }\n    exports: { kind: [export] }'
const row = (n: number) => ({ at, who: 'anna', rows: n, kind: 'export' })

const kinds: Readonly<Record<string, Kind>> = {
  'web-access-log': {
    line: n => combinedLine(`POST /web/export/csv?n=${n}`, { bytes: n }),
    number: event => logged(event).bytes,
  },
  'odoo-log': { line: n => odooLine(odooExport(7, n)), number: byRecords },
  'dolibarr-log': {
    line: n =>
      `${dolibarrTime(n)} INFO    10.0.0.7        --- Access to POST /exports/export.php - action=builddoc`,
    number: event => (event.time - at) / 1000,
  },
  'salesforce-event-log': {
    head: salesforceHead,
    line: n => salesforceLine('Report', { rows: String(n) }),
    number: byRecords,
  },
  'json-log': { line: n => JSON.stringify(row(n)), number: byRecords, options: mapping },
  'csv-log': {
    head: 'at,who,rows,kind',
    line: n => Object.values(row(n)).join(','),
    number: byRecords,
    options: mapping,
  },
}
const webhookOptions = (file: string) => `secret_file: ${file}\n    id: rows\n    ${mapping}`

it('counts each line and record once', { timeout: 900_000 }, async () => {
  expect(connectors.map(({ name }) => name).sort()).toEqual(
    [...Object.keys(kinds), 'webhook'].sort(),
  )
  const [dir, logs] = [tempDir(), tempDir()]
  const secrets = join(dir, 'secrets')
  writeFileSync(secrets, secret, { mode: 0o600 })
  const items = Object.entries(kinds).map(([type, { options = '' }]) => {
    mkdirSync(join(logs, type))
    return `  - type: ${type}\n    name: ${type}\n    path: ${join(logs, type, 'crm.log')}\n    ${options}\n`
  })
  items.push(`  - type: webhook\n    name: webhook\n    ${webhookOptions(secrets)}\n`)
  writeFileSync(join(dir, 'config.yaml'), `connectors:\n${items.join('')}`)

  const node = await startProcess(dir)
  let [written, sent, isOver] = [0, 0, false]

  /** Half a line, then its rest: what is read between is not whole. */
  function write(type: string, { head, line }: Kind, n: number): void {
    const log = join(logs, type, 'crm.log')
    const rotated = `${log}.${n}`
    if (n % 47 === 46) renameSync(log, rotated)
    if (n % 47 === 23) {
      copyFileSync(log, rotated)
      truncateSync(log)
    }
    if (head !== undefined && (n === 0 || n % 47 === 46 || n % 47 === 23))
      appendFileSync(log, `${head}\n`)
    const text = `${line(n)}\n`
    appendFileSync(log, text.slice(0, 20))
    appendFileSync(log, text.slice(20))
  }
  const pause = () => new Promise(resolve => setTimeout(resolve, 5))
  const writing = (async () => {
    for (; !isOver; written += 1) {
      for (const [type, kind] of Object.entries(kinds)) write(type, kind, written)
      await pause()
    }
  })()
  const sending = (async () => {
    while (!isOver) {
      const body = Array.from({ length: 5 }, (_, index) => row(sent + index))
      const reply = await fetch(`${node.url}/api/v1/connectors/webhook/records`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      }).catch(() => undefined)
      // Who is not answered sends again.
      if (reply?.status === 200) sent += 5
      await pause()
    }
  })()
  for (let count = 0; count < kills; count += 1) {
    await new Promise(resolve => setTimeout(resolve, 1500 + ((count * 377) % 1500)))
    await node.crash()
  }
  isOver = true
  await Promise.all([writing, sending])
  await node.end()

  const { collector } = await startRig({ dir })
  await collector.parts.connectors.look()
  const found = new Map<string, number[]>()
  let after = 0
  for (;;) {
    const batches = await collector.parts.journal.readEvents(after, 5000)
    if (batches.length === 0) break
    for (const { source, lines } of batches) {
      const name = source.split(':')[1] ?? ''
      const numberOf = kinds[name]?.number ?? byRecords
      if (!source.startsWith('connector:')) continue
      const numbers = lines.map(line => numberOf(JSON.parse(bodyOf(line))))
      found.set(name, [...(found.get(name) ?? []), ...numbers])
    }
    after = batches.at(-1)?.lines.at(-1)?.offset ?? Number.MAX_SAFE_INTEGER
  }
  console.log(`${kills} kills, ${written} lines of each log, ${sent} records answered`)
  /** Numbers that are missing, and numbers that are there twice. */
  const faults = (name: string, count: number) => {
    const times = Map.groupBy(found.get(name) ?? [], n => n)
    const missing = Array.from({ length: count }, (_, n) => n).filter(n => !times.has(n))
    return {
      name,
      missing,
      twice: [...times].filter(([, each]) => each.length > 1).map(([n]) => n),
    }
  }
  for (const type of Object.keys(kinds))
    expect(faults(type, written)).toEqual({ name: type, missing: [], twice: [] })
  expect(faults('webhook', sent)).toEqual({ name: 'webhook', missing: [], twice: [] })
})
