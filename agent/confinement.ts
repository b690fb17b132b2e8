/** How the readers of hostile content are confined on Linux: another account, no capabilities, no network, no files but the one handed over. */
import { closeSync } from 'node:fs'
import type { Confinement, FileChannel } from '../content/reader-process.ts'
import { asUser } from './platform/as-user.ts'
import { sendFile, socketPair } from './platform/linux/libc.ts'
import type { ReaderAccount } from './reader-account.ts'

function openChannel(): FileChannel {
  const [ours, theirs] = socketPair()
  let isOpen = true
  return {
    theirs,
    started: () => closeSync(theirs),
    pass: fd => sendFile(ours, fd),
    close: () => {
      if (isOpen) closeSync(ours)
      isOpen = false
    },
  }
}

/**
 * Readers as `account`. They keep no group, capability or way to get one; they are in a network of their own with nothing in it, and can
 * write no file (unshare(1), prlimit(1), setpriv(1)).
 */
export function confineReaders(
  account: ReaderAccount,
  program = new URL('./confined-reader.ts', import.meta.url),
): Confinement {
  const limited = ['prlimit', '--fsize=0', '--core=0', '--nofile=128', '--']
  const alone = ['unshare', '--net', '--ipc', '--uts', '--']
  return {
    program,
    before: [...alone, ...limited, ...asUser(account, ['nice', '-n', '5'])],
    channel: openChannel,
  }
}
