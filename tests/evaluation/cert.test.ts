/** CERT Insider Threat logs, written here by hand in their format: releases with and without columns, split by day, with broken rows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { evaluateSet } from '../../evaluation/evaluate.ts'
import { certEvent, certKinds, certTime, numbering } from '../../evaluation/formats/cert-events.ts'
import { openSet } from '../../evaluation/formats/registry.ts'
import { hasSchema, ocsfValidator } from '../events/ocsf-schema.ts'

const dir = mkdtempSync(join(tmpdir(), 'clientkeep-cert-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let number = 0
function folder(files: Readonly<Record<string, string>>, name = ''): string {
  number += 1
  const root = join(dir, name || `set${number}`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function eventsOf(path: string) {
  const events = []
  for await (const line of (await openSet(path)).lines()) events.push(JSON.parse(line))
  return events
}

const ldap = (...users: string[]) =>
  `employee_name,user_id,email,role,business_unit,functional_unit,department,team,supervisor\n${users
    .map(user => `Some One,${user},${user}@dtaa.com,Salesman,1,Sales,Field Sales,A,Boss`)
    .join('\n')}\n`

const release42 = {
  'logon.csv':
    'id,date,user,pc,activity\n{L1},01/04/2010 08:00:00,ABC0001,PC-1,Logon\n{L2},01/04/2010 17:00:00,ABC0001,PC-1,Logoff\n',
  'device.csv':
    'id,date,user,pc,activity\n{D1},01/04/2010 09:00:00,ABC0001,PC-1,Connect\n{D2},01/04/2010 09:20:00,ABC0001,PC-1,Disconnect\n',
  'file.csv':
    'id,date,user,pc,filename,content\n{F1},01/04/2010 09:05:00,ABC0001,PC-1,A1.doc,words\n{F2},01/04/2010 09:06:00,ABC0001,PC-1,A1.doc,words\n{F3},01/04/2010 09:07:00,ABC0001,PC-1,B2.zip,words\n',
  'email.csv':
    'id,date,user,pc,to,cc,bcc,from,size,attachments,content\n{E1},01/04/2010 10:00:00,ABC0001,PC-1,x@gmail.com;y@dtaa.com,,,abc@dtaa.com,999,2,"a, ""b"" c"\n',
  'http.csv':
    'id,date,user,pc,url,content\n{H1},01/04/2010 11:00:00,ABC0001,PC-1,http://dropbox.com/x,words\n',
  'LDAP/2009-12.csv': ldap('ABC0001', 'XYZ0002'),
  'LDAP/2010-01.csv': ldap('XYZ0002'),
  'answers/insiders.csv':
    'dataset,scenario,details,user,start,end\n4.2,1,r4.2-1-ABC0001.csv,ABC0001,01/04/2010 09:00:00,01/04/2010 09:20:00\n5.2,2,other.csv,XYZ0002,01/04/2010 09:00:00,01/05/2010 09:00:00\n',
} as const

describe('CERT logs of release 4.2', () => {
  it('come merged in the order of time, copies as files on removable media', async () => {
    const events = await eventsOf(folder(release42))
    expect(events.map(event => [event.class_uid, event.activity_name])).toEqual([
      [3002, 'Logon'],
      [1010, 'Connect'],
      [1001, 'Create'],
      [1001, 'Create'],
      [1001, 'Create'],
      [1010, 'Disconnect'],
      [4009, 'Send'],
      [3002, 'Logoff'],
    ])
    expect(events[0].time).toBe(Date.UTC(2010, 0, 4, 8))
    expect(events[2].unmapped.clientkeep.place.kind).toBe('removable')
    expect(events[6].unmapped.clientkeep.mail.is_external).toBe(true)
  })

  it('count the same document once', async () => {
    const tokens = (await eventsOf(folder(release42)))
      .filter(({ class_uid }) => class_uid === 1001)
      .map(event => event.unmapped.clientkeep.scan.tokens)
    expect(tokens[0]).toBe(tokens[1])
    expect(tokens[0]).not.toBe(tokens[2])
  })

  it('have leavers where the directory no longer lists them, and the insiders of their release', async () => {
    const set = await openSet(folder(release42, 'r4.2'))
    const left = Object.fromEntries(set.people.map(({ id, lastDay }) => [id, lastDay]))
    expect(left).toEqual({ ABC0001: '2010-01-01', XYZ0002: null })
    expect(set.labels.map(({ person, scenario }) => [person, scenario])).toEqual([
      ['ABC0001', 'scenario 1'],
    ])
  })

  it('go through the whole evaluation', async () => {
    const { score } = await evaluateSet(folder(release42), { rules: [], seed: '1' })
    expect(score).toMatchObject({ people: 2, events: 8, thieves: 2 })
  })
})

describe('CERT logs of later releases', () => {
  it('tell copies out from copies in, uploads from visits, mails read from mails sent', async () => {
    const events = await eventsOf(
      folder({
        'file.csv':
          'id,date,user,pc,filename,activity,to_removable_media,from_removable_media,content\n{1},01/04/2010 09:00:00,U1,P1,R:\\a.doc,File Copy,True,False,x\n{2},01/04/2010 09:01:00,U1,P1,C:\\b.doc,File Open,False,True,x\n{3},01/04/2010 09:02:00,U1,P1,C:\\c.doc,File Delete,False,False,x\n',
        'http.csv':
          'id,date,user,pc,url,activity,content\n{4},01/04/2010 09:03:00,U1,P1,http://mail.google.com/u,WWW Upload,x\n{5},01/04/2010 09:04:00,U1,P1,http://mail.google.com/u,WWW Visit,x\n',
        'email.csv':
          'id,date,user,pc,to,cc,bcc,from,activity,size,attachments,content\n{6},01/04/2010 09:05:00,U1,P1,a@dtaa.com,,,u1@dtaa.com,Send,1,C:\\list.xls(300);C:\\b.doc(2),x\n{7},01/04/2010 09:06:00,U1,P1,u1@dtaa.com,,,x@else.com,View,1,,x\n',
      }),
    )
    expect(
      events.map(({ activity_name, unmapped: { clientkeep } }) => [
        activity_name,
        clientkeep.place?.kind ?? clientkeep.upload?.kind ?? clientkeep.customers?.distinct,
      ]),
    ).toEqual([
      ['Create', 'removable'],
      ['Create', 'folder'],
      ['Delete', 'folder'],
      ['Post', 'webmail'],
      ['Send', 2],
    ])
  })

  it('lose a broken row, and nothing else', async () => {
    const events = await eventsOf(
      folder({
        'logon.csv':
          'id,date,user,pc,activity\n{1},yesterday,U1,P1,Logon\n{2},01/04/2010 08:00:00,,P1,Logon\n{3},02/31/2010 08:00:00,U1,P1,Logon\nnonsense\n{4},01/04/2010 08:00:00,U1,P1,Logon\n',
      }),
    )
    expect(events).toHaveLength(1)
  })
})

describe('CERT logs by user and day', () => {
  const rows = 'logon,U1,P1,Logon,01/04/2010 08:00:00\ndevice,U1,P1,Connect,01/04/2010 08:30:00\n'
  it.each([
    ['without a header', rows],
    ['with a header', `type,user,pc,activity,date\n${rows}`],
    ['with more columns', rows.replaceAll(',01/', ',x,y,01/')],
  ])('are read %s', async (_name, text) => {
    const events = await eventsOf(
      folder({
        'U1/2010-01/2010-01-04.csv': text,
        'U2/2010-01/2010-01-04.csv': 'logon,U2,P2,Logon,01/04/2010 08:10:00\n',
      }),
    )
    expect(events.map(event => [event.activity_name, event.device.hostname])).toEqual([
      ['Logon', 'P1'],
      ['Logon', 'P2'],
      ['Connect', 'P1'],
    ])
  })
})

describe('reading rows', () => {
  it('takes American dates that exist, and no others', () => {
    expect(certTime('01/02/2010 06:20:04')).toBe(Date.UTC(2010, 0, 2, 6, 20, 4))
    expect(certTime('2/3/2010')).toBe(Date.UTC(2010, 1, 3))
    for (const text of ['', '31/01/2010', '02/30/2010', '2010-01-02', '1/2/10', '01/02/2010 6']) {
      expect(certTime(text)).toBeUndefined()
    }
  })

  it('gives OCSF or nothing for whatever stands in the cells', () => {
    const validate = hasSchema ? ocsfValidator() : () => []
    const columns = ['activity', 'filename', 'to', 'from', 'attachments', 'url', 'content'] as const
    const cells = fc.record(Object.fromEntries(columns.map(column => [column, fc.string()])))
    fc.assert(
      fc.property(fc.constantFrom(...certKinds), cells, fc.string(), (kind, row, pc) => {
        const text = (column: string) => row[column] ?? ''
        const line = certEvent({ kind, time: 1000, user: 'u', pc, text }, 'e1', numbering())
        if (line === undefined) return
        const event = JSON.parse(line)
        const faults = validate(event).filter(fault => !fault.includes('is required'))
        expect(faults).toEqual([])
      }),
    )
  })
})
