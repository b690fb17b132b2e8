/** Exports are known by their rows, whatever is done to the file; and which export a file is from is told wherever the file is seen. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packManifest, unpackManifest } from '../../collector/exports/manifest.ts'
import { indexExports, matchExports } from '../../collector/exports/match.ts'
import type { AlertDetail, AlertList, PeopleList } from '../../events/api.ts'
import type { ExportList, Exposure, RegisteredExport } from '../../events/taken.ts'
import { workbookOf, zipOf } from '../content/extract/reading.ts'
import { copyEvent, customersCsv, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
/** A collector with the company in it, for each test of a block. */
function withCompany(): void {
  beforeEach(async () => {
    rig = await startRig()
    await fillCompany(rig)
  })
  afterEach(cleanUp)
}

const [header = '', ...rows] = customersCsv.split('\n')
const csvOf = (from: number, to: number) => [header, ...rows.slice(from, to)].join('\n')
const add = async (content: string, query = '') =>
  (await rig.call<RegisteredExport>('POST', `/api/v1/exports?file=leads.csv${query}`, content)).body
const leaver = async () => {
  const { people } = (await rig.call<PeopleList>('GET', '/api/v1/people')).body
  return people.find(({ days_to_last_day }) => days_to_last_day === 6)?.pseudonym ?? ''
}

/** What `clientkeep scan` says of files, with the collector closed. */
async function scanned(...files: readonly string[]) {
  await rig.collector.close()
  const { stdout } = spawnSync(
    process.execPath,
    ['clientkeep.ts', 'scan', '--data', rig.dir, '--json', ...files],
    { encoding: 'utf8' },
  )
  const { files: results } = JSON.parse(stdout)
  return results.map(({ exports }: { exports: object[] }) => exports)
}

describe('an export', () => {
  withCompany()

  it('gets a number and counts its rows and customers', async () => {
    const pseudonym = await leaver()
    const first = await add(
      `${csvOf(10, 110)}\n${rows[10]}\nX,Nobody,nobody@else.example,,`,
      `&person=${pseudonym}&source=gateway`,
    )
    expect(first).toMatchObject({
      is_new: true,
      status: 'complete',
      export: { number: 1, name: 'leads.csv', source: 'gateway', rows: 102, customers: 100 },
    })
    expect(first.export.person).toMatchObject({ pseudonym, name: null })
    expect((await add(csvOf(0, 20))).export.number).toBe(2)
    expect(await add(csvOf(0, 20))).toMatchObject({ is_new: false, export: { number: 2 } })
    const { body } = await rig.call<ExportList>('GET', '/api/v1/exports')
    expect(body.exports.map(({ number }) => number)).toEqual([2, 1])
    expect((await rig.call('GET', '/api/v1/exports/3')).status).toBe(404)
  })

  it('is refused where no customer is in it, where nobody is meant, and to who is not signed in', async () => {
    const post = (query: string, body: string) => rig.call('POST', `/api/v1/exports${query}`, body)
    expect((await post('', 'Name,Email\nA,a@b.example')).body).toMatchObject({
      error: { code: 'ERR_INPUT_FILE' },
    })
    expect((await post('?person=Nobody-1', csvOf(0, 9))).status).toBe(404)
    for (const url of ['/api/v1/exports', '/api/v1/exports/1']) {
      const reply = await rig.collector.app.inject({ url, headers: { host: '127.0.0.1' } })
      expect(reply.statusCode).toBe(401)
    }
  })

  it('keeps its number and rows when the projections are made again', async () => {
    await add(csvOf(0, 50))
    const before = (await rig.call<ExportList>('GET', '/api/v1/exports')).body
    await rig.collector.close()
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(rig.dir, `projections.db${end}`), { force: true })
    rig = await rig.restart()
    await eventually(
      async () => (await rig.call<ExportList>('GET', '/api/v1/exports')).body.exports[0],
      'the export',
    )
    expect((await rig.call<ExportList>('GET', '/api/v1/exports')).body).toEqual(before)
  })
})

describe('a file made from an export', () => {
  withCompany()

  it('is known shuffled, cut, with columns dropped, half deleted, as a workbook and zipped', async () => {
    await add(csvOf(0, 400))
    await add(csvOf(100, 200))
    await add(csvOf(150, 330))
    const dir = join(rig.dir, 'files')
    mkdirSync(dir)
    const write = (name: string, content: string | Buffer) => {
      writeFileSync(join(dir, name), content)
      return join(dir, name)
    }
    const own = rows.slice(100, 200)
    const shuffled = [...own].sort((a, b) =>
      a.split('').reverse().join('') < b.split('').reverse().join('') ? -1 : 1,
    )
    const column = (index: number) => own.map(row => row.split(',')[index])
    const table = [header, ...own].map(row => row.split(','))
    const files = [
      write('shuffled.csv', [header, ...shuffled].join('\n')),
      write('emails.txt', column(2).join('\n')),
      write('phones.txt', column(3).join('\n')),
      write('half.csv', shuffled.slice(0, 50).join('\n')),
      write('copy.xlsx', workbookOf(table)),
    ]
    const zip = write('kept.zip', zipOf([{ name: 'a.csv', content: shuffled.join('\n') }]))
    const whole = [{ number: 2, rows: 100, of: 100 }]
    const half = [{ number: 2, rows: 50, of: 100 }]
    expect(await scanned(...files, zip)).toEqual([whole, whole, whole, half, whole, whole])
  }, 30_000)

  it('is named in the finding, the headline, the evidence and the exposure', async () => {
    await add(csvOf(0, 60), `&person=${await leaver()}`)
    const agent = await enrolAgent(rig)
    const place = { kind: 'removable', label: 'KINGSTON', path: '/media/k' } as const
    const event = copyEvent(rig, agent.id, { uid: 'e1', account: 'anna', count: 40, place })
    await agent.post([{ seq: 1, event }])
    const alert = await eventually(
      async () => (await rig.call<AlertList>('GET', '/api/v1/alerts')).body.alerts[0],
      'the alert',
    )
    expect(alert.headline).toContain('40 of the 60 rows of export 1')
    const { findings } = (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)).body
    const share = { number: 1, rows: 40, of: 60 }
    expect(findings[0]?.reason).toContain('holds 40 of the 60 rows of export 1')
    expect(findings[0]?.evidence[0]?.exports).toEqual([share])
    const url = `/api/v1/people/${await leaver()}/exposure`
    expect((await rig.call<Exposure>('GET', url)).body.exports).toEqual([share])
  })

  it('is not said to come from an export that was made later', async () => {
    const before = Date.now() - 3_600_000
    await add(csvOf(0, 60))
    const { exports } = rig.collector.parts
    const customers = exports.customers(1)
    expect(exports.match(customers, { base: 400, time: before })).toEqual([])
    expect(exports.match(customers, { base: 400, time: Date.now() })).toHaveLength(1)
  })
})

describe('matching', () => {
  const known = (number: number, ids: readonly number[], more: object = {}) => ({
    ...{ number, time: number, person: null, rows: ids.length },
    ...{ customers: Uint32Array.from(ids), counts: new Uint32Array(ids.length).fill(1) },
    ...more,
  })
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index)
  const match = (ids: readonly number[], exports: readonly ReturnType<typeof known>[], more = {}) =>
    matchExports(Uint32Array.from(ids), indexExports(exports), { base: 8300, ...more }).map(
      ({ number }) => number,
    )

  it('prefers the small export that explains all but a row to the large one that explains all', () => {
    const exports = [known(1, range(1, 8000)), known(2, range(100, 2000))]
    expect(match([7, ...range(300, 1112)], exports)).toEqual([2])
  })

  it('names two exports where a file was put together from two', () => {
    const exports = [known(1, range(1, 500)), known(2, range(1000, 1400)), known(3, range(1, 90))]
    expect(match([...range(1, 500), ...range(1000, 1300)], exports)).toEqual([1, 2])
  })

  it('tells equal exports by whose they are, else by which is newest', () => {
    const exports = [known(1, range(1, 50), { person: 'p1' }), known(2, range(1, 50))]
    expect(match(range(1, 50), exports)).toEqual([2])
    expect(match(range(1, 50), exports, { person: 'p1' })).toEqual([1])
  })

  it('names none for a handful of customers', () => {
    expect(match([1, 2, 3], [known(1, range(1, 500))])).toEqual([])
  })

  it('gives no more rows than the export or the file has, whatever they are', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 80 })
    const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b)
    fc.assert(
      fc.property(ids, fc.array(ids, { maxLength: 6 }), (file, exports) => {
        const all = exports.map((list, index) => known(index + 1, sorted(list)))
        const found = matchExports(Uint32Array.from(sorted(file)), indexExports(all), { base: 200 })
        for (const { number, rows: held, of } of found) {
          const list = exports[number - 1] ?? []
          expect(of).toBe(list.length)
          expect(held).toBe(list.filter(id => file.includes(id)).length)
        }
      }),
    )
  })
})

describe('a fingerprint', () => {
  it('comes back as it was packed, and one that is cut is refused', () => {
    const entries = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 2 ** 24 - 1 }), fc.integer({ min: 1, max: 100_000 })),
      { selector: ([id]) => id, maxLength: 200 },
    )
    fc.assert(
      fc.property(entries, list => {
        const sorted = list.toSorted(([a], [b]) => a - b)
        const manifest = {
          customers: Uint32Array.from(sorted, ([id]) => id),
          counts: Uint32Array.from(sorted, ([, count]) => count),
        }
        expect(unpackManifest(packManifest(manifest))).toEqual(manifest)
      }),
    )
    expect(() => unpackManifest(Buffer.from([0x80]).toString('base64'))).toThrow(/ends within/)
  })
})
