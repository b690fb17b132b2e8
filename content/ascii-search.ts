/** Text that is ASCII, as most of every table is, in bytes: collects pieces until nothing that is looked for can cross their seam. */
import type { ByteSearch } from './email-bytes.ts'

/** Text arrives in pieces of some 64 KiB; an address that a seam cuts waits for the next. */
const bufferBytes = 256 * 1024
const waitingBytesMax = 512

/** A search that takes ASCII text only. */
export interface AsciiSearch {
  push(text: string): void
  /** What waits for more, which is searched no more here. */
  take(): string
  end(): void
}

/** Whether a byte ends any address: a comma, a semicolon, a quote, white space. */
const isEnd = (byte: number): boolean =>
  byte === 0x0a || byte === 0x2c || byte === 0x3b || byte === 0x09 || byte === 0x22

/** Whether the text has ASCII letters only; one look at its length tells. */
export const isAsciiText = (text: string): boolean => Buffer.byteLength(text) === text.length

/** Opens a search that hands whole stretches to `search`, and each byte once to `seen`. */
export function asciiSearch(search: ByteSearch, seen: ByteSearch): AsciiSearch {
  const bytes = Buffer.alloc(bufferBytes)
  let end = 0

  /** Searches what is there; keeps what a seam may cut. */
  function searchWhole(): void {
    let kept = end
    while (kept > Math.max(0, end - waitingBytesMax) && !isEnd(bytes[kept - 1] ?? 0)) kept -= 1
    const hasEnd = kept > 0 && isEnd(bytes[kept - 1] ?? 0)
    if (!hasEnd && end <= waitingBytesMax) return
    search(bytes, hasEnd ? kept : end)
    seen(bytes, kept)
    bytes.copyWithin(0, kept, end)
    end -= kept
  }

  return {
    push(text) {
      for (let at = 0; at < text.length; ) {
        const room = bufferBytes - waitingBytesMax - end
        const part = at === 0 && text.length <= room ? text : text.slice(at, at + room)
        end += bytes.write(part, end, 'latin1')
        at += part.length
        searchWhole()
      }
    },
    take() {
      const text = bytes.toString('latin1', 0, end)
      end = 0
      return text
    },
    end() {
      search(bytes, end)
      seen(bytes, end)
      end = 0
    },
  }
}
