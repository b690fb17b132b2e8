/** The account without rights that reads hostile content, and whether this process may act for it. */
import { readFileSync } from 'node:fs'

/** Made by the package. */
const readerAccount = 'clientkeep-scan'

export interface ReaderAccount {
  readonly uid: number
  readonly gid: number
}

/** The readers' account where this machine has it; undefined where it has not. */
export function findReaderAccount(passwd = '/etc/passwd'): ReaderAccount | undefined {
  const line = textOf(passwd)
    .split('\n')
    .find(text => text.startsWith(`${readerAccount}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** capabilities(7): KILL, SETGID, SETUID, SETPCAP, SYS_ADMIN. */
const needed = [5, 6, 7, 8, 21]

/** Whether this process has the capabilities that starting and ending confined readers needs. */
export function mayConfine(status = textOf('/proc/self/status')): boolean {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
  return needed.every(bit => ((effective >> BigInt(bit)) & 1n) === 1n)
}
