/** Grey bones while something loads, in the shape of rows. */

interface Props {
  readonly label: string
  readonly rows?: number
}

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

export function Bones({ label, rows = 4 }: Props) {
  return (
    <div className="bones" role="status">
      <span className="hidden">{label} …</span>
      {keys.slice(0, rows).map(key => (
        <div key={key} className="bone" />
      ))}
    </div>
  )
}
