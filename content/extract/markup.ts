/** HTML and XML as text: tags and attributes taken apart, character references resolved. Runs no script and fetches nothing. */
import { decoded, decodeWhole } from './decode.ts'
import { encodingOf } from './encoding.ts'
import { extractor } from './extractor.ts'
import { withInlineBase64 } from './inline-base64.ts'
import { type Markup, markupText } from './xml-text.ts'

const blocks =
  'address article aside blockquote body caption dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol option p pre script section select style table tbody textarea tfoot thead title tr ul'
const blockMarks = Object.fromEntries(
  blocks.split(' ').flatMap(name => [
    [`<${name}`, ' '],
    [`/${name}`, '\n'],
  ]),
)

/** Words joined by `<b>` or `<span>` stay joined; blocks end lines, cells end with a tab. */
const htmlMarkup: Markup = {
  marks: {
    ...blockMarks,
    '<br': '\n',
    '/td': '\t',
    '/th': '\t',
    '<li': '\n',
  },
  otherMark: '',
  attributesOf: new Set([
    'a',
    'img',
    'input',
    'meta',
    'td',
    'option',
    'link',
    'area',
    'body',
    'tr',
    'div',
    'span',
    'button',
    'form',
    'object',
    'iframe',
    'textarea',
  ]),
  table: { cells: new Set(['td', 'th']), row: 'tr' },
  lineEnd: ' ',
  keepLinesIn: new Set(['pre', 'script', 'style', 'textarea']),
}

const xmlMarkup: Markup = { marks: {}, otherMark: '\t', attributesOf: 'all' }

/** The first characters of content that is text, without a byte order mark and white space. */
function beginningOf(head: Uint8Array): string {
  const before = beginnings.get(head)
  if (before !== undefined) return before
  const whole = head.length % 2 === 0 || head.length === 1 ? head : head.subarray(0, -1)
  const text = encodingOf(head) === undefined ? '' : decodeWhole(whole)
  const beginning = text.replace(/^\ufeff?\s+/, '').replace(/^\ufeff/, '')
  beginnings.set(head, beginning)
  return beginning
}

/** Both look at the same head. */
const beginnings = new WeakMap<Uint8Array, string>()

const htmlBeginning =
  /^(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype html|html|head|body|table|div|meta|title|script|style|p|h1|span|font|center|b|br|ul|ol|a)[\s>/]/i

export const html = extractor({
  name: 'html',
  summary: 'HTML pages and tables',
  isPlain: true,
  detect: head => htmlBeginning.test(beginningOf(head)),
  text: (content, extracting) =>
    withInlineBase64(markupText(decoded(content.stream()), htmlMarkup), extracting),
})

export const xml = extractor({
  name: 'xml',
  summary: 'XML of any kind',
  isPlain: true,
  detect: head => /^<(?:\?xml|!DOCTYPE|[A-Za-z_][\w.:-]*[\s>/])/.test(beginningOf(head)),
  text: (content, extracting) =>
    withInlineBase64(markupText(decoded(content.stream()), xmlMarkup), extracting),
})
