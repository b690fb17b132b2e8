/**
 * Folds words so that one name has one key however it is written: case, diacritics, Cyrillic and Greek in Latin letters, the usual
 * ways of transliterating, doubled letters. Keys are for comparing only; they are not readable names.
 */

/** A key has no more bytes; what is longer is cut, on both sides alike. */
export const keyBytesMax = 48

/** Cyrillic letters in Latin ones. */
export const cyrillicLetters: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  є: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ђ: 'd',
  ј: 'j',
  љ: 'l',
  њ: 'n',
  ћ: 'c',
  џ: 'dz',
  ў: 'u',
}
const greek: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}
/** Latin letters that Unicode does not take apart. */
const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
}

/** Beyond this the code units of other scripts are compared as they are. */
const tableUnits = 0x530
const apostrophes = "'`´ʹʻʼʽˈ"

/** What a unit is to words: bytes of its Latin form, or one of these. */
const breaks = undefined

function foldUnit(unit: number): string | undefined {
  const char = String.fromCharCode(unit)
  if (apostrophes.includes(char)) return ''
  const bare = char.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  if (bare === '' && /\p{M}/u.test(char)) return ''
  const folded = [...bare]
    .map(part => cyrillicLetters[part] ?? greek[part] ?? latin[part] ?? part)
    .join('')
  return /^[a-z0-9]*$/.test(folded) && /[\p{L}\p{N}]/u.test(char) ? folded : breaks
}

interface FoldTable {
  /** Per unit: where its bytes begin in `bytes`; -1 where it ends a word. */
  readonly starts: Int16Array
  readonly lengths: Uint8Array
  readonly bytes: Uint8Array
}

let table: FoldTable | undefined

function foldTable(): FoldTable {
  if (table) return table
  const starts = new Int16Array(tableUnits).fill(-1)
  const lengths = new Uint8Array(tableUnits)
  const bytes: number[] = []
  for (let unit = 0; unit < tableUnits; unit += 1) {
    const folded = foldUnit(unit)
    if (folded === breaks) continue
    starts[unit] = bytes.length
    lengths[unit] = folded.length
    for (let at = 0; at < folded.length; at += 1) bytes.push(folded.charCodeAt(at))
  }
  table = { starts, lengths, bytes: Uint8Array.from(bytes) }
  return table
}

const otherWord = /[\p{L}\p{M}\p{N}\p{Cs}]/u
const isOtherWord = new Uint8Array(0x10000)
/** Typographic apostrophe and zero-width joiners: they stand inside words. */
const silent = [0x2019, 0x2018, 0x02bc, 0x200b, 0x200c, 0x200d, 0xfeff]

/** 1 for each ASCII character that is part of a word. */
export const wordUnits = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  foldUnit(unit) === breaks ? 0 : 1,
)

/** Whether the unit is part of a word. */
export function isWordUnit(unit: number): boolean {
  if (unit < tableUnits) return (foldTable().starts[unit] ?? -1) >= 0
  const known = isOtherWord[unit]
  if (known !== 0) return known === 1
  const isPart = silent.includes(unit) || otherWord.test(String.fromCharCode(unit))
  isOtherWord[unit] = isPart ? 1 : 2
  return isPart
}

const a = 0x61
const c = 0x63
const e = 0x65
const f = 0x66
const h = 0x68
const i = 0x69
const j = 0x6a
const k = 0x6b
const o = 0x6f
const p = 0x70
const q = 0x71
const s = 0x73
const t = 0x74
const u = 0x75
const v = 0x76
const w = 0x77
const x = 0x78
const y = 0x79
const z = 0x7a

/** See `keyWriter`. */
export type KeyWriter = (units: Uint16Array | Uint8Array, start: number, stop: number) => number

/** Makes a writer of keys: it appends the key of `units[start..end)` to `out` from `at` and returns the index behind it. */
export function keyWriter(out: Uint8Array, at: number): KeyWriter {
  const { starts, lengths, bytes } = foldTable()
  const endMax = at + keyBytesMax
  let end = at

  function put(letter: number): void {
    const last = end > at ? (out[end - 1] ?? 0) : 0
    if (letter !== last && end < endMax) {
      out[end] = letter
      end += 1
    }
  }

  /** Joins what languages spell with two letters: sch and sh, ts and c, kh and h, ü and ue … */
  function add(letter: number): void {
    const last = end > at ? (out[end - 1] ?? 0) : 0
    if (letter === h && (last === k || last === c || last === s || last === z || last === t)) {
      if (last === k) out[end - 1] = h
      else if (last === c && end - 2 >= at && out[end - 2] === s) end -= 1
    } else if (letter === h && last === p) out[end - 1] = f
    else if ((letter === s || letter === z) && last === t) out[end - 1] = c
    else if (letter === k && last === c) out[end - 1] = k
    else if (letter === e && (last === a || last === o || last === u)) return
    else if (letter === y || letter === j) put(i)
    else if (letter === w) put(v)
    else if (letter === q) put(k)
    else if (letter === x) {
      put(k)
      put(s)
    } else put(letter)
  }

  return (units, start, stop) => {
    end = at
    for (let index = start; index < stop; index += 1) {
      const unit = units[index] ?? 0
      if (unit < tableUnits) {
        const from = starts[unit] ?? -1
        const length = lengths[unit] ?? 0
        for (let part = 0; part < length; part += 1) add(bytes[from + part] ?? 0)
      } else if (end + 1 < endMax && !silent.includes(unit)) {
        out[end] = 0x80 | (unit >>> 9)
        out[end + 1] = unit & 0xff
        out[end + 2] = 0x80 | ((unit >>> 8) & 1)
        end += 3
      }
    }
    return end
  }
}

/** The words of a text, as their keys; for import, tests and the collector. */
export function wordKeys(text: string): string[] {
  const normal = text.normalize('NFKC')
  const units = Uint16Array.from({ length: normal.length }, (_, index) => normal.charCodeAt(index))
  const out = new Uint8Array(keyBytesMax + 4)
  const write = keyWriter(out, 0)
  const keys: string[] = []
  for (let at = 0; at < units.length; ) {
    let end = at
    while (end < units.length && isWordUnit(units[end] ?? 0)) end += 1
    if (end > at) {
      const length = write(units, at, end)
      if (length > 0) keys.push(Buffer.from(out.subarray(0, length)).toString('latin1'))
    }
    at = Math.max(end, at + 1)
  }
  return keys
}
