/** Gives back memory that holds unchanged pages of the program's own files: most were needed to start only, and what is needed is mapped again from the disk cache. */
import { readFileSync } from 'node:fs'
import { koffi, libc } from './foreign.ts'

const callAdvise = libc.func('int madvise(uint64_t from, size_t length, int advice)')
const MADV_DONTNEED = 4
/** Start, end, rights and file of a mapping in proc(5) smaps, its figures behind it. */
const mapping = /^([0-9a-f]+)-([0-9a-f]+) (r-.p) \S+ \S+ \d+ +(\/.*)\n((?:[A-Z].*\n)+)/gm

/** Mappings of files that nobody can write to and nobody has: what is in them is in the file, byte for byte. */
export function unchangedMappings(smaps: string): { from: bigint; bytes: number }[] {
  return [...smaps.matchAll(mapping)].flatMap(([, from = '', to = '', , , figures = '']) =>
    /^Anonymous: +0 kB$/m.test(figures)
      ? [
          {
            from: BigInt(`0x${from}`),
            bytes: Number(BigInt(`0x${to}`) - BigInt(`0x${from}`)),
          },
        ]
      : [],
  )
}

/** Does it, in some milliseconds. Gives the name of an error as a number of errno(3) where the kernel refuses; the memory is then just kept. */
export function giveBackProgramPages(): number {
  for (const { from, bytes } of unchangedMappings(readFileSync('/proc/self/smaps', 'latin1')))
    if (callAdvise(from, bytes, MADV_DONTNEED) !== 0) return Number(koffi.errno())
  return 0
}
