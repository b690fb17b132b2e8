/** Names content that is not text by its first bytes. For reasons that people read; it opens nothing. */

/** A content family: `format` is short and stable, `label` is for people. */
export interface Signature {
  readonly format: string
  readonly label: string
}

/** First bytes (latin1) of families that people carry data in; sources: the formats' specifications, file(1). */
const beginnings: readonly (readonly [start: string, format: string, label: string])[] = [
  ['%PDF-', 'pdf', 'a PDF document'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole', 'an old or password-protected Office document (OLE)'],
  ['7z\xbc\xaf\x27\x1c', '7z', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'rar', 'a RAR archive'],
  ['\x1f\x8b', 'gzip', 'a gzip archive'],
  ['BZh', 'bzip2', 'a bzip2 archive'],
  ['\xfd7zXZ\0', 'xz', 'an xz archive'],
  ['\x28\xb5\x2f\xfd', 'zstd', 'a zstd archive'],
  ['SQLite format 3\0', 'sqlite', 'an SQLite database'],
  ['!BDN', 'pst', 'an Outlook mail store'],
  ['PAR1', 'parquet', 'a Parquet table'],
  ['\x89PNG', 'png', 'a PNG image'],
  ['\xff\xd8\xff', 'jpeg', 'a JPEG image'],
  ['GIF8', 'gif', 'a GIF image'],
  ['MZ', 'exe', 'a Windows program'],
  ['\x7fELF', 'elf', 'a Linux program'],
]

/** Names of first entries that tell what a ZIP container is. */
const zipMarks: readonly (readonly [mark: string, format: string, label: string])[] = [
  ['opendocument.spreadsheet', 'ods', 'an OpenDocument spreadsheet'],
  ['opendocument', 'odf', 'an OpenDocument document'],
  ['xl/', 'xlsx', 'an Excel workbook'],
  ['word/', 'docx', 'a Word document'],
  ['ppt/', 'pptx', 'a PowerPoint presentation'],
  ['[Content_Types].xml', 'ooxml', 'an Office document'],
]

/** The family of content that is known not to be text, or undefined. */
export function signatureOf(head: Uint8Array): Signature | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  if (bytes.startsWith('PK\x03\x04') || bytes.startsWith('PK\x05\x06')) {
    const [, format, label] = zipMarks.find(([mark]) => bytes.includes(mark)) ?? [
      '',
      'zip',
      'a ZIP archive',
    ]
    return { format, label }
  }
  const known = beginnings.find(([start]) => bytes.startsWith(start))
  if (known) return isPlainText(known[0], head) ? undefined : { format: known[1], label: known[2] }
  return bytes.startsWith('ustar', 257) ? { format: 'tar', label: 'a tar archive' } : undefined
}

/** `MZ`, `BZh`, `GIF8` and `PAR1` are also how a text may begin; then no NUL follows. */
const isPlainText = (start: string, head: Uint8Array): boolean =>
  /^[A-Z][A-Za-z0-9]+$/.test(start) && head.every(byte => byte > 8)
