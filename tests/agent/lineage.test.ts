/** What the kernel tells of processes, put together: who started whom, as whom, running what. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFamily, readTold } from '../../agent/platform/linux/lineage.ts'

const shell = { parent: 1, uid: 1000 }

describe('a family of processes', () => {
  it('gives a child that is over the account and the program of the one that it was forked from', () => {
    const family = createFamily()
    family.add(10, shell)
    family.told({ kind: 'fork', parent: 10, pid: 11 })
    family.told({ kind: 'fork', parent: 11, pid: 12 })
    family.told({ kind: 'exit', pid: 12 })
    expect([family.uid(12), family.parent(12), family.runsProgramOf(12)]).toEqual([1000, 11, 10])
  })

  it('names no program for a child whose parent has become another one since', () => {
    const family = createFamily()
    family.add(10, shell)
    family.told({ kind: 'fork', parent: 10, pid: 11 })
    family.told({ kind: 'exec', pid: 10 })
    expect(family.runsProgramOf(11)).toBeUndefined()
    family.told({ kind: 'fork', parent: 10, pid: 12 })
    family.told({ kind: 'exec', pid: 12 })
    expect(family.runsProgramOf(12)).toBe(12)
  })

  it('follows a change of account, and lets no child have it that was there before', () => {
    const family = createFamily()
    family.add(10, { parent: 1, uid: 0 })
    family.told({ kind: 'fork', parent: 10, pid: 11 })
    family.told({ kind: 'uid', pid: 10, uid: 1000 })
    family.told({ kind: 'fork', parent: 10, pid: 12 })
    expect([family.uid(11), family.uid(12)]).toEqual([0, 1000])
  })

  it('knows nothing of one whose number was given anew, or may have been', () => {
    const family = createFamily()
    family.add(10, shell)
    family.told({ kind: 'exit', pid: 10 })
    family.forgetOver()
    expect(family.uid(10)).toBeUndefined()
    family.told({ kind: 'fork', parent: 99, pid: 10 })
    expect([family.uid(10), family.runsProgramOf(10)]).toEqual([undefined, 10])
  })
})

describe('the wire format', () => {
  it('is read whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), bytes => {
        const told = readTold(Buffer.from(bytes))
        expect(told === undefined || Number.isInteger(told.pid)).toBe(true)
      }),
    )
  })

  it('tells of processes, not of threads', () => {
    const fork = (pid: number, process: number) => {
      const data = Buffer.alloc(76)
      data.writeUInt32LE(1, 36)
      for (const [index, value] of [7, 7, pid, process].entries())
        data.writeUInt32LE(value, 52 + 4 * index)
      return data
    }
    expect(readTold(fork(9, 9))).toEqual({ kind: 'fork', parent: 7, pid: 9 })
    expect(readTold(fork(9, 8))).toBeUndefined()
  })
})
