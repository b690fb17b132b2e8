/** What the gateway itself answers to a browser or a program: refusals, and the pages about a held export. Plain HTML without a script. */
import type { OutgoingHttpHeaders } from 'node:http'

/** An answer over HTTP/1.1 or HTTP/2, as far as it is the same for both. */
export interface Response {
  readonly headersSent: boolean
  readonly destroyed: boolean
  readonly writableEnded: boolean
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown
  write(chunk: Uint8Array): boolean
  end(): unknown
  end(chunk: Uint8Array): unknown
  destroy(error?: Error): unknown
  once(event: 'drain' | 'close' | 'finish', listener: () => void): unknown
  off(event: 'drain' | 'close' | 'finish', listener: () => void): unknown
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
  ...{ '"': '&quot;', "'": '&#39;' },
}

/** Text that is put into a page. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, character => escapes[character] ?? character)

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1a1d21}
main{max-width:40rem;margin:6vh auto;background:#fff;padding:2rem;border-radius:12px;box-shadow:0 1px 4px #0002}
h1{font-size:1.4rem;margin-top:0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem}dt{color:#5b6470}dd{margin:0}
textarea{width:100%;box-sizing:border-box;font:inherit;padding:.5rem;border:1px solid #8a939e;border-radius:8px;min-height:5rem}
button,a.button{font:inherit;background:#1f5fbf;color:#fff;border:0;border-radius:8px;padding:.6rem 1.2rem;margin-top:.8rem;cursor:pointer;text-decoration:none;display:inline-block}
@media(max-width:30rem){main{margin:0;border-radius:0;min-height:100vh;box-sizing:border-box;padding:1.2rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
@media(prefers-color-scheme:dark){body{background:#15181c;color:#e7eaee}main{background:#1e2227}dt{color:#a4adb8}textarea{background:#15181c;color:inherit}button,a.button{background:#3b7ddd}}`

/** A whole page; `body` is HTML. `refreshS`: it is looked at again after so many seconds. */
export const page = (title: string, body: string, refreshS?: number): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${
    refreshS === undefined ? '' : `<meta http-equiv="refresh" content="${refreshS}">`
  }<title>${escaped(title)}</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`

const headers = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
} as const

/** Sends a page of ours. */
export function sendPage(response: Response, status: number, html: string): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(html)
  response.writeHead(status, {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
  })
  response.end(body)
}

/** Sends a refusal to a program, in the shape of the collector's own. */
export function sendError(
  response: Response,
  status: number,
  error: { readonly code: string; readonly message: string; readonly url?: string },
  more: OutgoingHttpHeaders = {},
): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(JSON.stringify({ error }))
  response.writeHead(status, {
    ...headers,
    ...more,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  })
  response.end(body)
}

/** Sends the browser elsewhere. */
export function sendAway(response: Response, location: string): void {
  response.writeHead(303, { ...headers, location, 'content-length': 0 })
  response.end()
}

/** Whether somebody looks at the answer: a browser that goes to a page or a download, and no script or program. */
export const isLookedAt = ({ accept }: Readonly<Record<string, unknown>>): boolean =>
  typeof accept === 'string' && accept.includes('text/html')
