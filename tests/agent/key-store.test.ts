/** The agent's keys: the same at each start, sealed where the machine can, refused where they were altered. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeyStore, seal, unseal } from '../../agent/key-store.ts'
import { Fault } from '../../events/fault.ts'

let dir = ''
let env: NodeJS.ProcessEnv
const plain = {}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-keys-'))
  env = { CREDENTIALS_DIRECTORY: join(dir, 'credentials') }
  mkdirSync(join(dir, 'credentials'))
  writeFileSync(join(dir, 'credentials', 'clientkeep-key'), 'a secret of this machine')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('the key store', () => {
  it('gives each purpose a key of its own, the same at each start', () => {
    const first = openKeyStore(dir, plain)
    const again = openKeyStore(dir, plain)
    expect(again.key('spool')).toEqual(first.key('spool'))
    expect(first.key('vault')).not.toEqual(first.key('spool'))
    expect(first.kept).toBe('file')
    expect(statSync(join(dir, 'agent.key')).mode & 0o777).toBe(0o600)
  })

  it('is sealed by the secret that systemd hands over, and useless without it', () => {
    const sealed = openKeyStore(dir, env)
    expect(sealed.kept).toBe('sealed')
    expect(openKeyStore(dir, env).key('vault')).toEqual(sealed.key('vault'))
    expect(() => openKeyStore(dir, plain)).toThrow(Fault)
    writeFileSync(join(dir, 'credentials', 'clientkeep-key'), 'of another machine')
    expect(() => openKeyStore(dir, env)).toThrow(/on the machine it was made on/)
  })

  it('is sealed later where the machine learns to, with the same keys', () => {
    const open = openKeyStore(dir, plain).key('spool')
    const before = readFileSync(join(dir, 'agent.key'), 'utf8')
    expect(openKeyStore(dir, env).key('spool')).toEqual(open)
    expect(readFileSync(join(dir, 'agent.key'), 'utf8')).not.toContain(JSON.parse(before).key)
  })

  it('refuses a file that is damaged, and does not overwrite it', () => {
    for (const text of ['', '{}', 'null', '{"version":1,"sealed":false,"key":"c2hvcnQ="}']) {
      writeFileSync(join(dir, 'agent.key'), text)
      expect(() => openKeyStore(dir, plain)).toThrow(Fault)
      expect(readFileSync(join(dir, 'agent.key'), 'utf8')).toBe(text)
    }
  })
})

describe('a sealed thing', () => {
  it('opens under its key and context only', () => {
    const { key } = openKeyStore(dir, plain)
    const context = Buffer.from('context')
    const box = seal(key('vault'), Buffer.from('content'), context)
    expect(unseal(key('vault'), box, context)?.toString()).toBe('content')
    expect(unseal(key('spool'), box, context)).toBeUndefined()
    expect(unseal(key('vault'), box, Buffer.from('other'))).toBeUndefined()
    expect(unseal(key('vault'), box.subarray(0, -1), context)).toBeUndefined()
    expect(unseal(key('vault'), Buffer.alloc(3), context)).toBeUndefined()
  })
})
