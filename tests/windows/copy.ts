/** Copies to the clipboard as a Windows program does, keeps it for a while, ends: `copy.ts text FILE`, `copy.ts html FILE`, `copy.ts files PATH`, `copy.ts secret FILE`. */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { failure, kernel32, user32 } from '../../agent/platform/win32/libraries.ts'

const call = {
  window: user32.func(
    'intptr_t __stdcall CreateWindowExW(uint32_t more, str16 class, str16 title, uint32_t style, int x, int y, int w, int h, intptr_t parent, intptr_t menu, intptr_t instance, void *data)',
  ),
  open: user32.func('int __stdcall OpenClipboard(intptr_t window)'),
  empty: user32.func('int __stdcall EmptyClipboard()'),
  set: user32.func('intptr_t __stdcall SetClipboardData(uint32_t format, intptr_t memory)'),
  close: user32.func('int __stdcall CloseClipboard()'),
  register: user32.func('uint32_t __stdcall RegisterClipboardFormatW(str16 name)'),
  alloc: kernel32.func('intptr_t __stdcall GlobalAlloc(uint32_t flags, size_t bytes)'),
  lock: kernel32.func('intptr_t __stdcall GlobalLock(intptr_t memory)'),
  move: kernel32.func('void __stdcall RtlMoveMemory(intptr_t to, void *from, size_t bytes)'),
  unlock: kernel32.func('int __stdcall GlobalUnlock(intptr_t memory)'),
} as const

const movable = 2
const keptMs = 1500

function put(format: number | string, bytes: Buffer): void {
  const memory = Number(call.alloc(movable, bytes.length))
  call.move(Number(call.lock(memory)), bytes, bytes.length)
  call.unlock(memory)
  const number = typeof format === 'string' ? Number(call.register(format)) : format
  if (!Number(call.set(number, memory))) throw new Error(failure('SetClipboardData'))
}

const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')

function html(page: string): Buffer {
  const head = (start: number) =>
    `Version:0.9\r\nStartHTML:${String(start).padStart(8, '0')}\r\nEndHTML:${String(start + Buffer.byteLength(page)).padStart(8, '0')}\r\n`
  return Buffer.from(`${head(head(0).length)}${page}\0`)
}

function dropFiles(paths: readonly string[]): Buffer {
  const head = Buffer.alloc(20)
  head.writeUInt32LE(20, 0)
  head.writeUInt32LE(1, 16)
  return Buffer.concat([head, wide(`${paths.join('\0')}\0`)])
}

const [what = '', given = ''] = process.argv.slice(2)
const window = Number(call.window(0, 'STATIC', 'copy', 0, 0, 0, 0, 0, -3, 0, 0, null))
if (!call.open(window)) throw new Error(failure('OpenClipboard'))
call.empty()
const text = () => readFileSync(given, 'utf8')
if (what === 'files') put(15, dropFiles([given]))
else if (what === 'html') put('HTML Format', html(text()))
else put(13, wide(text()))
if (what === 'secret') put('ExcludeClipboardContentFromMonitorProcessing', Buffer.alloc(4))
call.close()
await delay(keptMs)
process.exit(0)
