/** Character references of XML and HTML. The few names that stand inside identifiers and names; not HTML's two thousand. */

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  commat: '@',
  period: '.',
  plus: '+',
  hyphen: '-',
  dash: '-',
  ndash: '–',
  mdash: '—',
  lowbar: '_',
  sol: '/',
  lpar: '(',
  rpar: ')',
  num: '#',
  colon: ':',
  semi: ';',
  comma: ',',
  Tab: '\t',
  NewLine: '\n',
  shy: '\u00ad',
  zwnj: '\u200c',
  zwj: '\u200d',
}

/** ISO 8859-1 letters in the order of their codes from 192 on (HTML 4, section 24.2.1). */
const latin =
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
const names = new Map([
  ...Object.entries(named),
  ...latin
    .split(' ')
    .map((name, index): [string, string] => [name, String.fromCharCode(192 + index)]),
])

function characterOf(whole: string, body: string): string {
  if (!body.startsWith('#')) return names.get(body) ?? whole
  const isHex = body[1] === 'x' || body[1] === 'X'
  const code = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

/** The text with its character references resolved; unknown ones stay. */
export const decodeEntities = (text: string): string =>
  text.replaceAll(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,8});/gi, characterOf)
