/** Reads the clipboard of the session that this process runs in: once, at the moment of a copy, and only what is looked at. */
import { win32 } from 'node:path'
import {
  filesIn,
  historyFormat,
  htmlFormat,
  htmlIn,
  isSecret,
  standardFormats,
  unicodeText,
} from './clipboard-formats.ts'
import { kernel32, koffi, textIn, user32 } from './libraries.ts'
import { programOf } from './processes.ts'

const call = {
  sequence: user32.func('uint32_t __stdcall GetClipboardSequenceNumber()'),
  open: user32.func('int __stdcall OpenClipboard(intptr_t window)'),
  close: user32.func('int __stdcall CloseClipboard()'),
  next: user32.func('uint32_t __stdcall EnumClipboardFormats(uint32_t format)'),
  name: user32.func(
    'int __stdcall GetClipboardFormatNameW(uint32_t format, void *name, int chars)',
  ),
  data: user32.func('intptr_t __stdcall GetClipboardData(uint32_t format)'),
  owner: user32.func('intptr_t __stdcall GetClipboardOwner()'),
  process: user32.func(
    'uint32_t __stdcall GetWindowThreadProcessId(intptr_t window, _Out_ uint32_t *pid)',
  ),
  size: kernel32.func('size_t __stdcall GlobalSize(intptr_t memory)'),
  lock: kernel32.func('void *__stdcall GlobalLock(intptr_t memory)'),
  unlock: kernel32.func('int __stdcall GlobalUnlock(intptr_t memory)'),
} as const

const nameChars = 256
const formatsMax = 64
/** Not memory but a picture, or drawn by its owner: neither is read. */
const historyBytes = 4

export interface ClipboardContent {
  /** Media type. */
  readonly type: string
  readonly bytes: Buffer
  readonly isCut: boolean
}

export interface ClipboardCopy {
  /** The program that copied: file name and process. */
  readonly app: string | undefined
  readonly pid: number | undefined
  readonly contents: readonly ClipboardContent[]
}

/** Another number after each change of the clipboard. */
export const clipboardSequence = (): number => Number(call.sequence())

/** Formats that are there, by name; those that Windows defines have none. */
function formats(): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const name = Buffer.alloc(nameChars * 2)
  let format = Number(call.next(0))
  while (format !== 0 && found.size < formatsMax) {
    name.fill(0)
    call.name(format, name, nameChars)
    found.set(textIn(name) || `#${format}`, format)
    format = Number(call.next(format))
  }
  return found
}

/** The bytes of a format; `isCut` where there are more. */
function bytesOf(format: number, bytesMax: number): { bytes: Buffer; isCut: boolean } | undefined {
  const memory = Number(call.data(format))
  if (memory === 0) return undefined
  const size = Number(call.size(memory))
  const start = call.lock(memory)
  if (!start || size === 0) return undefined
  const view = koffi.decode(start, koffi.array('uint8_t', Math.min(size, bytesMax), 'Typed'))
  const bytes = Buffer.from(view)
  call.unlock(memory)
  return { bytes, isCut: size > bytesMax }
}

function owner(): Pick<ClipboardCopy, 'app' | 'pid'> {
  const pid = [0]
  call.process(call.owner(), pid)
  const program = pid[0] ? programOf(pid[0])?.file?.path : undefined
  return {
    app: program && win32.basename(program),
    pid: pid[0] || undefined,
  }
}

const kinds = [
  { format: `#${standardFormats.fileDrop}`, type: 'text/uri-list', read: filesIn },
  {
    format: `#${standardFormats.unicodeText}`,
    type: 'text/plain;charset=utf-8',
    read: unicodeText,
  },
  { format: htmlFormat, type: 'text/html', read: htmlIn },
] as const

function readOpened(bytesMax: number): ClipboardCopy | 'secret' {
  const there = formats()
  const history = there.get(historyFormat)
  const mark = history === undefined ? undefined : bytesOf(history, historyBytes)?.bytes
  if (isSecret([...there.keys()], mark)) return 'secret'
  const contents = kinds.flatMap(({ format, type, read }) => {
    const number = there.get(format)
    const found = number === undefined ? undefined : bytesOf(number, bytesMax)
    return found ? [{ type, bytes: read(found.bytes), isCut: found.isCut }] : []
  })
  return { ...owner(), contents }
}

/** What is on the clipboard, each format up to so many bytes; `busy` where another program has it open just now. */
export function readClipboard(bytesMax: number): ClipboardCopy | 'secret' | 'busy' {
  if (!call.open(0)) return 'busy'
  try {
    return readOpened(bytesMax)
  } finally {
    call.close()
  }
}
