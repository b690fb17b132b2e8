/** Opens a Compound File (MS-CFB), the container of xls, doc, msg and of encrypted Office documents. Reads streams; knows no formats. */
import { gathered, type RandomBytes } from './content.ts'

/** A stream or storage of the file. */
export interface OleEntry {
  /** Path with `/`, as `__attach_version1.0_#00000000/__substg1.0_37010102`. */
  readonly path: string
  readonly size: number
}

export interface OleFile {
  readonly entries: readonly OleEntry[]
  /** The bytes of a stream; ends early where the file is damaged. */
  read(path: string): AsyncIterable<Uint8Array>
}

const headerBytes = 512
const directoryEntryBytes = 128
const endOfChain = 0xfffffffa
const entriesMax = 20_000
const miniSectorBytes = 64
const miniCutoff = 4096

interface Node extends OleEntry {
  readonly start: number
}

/** Opens the file, or undefined where its structure cannot be followed. */
export async function openOle(bytes: RandomBytes): Promise<OleFile | undefined> {
  const header = Buffer.from(await bytes.read(0, headerBytes))
  if (header.length < headerBytes) return undefined
  const shift = header.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return undefined
  const sectorBytes = 1 << shift
  const sectorsMax = Math.ceil(bytes.size / sectorBytes)
  const sector = async (number: number): Promise<Buffer> =>
    Buffer.from(await bytes.read((number + 1) * sectorBytes, sectorBytes))

  /** The allocation table, from the sectors that the header and its continuation list. */
  async function readTable(): Promise<Uint32Array> {
    const numbers: number[] = []
    for (let at = 76; at < headerBytes; at += 4) numbers.push(header.readUInt32LE(at))
    let next = header.readUInt32LE(68)
    for (let count = 0; next < endOfChain && count < sectorsMax; count += 1) {
      const more = await sector(next)
      if (more.length < sectorBytes) break
      for (let at = 0; at < sectorBytes - 4; at += 4) numbers.push(more.readUInt32LE(at))
      next = more.readUInt32LE(sectorBytes - 4)
    }
    const used = numbers.filter(number => number < sectorsMax).slice(0, sectorsMax)
    const table = new Uint32Array((used.length * sectorBytes) / 4)
    for (const [index, number] of used.entries()) {
      const part = await sector(number)
      for (let at = 0; at + 4 <= part.length; at += 4) {
        table[(index * sectorBytes + at) / 4] = part.readUInt32LE(at)
      }
    }
    return table
  }

  const table = await readTable()

  async function* chain(start: number, size: number): AsyncGenerator<Uint8Array> {
    let missing = size
    let number = start
    while (missing > 0 && number < sectorsMax) {
      let run = 1
      while (run < 256 && table[number + run - 1] === number + run) run += 1
      const piece = await bytes.read(
        (number + 1) * sectorBytes,
        Math.min(run * sectorBytes, missing),
      )
      if (piece.length === 0) return
      yield piece
      missing -= piece.length
      number = table[number + run - 1] ?? endOfChain
    }
  }

  const whole = (start: number, size: number): Promise<Buffer> => gathered(chain(start, size))

  const directory = await whole(header.readUInt32LE(48), entriesMax * directoryEntryBytes)
  const { nodes, root } = nodesOf(directory, shift === 9)
  const miniTable = await whole(header.readUInt32LE(60), header.readUInt32LE(64) * sectorBytes)
  let mini: Buffer | undefined

  async function* miniChain(start: number, size: number): AsyncGenerator<Uint8Array> {
    mini ??= await whole(root.start, root.size)
    let number = start
    for (let missing = size; missing > 0 && number < endOfChain; missing -= miniSectorBytes) {
      const at = number * miniSectorBytes
      if (at >= mini.length || number * 4 + 4 > miniTable.length) return
      yield mini.subarray(at, at + Math.min(miniSectorBytes, missing))
      number = miniTable.readUInt32LE(number * 4)
    }
  }

  const byPath = new Map(nodes.map(node => [node.path, node]))
  return {
    entries: nodes,
    async *read(path) {
      const node = byPath.get(path)
      if (!node) return
      const { start, size } = node
      if (size >= miniCutoff) yield* chain(start, Math.min(size, bytes.size))
      else yield await gathered(miniChain(start, size))
    },
  }
}

/** The streams with their paths, walked from the root through the tree of siblings. */
function nodesOf(directory: Buffer, isSmall: boolean): { nodes: Node[]; root: Node } {
  const count = Math.floor(directory.length / directoryEntryBytes)
  const nodes: Node[] = []
  const seen = new Set<number>()
  const field = (index: number, at: number): number =>
    directory.readUInt32LE(index * directoryEntryBytes + at)
  const nodeAt = (index: number, parent: string): Node => {
    const at = index * directoryEntryBytes
    const nameBytes = Math.max(0, Math.min(64, directory.readUInt16LE(at + 64)) - 2)
    const name = directory.toString('utf16le', at, at + (nameBytes & ~1))
    // Version 3 writers leave garbage in the upper half of the size.
    const size = field(index, 120) + (isSmall ? 0 : field(index, 124) * 2 ** 32)
    return { path: parent === '' ? name : `${parent}/${name}`, start: field(index, 116), size }
  }
  const root = count > 0 ? nodeAt(0, '') : { path: '', start: endOfChain, size: 0 }
  const waiting: { index: number; parent: string }[] = []
  if (count > 0) waiting.push({ index: field(0, 76), parent: '' })
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { index, parent } = next
    if (index >= count || seen.has(index)) continue
    seen.add(index)
    const node = nodeAt(index, parent)
    const type = directory[index * directoryEntryBytes + 66]
    waiting.push({ index: field(index, 68), parent }, { index: field(index, 72), parent })
    if (type === 1) waiting.push({ index: field(index, 76), parent: node.path })
    else if (type === 2) nodes.push(node)
  }
  return { nodes, root }
}
