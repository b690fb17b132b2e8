/** Where a file was downloaded from, as browsers and mail programs note it in a stream beside the file (MS-FSCC 5.6.1, `Zone.Identifier`). Pure. */

/** The address that the file came from, else the page that led there; undefined where neither is an address of the web. */
export function originIn(stream: string): string | undefined {
  const values = new Map(
    stream.split(/\r?\n/).flatMap(line => {
      const at = line.indexOf('=')
      return at > 0
        ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const]
        : []
    }),
  )
  return [values.get('hosturl'), values.get('referrerurl')].find(
    address => address !== undefined && /^https?:\/\//i.test(address),
  )
}
