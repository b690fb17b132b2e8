/** Pages of a CRM for the bench: every one different, 20 customers of the base in a table, and menus around it. */

export const pageCount = 500
const customersPerPage = 20
const customers = 5000

const row = (index: number): readonly string[] => [
  `C-${10_000 + index}`,
  `Customer ${index}`,
  `c${index}@firm${index}.example`,
  `+49 30 2${String(index).padStart(6, '0')}`,
  'Berlin',
]

const header = ['Customer Number', 'Name', 'Email', 'Phone', 'City']

/** The base as a file to import. */
export const baseCsv = (): string =>
  [header, ...Array.from({ length: customers }, (_, index) => row(index))]
    .map(cells => cells.join(','))
    .join('\n')

/** An export of at least so many bytes; its rows repeat the base. */
export function exportCsv(bytes: number): Buffer {
  const lines = [header.join(',')]
  let length = 0
  for (let index = 0; length < bytes; index += 1) {
    const line = row(index % customers).join(',')
    lines.push(line)
    length += line.length + 1
  }
  return Buffer.from(lines.join('\n'))
}

const menu = Array.from(
  { length: 90 },
  (_, index) =>
    `<li class="menu-item level-${index % 3}"><a href="/module/${index}?view=list" title="Open module ${index}">Module ${index}</a></li>`,
).join('\n')

const script = `<script>${'window.app=window.app||{};app.register("list",{sortable:true,columns:5});\n'.repeat(30)}</script>`

/** Page by number, as bytes of HTML: some 18 KB. */
export function pageOf(number: number): Buffer {
  const rows = Array.from({ length: customersPerPage }, (_, at) => {
    const index = (number * customersPerPage + at) % customers
    const cells = row(index).map(cell => `<td class="cell">${cell}</td>`)
    return `<tr><td><input type="checkbox" name="check[]" value="${index}"></td>${cells.join('')}</tr>`
  })
  return Buffer.from(
    `<!doctype html><html><head><meta name="csrf" content="${number}-${number * 7919}"><title>Customers</title></head><body><nav><ul>${menu}</ul></nav><table>${rows.join('\n')}</table>${script}</body></html>`,
  )
}
