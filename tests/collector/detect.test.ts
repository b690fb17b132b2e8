/** Detection over the journal: events of every class, windows that outlive a restart, findings with all their evidence, rules that change. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDetector, type Detector, readState } from '../../collector/detect/detector.ts'
import type { Entry } from '../../collector/journal/journal.ts'
import { packTokens, tokenOf } from '../../content/token.ts'
import { applicationError } from '../../events/agent-health.ts'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import { DetectionFinding } from '../../events/detection-finding.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import { catalogDir, loadRules } from '../../rules/load.ts'
import { hasSchema, ocsfValidator } from '../events/ocsf-schema.ts'
import { fileEvent, origin, scan } from '../events/samples.ts'
import { batchOf } from './batches.ts'
import { fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0

beforeEach(async () => {
  const dir = tempDir()
  mkdirSync(join(dir, 'rules'))
  rig = await startRig({ dir })
  await fillCompany(rig)
  agent = await enrolAgent(rig)
  seq = 0
})
afterEach(cleanUp)

const device = () => ({ ...origin.device, uid: agent.id })

/** Customers `from` to `to` in a file on a drive. */
function copied(account: string, from: number, to: number, uid: string, time = Date.now()) {
  const { key } = rig.collector.parts.base.filterInputs()
  const tokens = Array.from({ length: to - from }, (_, index) =>
    tokenOf(key, 'email', `c${from + index}@firm${from + index}.example`),
  )
  const event = fileEvent({
    ...{ uid, time, account: { name: account }, sha256: uid.padEnd(64, '0') },
    place: { kind: 'removable', label: 'STICK', path: '/media/stick' },
    scan: { ...scan, candidates: tokens.length, tokens: packTokens(BigUint64Array.from(tokens)) },
  })
  return { ...event, device: device() }
}

async function post(event: object): Promise<void> {
  seq += 1
  const batch = batchOf(agent.id, [seq], () => JSON.stringify(event))
  await rig.collector.parts.journal.appendEvents(batch)
}

async function findings(): Promise<readonly DetectionFinding[]> {
  const entries = await rig.collector.parts.journal.read(0, 10_000)
  return entries
    .filter(({ kind }) => kind === 'finding')
    .map(({ body }) => Value.Parse(DetectionFinding, JSON.parse(body)))
}
const findingOf = (rule: string) =>
  eventually(
    async () => (await findings()).find(each => each.unmapped.clientkeep.rule.name === rule),
    `a finding of ${rule}`,
  )

describe('detection', () => {
  it('has looked at an event when what it found is in the journal, not before', async () => {
    const { journal } = rig.collector.parts
    await eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'the start')
    await post(copied('anna', 0, 40, 'e1'))
    const { head } = journal
    // Nobody can write the finding down while this thread does nothing else.
    const until = performance.now() + 1500
    while (performance.now() < until && rig.collector.lag().entries > 0);
    expect({ isFound: journal.head > head, waits: rig.collector.lag().entries > 0 }).toEqual({
      isFound: false,
      waits: true,
    })
    await findingOf('usb.customers-copied-by-leaver')
    await eventually(() => (rig.collector.lag().entries === 0 ? true : undefined), 'the end')
  })

  it('counts over events before and after a restart, and names them all', async () => {
    await post(copied('anna', 0, 13, 'e1'))
    rig = await rig.restart()
    await post(copied('anna', 10, 24, 'e2'))
    rig = await rig.restart()
    await post(copied('anna', 24, 41, 'e3'))
    const finding = await findingOf('drip.day')
    const { evidence, customers, reason, subject } = finding.unmapped.clientkeep
    expect(evidence.map(({ event }) => event)).toEqual(['e1', 'e2', 'e3'])
    expect(customers).toBe(41)
    expect(reason).toContain('different values of unmapped.clientkeep.customers.ids')
    expect(reason).not.toContain('person:')
    expect(finding.evidences.map(({ file }) => file?.name)).toHaveLength(3)
    expect(subject.account).toBeUndefined()
    expect((await findings()).map(each => each.unmapped.clientkeep.rule.name)).toEqual(['drip.day'])
    const alert = await eventually(async () => {
      const { alerts } = (await rig.call<AlertList>('GET', '/api/v1/alerts?status=watched')).body
      return alerts[0]
    }, 'an alert')
    expect(alert).toMatchObject({
      headline:
        '41 customers in 3 events: Departing person takes customers in small amounts over a day',
      ...{ customers: 41, files: 3, findings: 1 },
    })
  })

  it('shows rules events without a file, on the person who was last at work there', async () => {
    await post(copied('anna', 0, 1, 'e1'))
    await post({
      ...applicationError(origin, {
        ...{ uid: 'e2', time: Date.now(), sensor: 'agent', reason: 'tampered', lost: 0 },
      }),
      device: device(),
    })
    const finding = await findingOf('agent.tampered-on-leaver')
    expect(finding.unmapped.clientkeep.subject.person).toBeDefined()
    expect(finding.evidences).toMatchObject([{ uid: 'e2', device: { uid: agent.id } }])
    if (hasSchema) expect(ocsfValidator()(finding)).toEqual([])
    const alert = await eventually(async () => {
      const { alerts } = (await rig.call<AlertList>('GET', '/api/v1/alerts')).body
      return alerts[0]
    }, 'an alert')
    expect(alert).toMatchObject({
      headline: "The agent on a leaver's endpoint was disabled or removed",
      files: 0,
    })
    const detail = (await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)).body
    expect(detail.findings[0]?.rule.runbook).toContain('Ask IT whether the computer was worked on')
  })

  it('takes no clock that runs ahead of the time of receipt', async () => {
    await post(copied('mira', 0, 2, 'ahead', Date.now() + 40 * 86_400_000))
    await post(copied('anna', 0, 21, 'e1'))
    await post(copied('anna', 21, 42, 'e2'))
    expect((await findingOf('drip.day')).unmapped.clientkeep.customers).toBe(42)
  })

  it('applies filters of its own to the rules of the catalog', async () => {
    const { health } = rig.collector.parts.detection
    const before = health.rules
    writeFileSync(
      join(rig.dir, 'rules', 'fair.yml'),
      `title: The drive for trade fairs
logsource: { product: clientkeep, category: file_event }
filter:
  rules: [usb.customers-copied-by-leaver]
  fair: { unmapped.clientkeep.place.label: FAIR }
  condition: not fair
---
title: The filter is in force
name: own.marker
logsource: { product: clientkeep, category: file_event }
detection: { s: { file.name|exists: true }, condition: s }
`,
    )
    await eventually(() => (health.rules === before + 1 ? true : undefined), 'the filter')
    const fair = copied('anna', 0, 30, 'e1')
    const place = { ...fair.unmapped.clientkeep.place, label: 'FAIR' }
    await post({ ...fair, unmapped: { clientkeep: { ...fair.unmapped.clientkeep, place } } })
    await post(copied('anna', 0, 30, 'e2'))
    const finding = await findingOf('usb.customers-copied-by-leaver')
    expect(finding.finding_info.related_events.map(({ uid }) => uid)).toEqual(['e2'])
    expect(await findingOf('own.marker')).toMatchObject({ evidences: [{ uid: 'e1' }] })
  })

  it('goes on with the old rules while new ones have faults, and takes them once they are good', async () => {
    const path = join(rig.dir, 'rules', 'own.yml')
    const own = `title: Any file
name: own.any
logsource: { product: clientkeep, category: file_event }
detection: { s: { file.name|exists: true }, condition: s }
`
    const { health } = rig.collector.parts.detection
    const before = health.rules
    writeFileSync(path, own.replace('exists', 'exist'))
    const refused = await eventually(() => health.refused, 'the refusal')
    expect(refused).toContain('own.yml:4:')
    expect(refused).toContain('(did you mean "exists"?)')
    await post(copied('anna', 0, 30, 'e1'))
    await findingOf('usb.customers-copied-by-leaver')
    expect((await rig.call('GET', '/api/v1/health')).body).toMatchObject({ detection: 'old rules' })
    writeFileSync(path, own)
    await eventually(() => (health.rules === before + 1 ? true : undefined), 'the new rule')
    expect(health.refused).toBeUndefined()
    await post(copied('mira', 0, 0, 'e2'))
    await findingOf('own.any')
    const names = [...rig.collector.parts.rules.values()].map(({ name }) => name)
    expect(names).toContain('own.any')
    expect(names.filter(name => name.startsWith('part.'))).toEqual([])
  })

  it('starts with the catalog alone where rules of its own have faults, and says so', async () => {
    const path = join(rig.dir, 'rules', 'own.yml')
    writeFileSync(path, 'title: Broken\ndetection: { s: { a|exist: true }, condition: s }\n')
    rig = await rig.restart()
    const { health } = rig.collector.parts.detection
    expect(await eventually(() => health.refused, 'the refusal')).toContain('own.yml:')
    await post(copied('anna', 0, 30, 'e1'))
    await findingOf('usb.customers-copied-by-leaver')
    writeFileSync(path, '')
    rmSync(path)
    await eventually(() => (health.refused === undefined ? true : undefined), 'the good rules')
  })
})

describe('a detector', () => {
  it('gives the same findings with the same ids, wherever it is stopped and taken up again', async () => {
    const start = Date.now() - 3 * 3_600_000
    const entries = Array.from({ length: 12 }, (_, index): Entry => {
      const time = start + index * 600_000
      const who = index % 3 === 0 ? 'mira' : 'anna'
      const event = copied(who, index * 6, index * 6 + 7, `e${index}`, time)
      return {
        ...{ kind: 'event', source: agent.id, seq: index + 1, time, receivedAt: time },
        ...{ offset: index + 1, body: JSON.stringify(event) },
      }
    })
    const { base, directory, exports } = rig.collector.parts
    const rules = compileRules(await loadRules(catalogDir))
    const detectorOf = (state?: string): Detector =>
      createDetector({
        ...{ rules, base, directory, exports, product: origin.product, now: () => start },
        entryAt: async offset => entries[offset - 1],
        ...(state !== undefined && { state: readState(state) }),
      })
    const run = async (cut: number) => {
      const ids: string[] = []
      let detector = detectorOf()
      for (const [index, entry] of entries.entries()) {
        if (index === cut) detector = detectorOf(JSON.stringify(detector.snapshot()))
        const { findings } = await detector.process(entry)
        ids.push(
          ...findings.map(each => `${each.unmapped.clientkeep.rule.name} ${each.metadata.uid}`),
        )
      }
      return ids
    }
    const wanted = await run(-1)
    // At night and at the weekend there is one more.
    expect(wanted.map(each => each.split(' ')[0])).toContain('drip.day')
    for (let cut = 1; cut < entries.length; cut++) expect(await run(cut)).toEqual(wanted)
  })

  it('begins anew where a checkpoint holds nothing that it can read', () => {
    expect(readState('{}')).toBeUndefined()
  })
})
