/** Scans text that arrives in pieces: counts rows and collects the tokens of customers' identifiers, also of those cut by a seam. */
import { limits } from '../events/limits.ts'
import { type AsciiSearch, asciiSearch, isAsciiText } from './ascii-search.ts'
import { type Candidates, collectCandidates } from './candidates.ts'
import { charClass, charClasses, foldFullWidth } from './characters.ts'
import { emailByteSearch } from './email-bytes.ts'
import type { CustomerFilter } from './filter.ts'
import { emailFinder } from './find-emails.ts'
import { phoneFinder } from './find-phones.ts'
import { type Lookup, openLookup } from './lookup.ts'
import { atomReader } from './row-atoms.ts'
import { type RowCounter, rowCounter } from './row-counter.ts'
import { collectGroups, type RowGroups } from './row-groups.ts'
import type { RowTokens } from './row-tokens.ts'
import { openRows, type Rows } from './rows.ts'
import { hasOtherDomain, openScreen, type Screen } from './screen.ts'
import { type WordCache, wordCache } from './word-cache.ts'

/** Text is searched in windows of this many UTF-16 units; an identifier has no more than some 300. */
const windowUnits = 64 * 1024
/** Where a whole window holds no end of an identifier, so much of it is searched again with the next. */
const overlapUnits = 512

/** A scan in progress; push the text in order, then call `end` once. */
export interface TextScan {
  readonly candidates: Candidates
  /** Rows without a candidate of their own that may point to a customer by several atoms together. */
  readonly groups: RowGroups
  /** Lines seen, by LF, CRLF or CR; the last needs no line end. */
  readonly rows: number
  push(text: string): void
  end(): void
  /** Nothing of it is read any more: its memory serves the next scan. */
  close(): void
}

/** Ordinary scans that are over, by filter: to make their buffers costs more than to search a page. */
const over = new WeakMap<CustomerFilter, TextScan[]>()
const overMax = 4

/** Starts a scan; without a filter it counts rows only. */
export function openTextScan(
  filter: CustomerFilter | undefined,
  {
    candidatesMax,
    groupBytesMax = limits.scanGroupBytesMax,
    rowTokens,
  }: {
    readonly candidatesMax: number
    readonly groupBytesMax?: number
    /** Told of each line's candidates, where somebody wants to know rows apart. */
    readonly rowTokens?: RowTokens | undefined
  },
): TextScan {
  const bounds = { candidatesMax, groupBytesMax }
  const isOrdinary =
    candidatesMax === limits.scanCandidatesMax && groupBytesMax === limits.scanGroupBytesMax
  if (!filter || !isOrdinary || rowTokens) return newTextScan(filter, bounds, { rowTokens })
  const waiting = over.get(filter) ?? []
  over.set(filter, waiting)
  const keep = (scan: TextScan) => {
    if (waiting.length < overMax) waiting.push(scan)
  }
  return waiting.pop() ?? newTextScan(filter, bounds, { keep })
}

interface Bounds {
  readonly candidatesMax: number
  readonly groupBytesMax: number
}

function newTextScan(
  filter: CustomerFilter | undefined,
  { candidatesMax, groupBytesMax }: Bounds,
  {
    rowTokens,
    keep,
  }: { readonly rowTokens?: RowTokens | undefined; readonly keep?: (scan: TextScan) => void },
): TextScan {
  const collected = collectCandidates(candidatesMax)
  const candidates = rowTokens ? rowTokens.watch(collected) : collected
  const groups = collectGroups(groupBytesMax)
  const rows = rowCounter()
  const search = filter ? openSearch({ filter, candidates, groups, rows, rowTokens }) : rows
  let isEnded = false
  const scan: TextScan = {
    candidates,
    groups,
    get rows() {
      return rows.count()
    },
    push: search.push,
    end() {
      if ('end' in search) search.end()
      isEnded = true
    },
    close() {
      // What was left in the middle holds some of its text.
      if (!isEnded) return
      isEnded = false
      candidates.reset()
      groups.reset()
      rows.reset()
      keep?.(scan)
    },
  }
  return scan
}

/** What words came to under a filter is the same in every file: one cache for each, not one for each scan. */
const caches = new WeakMap<CustomerFilter, WordCache>()

function cacheOf(filter: CustomerFilter): WordCache {
  const known = caches.get(filter) ?? wordCache()
  caches.set(filter, known)
  return known
}

function openSearch({
  filter,
  candidates,
  groups,
  rows,
  rowTokens,
}: {
  readonly filter: CustomerFilter
  readonly candidates: Candidates
  readonly groups: RowGroups
  readonly rows: RowCounter
  readonly rowTokens: RowTokens | undefined
}): Search {
  const { strong, atoms, row } = openLookup(filter, candidates)
  const open =
    filter.atoms &&
    openRows({
      atoms: atomReader(atoms, cacheOf(filter)),
      row,
      bitsMin: filter.atoms.bitsMin,
      groups,
    })
  const screen = filter.screen && openScreen(filter.key, filter.screen)
  const windows = windowSearch(
    finder({ filter, candidates, lookup: strong, rows: open, screen, rowTokens }),
  )
  const search: Search = {
    push(text) {
      rows.push(text)
      windows.push(text)
    },
    end() {
      windows.end()
      open?.close()
    },
  }
  const isEmailOnly = filter.kinds?.every(kind => kind === 'email') && filter.atoms === undefined
  if (!isEmailOnly || !screen || rowTokens) return search
  const bytes = asciiSearch(emailByteSearch(screen, emailFinder(strong)), rows.pushBytes)
  return eitherSearch(bytes, search, windows.take)
}

interface Search {
  push(text: string): void
  end(): void
}

/** ASCII text goes to the one search, other text to the other; what waits for more goes along when the text changes. */
function eitherSearch(ascii: AsciiSearch, other: Search, takeOther: () => string): Search {
  return {
    push(text) {
      if (!isAsciiText(text)) {
        other.push(ascii.take() + text)
        return
      }
      const waiting = takeOther()
      if (waiting !== '' && !isAsciiText(waiting)) other.push(waiting + text)
      else ascii.push(waiting + text)
    },
    end() {
      ascii.end()
      other.end()
    },
  }
}

/** Calls `find` with windows that do not cut identifiers: units `1..end` between two zeros. */
function windowSearch(find: (units: Uint16Array, end: number) => void) {
  const classes = charClasses()
  const units = new Uint16Array(windowUnits + 2)
  const bytes = Buffer.from(units.buffer)
  let end = 1

  /** Searches the window up to `cut` and moves what is behind `kept` to its front. */
  function search(cut: number, kept: number): void {
    const next = units[cut] ?? 0
    units[cut] = 0
    find(units, cut)
    units[cut] = next
    units.copyWithin(1, kept, end)
    end -= kept - 1
  }

  function fill(text: string): void {
    const written = bytes.write(text, 2 * end, 'utf16le') / 2
    if (isAsciiText(text)) {
      end += written
      return
    }
    for (let at = end; at < end + written; at += 1) {
      const unit = units[at] ?? 0
      if (unit >= 0x3000) units[at] = foldFullWidth(unit)
    }
    end += written
  }

  return {
    push(text: string): void {
      for (let at = 0; at < text.length; ) {
        const room = windowUnits + 1 - end
        const part = text.slice(at, at + room)
        fill(part)
        at += part.length
        if (part.length < room) return
        const cut = behindLastEnd(units, end, classes)
        if (cut > 1) search(cut, cut)
        else search(end, end - overlapUnits)
      }
    },
    end: () => search(end, end),
    /** Searches what is whole and gives the rest, which is searched no more here. */
    take(): string {
      if (end === 1) return ''
      const cut = behindLastEnd(units, end, classes)
      if (cut > 1) search(cut, cut)
      const rest = bytes.toString('utf16le', 2, 2 * end)
      end = 1
      return rest
    },
  }
}

/** The index behind the last line end, or else behind the last unit that ends any identifier, or 1. */
function behindLastEnd(units: Uint16Array, end: number, classes: Uint8Array): number {
  let hard = 1
  for (let at = end; at > 1; at -= 1) {
    const kind = classes[units[at - 1] ?? 0]
    if (kind === charClass.lineFeed) return at
    if (hard === 1 && (kind === charClass.hard || kind === charClass.carriageReturn)) hard = at
  }
  return hard
}

function finder({
  filter,
  candidates,
  lookup,
  rows,
  screen,
  rowTokens,
}: {
  readonly filter: CustomerFilter
  readonly candidates: Candidates
  readonly lookup: Lookup
  readonly rows: Rows | undefined
  readonly screen: Screen | undefined
  readonly rowTokens: RowTokens | undefined
}) {
  const classes = charClasses()
  const findEmail = emailFinder(lookup)
  const hasPhones =
    !filter.kinds || filter.kinds.includes('phone') || filter.atoms?.kinds.includes('phone')
  const findPhone = phoneFinder(lookup, filter.phonePlans, screen)
  return (units: Uint16Array, end: number): void => {
    let line = 1
    let claims = candidates.claims
    for (let at = 1; at < end; ) {
      const kind = classes[units[at] ?? 0] ?? 0
      if (kind < charClass.digit) {
        at += 1
        if (kind !== charClass.lineFeed && kind !== charClass.carriageReturn) continue
        rows?.end(units, line, at, candidates.claims > claims)
        rowTokens?.end()
        line = at
        claims = candidates.claims
      } else if (kind === charClass.at) {
        const isPassed = !screen || screen.address(units, at) || hasOtherDomain(units, at)
        at = isPassed ? findEmail(units, at) : at + 1
      } else if (hasPhones) at = findPhone(units, at)
      else at += 1
    }
    if (line < end) rows?.end(units, line, end, candidates.claims > claims)
    rowTokens?.end()
  }
}
