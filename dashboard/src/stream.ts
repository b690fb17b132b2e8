/**
 * The collector's stream, one for all tabs of a browser: over HTTP/1.1 a browser opens six connections to a collector and no more, so
 * with a stream in each of six tabs none of them could read anything. The tab that holds the lock has the stream and tells the others.
 */
import type { StreamEvents } from '../../events/api.ts'

/** What a tab hears; `lost` while there is no stream. `data` is JSON text. */
export interface StreamMessage {
  readonly name: keyof StreamEvents | 'lost'
  readonly data: string
}

type Hear = (message: StreamMessage) => void

const names = ['hello', 'alert', 'approvals', 'cases', 'setup', 'rules'] as const
const shared = 'clientkeep-stream'
const retryMsMin = 1000
const retryMsMax = 10_000

/** Opens a stream of this tab's own and keeps it open. Returns how to stop. */
function openStream(hear: Hear): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = retryMsMin

  const onError = () => {
    source?.close()
    clearTimeout(timer)
    timer = setTimeout(open, retryMs)
    retryMs = Math.min(retryMs * 2, retryMsMax)
    hear({ name: 'lost', data: '{}' })
  }
  function open() {
    clearTimeout(timer)
    source?.close()
    source = new EventSource('/api/v1/stream')
    for (const name of names)
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        if (name === 'hello') retryMs = retryMsMin
        hear({ name, data })
      })
    source.addEventListener('error', onError)
  }

  open()
  window.addEventListener('online', open)
  return () => {
    window.removeEventListener('online', open)
    clearTimeout(timer)
    source?.close()
  }
}

/** A newcomer asks how things are; the answer is for it alone, so that nobody else reads everything anew. */
type Between =
  | { readonly kind: 'asks'; readonly from: string }
  | { readonly kind: 'answers'; readonly to: string; readonly message: StreamMessage }
  | { readonly kind: 'tells'; readonly message: StreamMessage }

function shareStream(locks: LockManager, hear: Hear): () => void {
  const channel = new BroadcastChannel(shared)
  const say = (what: Between) => channel.postMessage(what)
  const ending = new AbortController()
  const me = Math.random().toString(36)
  let isLeading = false
  let state: StreamMessage | undefined

  channel.addEventListener('message', ({ data }: MessageEvent<Between>) => {
    if (data.kind === 'asks' && isLeading && state)
      say({ kind: 'answers', to: data.from, message: state })
    if (isLeading) return
    if (data.kind === 'tells' || (data.kind === 'answers' && data.to === me)) hear(data.message)
  })
  const ask = () => {
    if (!isLeading) say({ kind: 'asks', from: me })
  }
  ask()
  window.addEventListener('online', ask)

  const lead = () =>
    new Promise<void>(resolve => {
      isLeading = true
      const stop = openStream(message => {
        if (message.name === 'hello' || message.name === 'lost') state = message
        say({ kind: 'tells', message })
        hear(message)
      })
      ending.signal.addEventListener('abort', () => {
        stop()
        channel.close()
        resolve()
      })
    })
  // Rejects where this tab stops before its turn came.
  locks.request(shared, { signal: ending.signal }, lead).catch(() => channel.close())
  return () => {
    window.removeEventListener('online', ask)
    ending.abort()
  }
}

/** Hears the stream, by way of another tab where one has it. Returns how to stop. */
export function followStream(hear: Hear): () => void {
  // Browsers have locks on secure pages alone.
  const locks: LockManager | undefined = navigator.locks
  return locks ? shareStream(locks, hear) : openStream(hear)
}
