/** What the collector says can be read in every language of the dashboard: titles, reasons, headlines and errors, whole. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headlineOf } from '../../collector/alerts/headline.ts'
import { placeInWords } from '../../collector/alerts/place-words.ts'
import id from '../../dashboard/src/said/id.ts'
import { headlineIn, reasonIn } from '../../dashboard/src/said/in.ts'
import ru from '../../dashboard/src/said/ru.ts'
import { detectionFinding } from '../../events/detection-finding.ts'
import { faultCodes } from '../../events/fault.ts'
import type { PlaceKind } from '../../events/policy.ts'
import { describeAny } from '../../rules/describe-any.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import { createEngine } from '../../rules/engine/engine.ts'
import { catalogDir, loadRules } from '../../rules/load.ts'
import { only } from '../../rules/run-tests.ts'
import { origin } from '../events/samples.ts'

const compiled = compileRules(await loadRules(catalogDir), { catalog: true })
const { rules } = compiled

/** All that the engine says of the events that the rules' own tests bring. */
const reasons = new Set(
  rules.flatMap((rule, number) => {
    const alone = only(compiled, number)
    return rule.tests.flatMap(test => {
      let offset = 0
      const describeAt = describeAny(compiled)
      const engine = createEngine(alone, {
        describe: event => ({ ...describeAt(event), offset, time: Number(event.time) }),
      })
      return test.events.flatMap(event => {
        offset += 1
        const metadata = { uid: `test-${offset}` }
        return engine.process({ metadata, ...event }).flatMap(match => match.reasons)
      })
    })
  }),
)

const places = Object.keys(placeInWords).filter((kind): kind is PlaceKind => kind in placeInWords)
const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,20}$/)

const finding = fc
  .record({
    rule: fc.constantFrom(...rules),
    customers: fc.nat({ max: 5_000_000 }),
    kind: fc.constantFrom(...places),
    label: word,
    file: fc.option(word, { nil: undefined }),
    events: fc.integer({ min: 1, max: 3 }),
    exported: fc.boolean(),
  })
  .map(({ rule, customers, kind, label, file, events, exported }) =>
    detectionFinding(origin.product, {
      ...{ uid: 'f', detectedAt: 2, startedAt: 1, endedAt: 1, rule, customers, reason: '' },
      subject: { account: 'a' },
      exports: exported ? [{ number: 42, rows: 812, of: 1900 }] : [],
      evidence: Array.from({ length: events }, (_, at) => ({
        ...{ event: `e${at}`, offset: at, customers: '', type_uid: 100_101 },
        place: { kind, label, path: '/x' },
        ...(file !== undefined && { file: { name: file, path: `/x/${file}`, type_id: 1 } }),
      })),
    }),
  )

const saidDir = join(import.meta.dirname, '../../dashboard/src/said')

describe.each([
  ['id', id],
  ['ru', ru],
] as const)('in %s', (file, said) => {
  it('every rule and every part has its title', () => {
    const titles: Readonly<Record<string, string>> = said.titles
    expect(rules.map(({ title }) => title).filter(title => !(title in titles))).toEqual([])
  })

  it('whatever a shipped rule says at length is told: what it means, what to do, what else it could be', async () => {
    const texts = JSON.parse(await readFile(join(saidDir, `${file}-rules.json`), 'utf8'))
    const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
    const own = rules.filter(({ path }) => !path.includes('/parts/'))
    const said = own.flatMap(({ description, falsepositives, runbook }) =>
      [description, ...falsepositives, ...runbook.split(/^\d+\. /m)].map(plain).filter(Boolean),
    )
    expect(said.length).toBeGreaterThan(200)
    expect(said.filter(text => typeof texts[text] !== 'string')).toEqual([])
    const numbers = (text: string) =>
      text
        .replaceAll(/(?<=\d)[.,](?=\d{3})/g, '')
        .match(/\d+/g)
        ?.sort()
    expect(said.filter(text => `${numbers(text)}` !== `${numbers(texts[text])}`)).toEqual([])
  })

  it('every reason that a shipped rule gives is a whole sentence', () => {
    expect(reasons.size).toBeGreaterThan(60)
    const untold = [...reasons].filter(reason => reasonIn(said, reason) === undefined)
    expect(untold).toEqual([])
    const words = /\b(unmapped|within|was|one of|different|values of|number of|in this order)\b/
    expect([...reasons].filter(reason => words.test(reasonIn(said, reason) ?? ''))).toEqual([])
  })

  it('what is said of exports and canaries is, too', () => {
    for (const reason of [
      'holds 812 of the 1900 rows of export 42',
      'canary customer',
      'canary customer of export 42, made for Heron-41',
    ])
      expect(reasonIn(said, reason)).not.toMatch(/\b(holds|rows|customer|made)\b/)
  })

  it('every headline is, whatever happened', () => {
    const numbers = { customers: (count: number) => `<${count}>`, count: String }
    fc.assert(
      fc.property(finding, given => {
        const headline = headlineOf(given)
        const told = headlineIn(said, headline, numbers)
        expect([headline, told]).not.toEqual([headline, undefined])
        const { customers } = given.unmapped.clientkeep
        expect(told).not.toMatch(/\b(customers? (in|copied|exported|printed)|rows of)\b/)
        if (customers > 0) expect(told).toContain(`<${customers}>`)
      }),
    )
  })

  it('what people wrote stays as it is', () => {
    const numbers = { customers: String, count: String }
    expect(headlineIn(said, 'My own rule', numbers)).toBeUndefined()
    expect(headlineIn(said, '3 customers: My own rule', numbers)).toContain('My own rule')
    expect(reasonIn(said, 'Vendor.Field contains a thing')).toBeUndefined()
  })

  it('every error says what to do', () => {
    const errors: Readonly<Record<string, string>> = said.errors
    expect(Object.keys(faultCodes).filter(code => !(code in errors))).toEqual([])
    expect(Object.values(errors).filter(text => !/\. .+\.$/.test(text))).toEqual([])
  })
})
