/** Grey bones while something loads, in the shape of rows, of fields or of a chart. */

interface Props {
  readonly label: string
  readonly rows?: number
  readonly shape?: 'list' | 'form' | 'chart'
}

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const rowsOf = { list: 4, form: 3, chart: 1 } as const

export function Bones({ label, shape = 'list', rows = rowsOf[shape] }: Props) {
  return (
    <div className="bones" role="status" data-shape={shape}>
      <span className="hidden">{label} …</span>
      {keys.slice(0, rows).map(key => (
        <div key={key} className="bone" />
      ))}
    </div>
  )
}
