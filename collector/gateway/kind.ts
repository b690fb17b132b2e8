/** What a response is, by its headers alone: something to look at, a file to take away, a stream without an end, or nothing with text in it. Pure. */
import type { ResponseHeaders } from './headers.ts'

/** `page`: shown or read by a script; `file`: taken away; `endless`: events as they happen; `asset`: pictures, fonts, films. */
export type Kind = 'page' | 'file' | 'endless' | 'asset'

const first = (value: string | string[] | undefined): string => [value].flat()[0] ?? ''

const mediaType = (headers: ResponseHeaders): string =>
  (first(headers['content-type']).split(';')[0] ?? '').trim().toLowerCase()

const endless = new Set(['text/event-stream', 'multipart/x-mixed-replace'])
const assets =
  /^(image\/(?!svg)|font\/|audio\/|video\/|application\/(font|x-font|vnd\.ms-fontobject|wasm))/
const pages =
  /^(text\/(html|plain|xml|javascript|css|x-component)|application\/(json|xml|xhtml\+xml|javascript|x-javascript|x-www-form-urlencoded|graphql|graphql-response\+json|problem\+json|hal\+json|vnd\.api\+json|manifest\+json|ld\+json)|image\/svg\+xml|multipart\/mixed)$/

/** By what the application says; a file is also what is named as one, whatever its type. */
export function kindOf(headers: ResponseHeaders): Kind {
  const type = mediaType(headers)
  const disposition = first(headers['content-disposition']).trim().toLowerCase()
  if (endless.has(type)) return 'endless'
  if (disposition.startsWith('attachment')) return 'file'
  if (assets.test(type)) return disposition.includes('filename') ? 'file' : 'asset'
  return type === '' || pages.test(type) ? 'page' : 'file'
}

/** The name of a file: what the application says (RFC 6266), else the last part of the path. */
export function fileName(headers: ResponseHeaders, path: string): string {
  const disposition = first(headers['content-disposition'])
  const extended = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(disposition)?.[1]
  const quoted = /filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1]
  const plain = /filename\s*=\s*([^;\s"]+)/i.exec(disposition)?.[1]
  const last = path.split('?')[0]?.split('/').at(-1)
  const name = decoded(extended) ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? last ?? ''
  // Only a name: nothing that leads somewhere, and nothing that a terminal would act on.
  const clean = (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, 200)
  return clean === '' ? 'response' : clean
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.trim())
  } catch {
    return undefined
  }
}
