/** Severity as a shape and a word. Without hue: red is kept for customers that are out. */
import { CircleAlert, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import { type Severity, severityWord } from '../words.ts'

const icons = {
  critical: OctagonAlert,
  high: TriangleAlert,
  medium: CircleAlert,
  low: Info,
  informational: Info,
} as const

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const Icon = icons[severity]
  return (
    <span className="severity" data-severity={severity}>
      <Icon size={13} aria-hidden />
      {severityWord(severity)}
    </span>
  )
}
