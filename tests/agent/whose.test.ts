/** Whose work a change of a file was, by what is known of who did it. */
import { describe, expect, it } from 'vitest'
import { whoseWork } from '../../agent/files/whose.ts'
import { accountNames } from '../../agent/platform/linux/account-names.ts'
import type { Owner } from '../../agent/platform/platform.ts'

const anna = { name: 'anna', uid: '1000' }
const boris = { name: 'boris', uid: '1001' }
const root = { name: 'root', uid: '0' }
const platform = (desk: typeof anna | undefined) => ({
  atDesk: () => desk,
  owner: (_: string, uid: number | undefined): Owner =>
    uid === undefined
      ? { account: desk ?? root, attribution: desk ? 'session' : 'agent-account' }
      : { account: { name: `uid ${uid}`, uid: String(uid) }, attribution: 'owner' },
})
const change = { path: '/media/anna/a.csv', activity: 'Create' } as const
const stick = { ...change, place: { kind: 'removable', label: 'S', path: '/media/anna' } } as const
const inside = { ...change, place: { kind: 'folder', label: 'Home', path: '/home' } } as const

describe('a change of a file', () => {
  it.each([
    ['of who became root', root, anna, undefined, { account: anna, ran_as: 'root' }],
    ['of who became somebody else', boris, anna, undefined, { account: anna, ran_as: 'boris' }],
    ['of whom an administrator became', anna, root, undefined, { account: anna }],
    ['of the account itself', anna, undefined, boris, { account: anna }],
  ])('is the work %s', (_, account, login, desk, whose) => {
    const doer = { account, ...(login && { login }) }
    const attribution = 'process'
    expect(whoseWork({ ...stick, doer }, 0, platform(desk))).toEqual({ ...whose, attribution })
  })

  it('by a service that leads out is the work of who sits at the desk, inside it is the service’s', () => {
    const doer = { account: root }
    expect(whoseWork({ ...stick, doer }, 0, platform(anna))).toEqual({
      account: anna,
      attribution: 'session',
      ran_as: 'root',
    })
    for (const [where, desk] of [
      [inside, anna],
      [stick, undefined],
    ] as const)
      expect(whoseWork({ ...where, doer }, 0, platform(desk))).toMatchObject({ account: root })
  })

  it('by nobody who is known is its owner’s, but who opened it is not', () => {
    const doer = {}
    const by = platform(anna)
    expect(whoseWork({ ...stick, doer }, 1001, by)).toMatchObject({ attribution: 'owner' })
    const opened = { ...inside, activity: 'Open' as const, doer }
    expect(whoseWork(opened, 1001, by)).toEqual({ account: anna, attribution: 'session' })
  })
})

describe('names of accounts', () => {
  it('are found when they are made later, or kept by a domain; who has none is asked for once', () => {
    const local = [{ name: 'anna', uid: 1000 }]
    const asked: number[] = []
    const nameOf = accountNames(
      () => local,
      uid => {
        asked.push(uid)
        return uid === 70_000 ? 'dora@firm.example' : undefined
      },
    )
    expect(nameOf(1000)).toBe('anna')
    local.push({ name: 'boris', uid: 1001 })
    expect([nameOf(1001), nameOf(70_000), nameOf(5), nameOf(5)]).toEqual([
      'boris',
      'dora@firm.example',
      undefined,
      undefined,
    ])
    expect(asked).toEqual([70_000, 5])
  })
})
