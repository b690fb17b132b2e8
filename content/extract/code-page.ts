/** Tells which 8-bit code page text that is not UTF-8 is in: windows-1251, KOI8-R or windows-1252. By the letters, not by dictionaries. */

export type CodePage = 'windows-1251' | 'koi8-r' | 'windows-1252'

/** о е а и н т р с л в, the ten most frequent letters of Russian, small and large, in both code pages. */
const frequent: readonly (readonly [page: CodePage, bytes: ReadonlySet<number>])[] = [
  ['windows-1251', cases('\xee\xe5\xe0\xe8\xed\xf2\xf0\xf1\xeb\xe2', -0x20)],
  ['koi8-r', cases('\xcf\xc5\xc1\xc9\xce\xd4\xd2\xd3\xcc\xd7', 0x20)],
]

function cases(small: string, toLarge: number): Set<number> {
  const bytes = [...Buffer.from(small, 'latin1')]
  return new Set([...bytes, ...bytes.map(byte => byte + toLarge)])
}

const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0xc0

/** The code page of a piece of 8-bit text. */
export function codePageOf(bytes: Uint8Array): CodePage {
  let high = 0
  let inPairs = 0
  const hits = frequent.map(() => 0)
  bytes.forEach((byte, index) => {
    if (!isHigh(byte)) return
    high += 1
    if (isHigh(bytes[index - 1]) || isHigh(bytes[index + 1])) inPairs += 1
    frequent.forEach(([, letters], page) => {
      if (letters.has(byte)) hits[page] = (hits[page] ?? 0) + 1
    })
  })
  // In Latin scripts an accented letter mostly stands between plain ones; Cyrillic words are all high.
  if (high === 0 || inPairs < high * 0.7) return 'windows-1252'
  const [cyrillic = 0, koi8 = 0] = hits
  return koi8 > cyrillic ? 'koi8-r' : 'windows-1251'
}
