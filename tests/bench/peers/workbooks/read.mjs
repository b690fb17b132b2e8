/* Reads all cells of a workbook with SheetJS or exceljs and prints how many addresses of a list are in it, and the seconds that took. */
import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import * as XLSX from 'xlsx'

const [library = '', list = '', file = ''] = process.argv.slice(2)
const wanted = new Set(readFileSync(list, 'utf8').trim().split('\n'))
const start = performance.now()
const seen = new Set()
const look = cell => {
  if (typeof cell === 'string' && wanted.has(cell)) seen.add(cell)
}
if (library === 'sheetjs') {
  const book = XLSX.read(readFileSync(file), { dense: true })
  for (const name of book.SheetNames) {
    for (const row of XLSX.utils.sheet_to_json(book.Sheets[name], { header: 1 })) row.forEach(look)
  }
} else {
  const options = { sharedStrings: 'cache', worksheets: 'emit', hyperlinks: 'ignore' }
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, options)) {
    for await (const row of sheet) row.values.forEach(look)
  }
}
console.log(
  JSON.stringify({ distinct: seen.size, build_s: 0, search_s: (performance.now() - start) / 1e3 }),
)
