/** Dates in spreadsheets are numbers of days that a style shows as a date (ECMA-376 18.8.30): here they become the date again. */

/** Numbers of formats that every workbook has and that show a date. */
const builtIn = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])
const dayMs = 86_400_000
/** Day 0 of the count from 1900, which takes that year for a leap year; and of the other, from 1904. */
const epoch1900 = Date.UTC(1899, 11, 30)
const days1904 = 1462
const daysMax = 80_000

/** Which styles show a date, and how days are counted. */
export interface DateStyles {
  readonly styles: ReadonlySet<number>
  readonly is1904: boolean
}

/** Whether a format's code shows days or years; colours and texts in it do not count. */
export const isDateCode = (code: string): boolean =>
  /[ydj]/i.test(code.replaceAll(/\[[^\]]*\]|"[^"]*"|\\./g, '')) && !/^general$/i.test(code.trim())

/** Whether the format with this number shows a date; `codes` are the workbook's own. */
export const isDateFormat = (number: number, codes: ReadonlyMap<number, string>): boolean => {
  const code = codes.get(number)
  return code === undefined ? builtIn.has(number) : isDateCode(code)
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? ''

/** Reads `xl/styles.xml` and `xl/workbook.xml`. */
export function readDateStyles(stylesXml: string, workbookXml: string): DateStyles {
  const codes = new Map<number, string>()
  for (const [tag] of stylesXml.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    codes.set(
      Number(attribute(tag, 'numFmtId')),
      attribute(tag, 'formatCode').replaceAll('&quot;', '"'),
    )
  }
  const [, cells = ''] =
    /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(stylesXml) ?? []
  const formats = [...cells.matchAll(/<(?:\w+:)?xf\s[^>]*>/g)].map(([tag]) =>
    Number(attribute(tag, 'numFmtId')),
  )
  const styles = new Set(
    formats.flatMap((format, style) => (isDateFormat(format, codes) ? [style] : [])),
  )
  return { styles, is1904: /\sdate1904=["'](?:1|true)["']/.test(workbookXml) }
}

/** The day of a number as `1980-05-03`; undefined where it is none. */
export function dateOfSerial(serial: number, is1904: boolean): string | undefined {
  const days = Math.floor(serial) + (is1904 ? days1904 : 0)
  if (!(days > 0 && days < daysMax)) return undefined
  return new Date(epoch1900 + days * dayMs).toISOString().slice(0, 10)
}
