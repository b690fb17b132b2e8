/** An empty list that teaches: what will appear here, and the one step that is missing for it. */
import { Button } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

interface Props {
  readonly icon?: LucideIcon
  readonly title: string
  readonly step?: { readonly href: string; readonly label: string } | undefined
  readonly children?: ReactNode
}

export function Empty({ icon: Icon, title, step, children }: Props) {
  return (
    <div className="empty" data-testid="empty">
      {Icon && <Icon size={28} aria-hidden />}
      <h2>{title}</h2>
      {children}
      {step && (
        <Button component={Link} href={step.href} size="sm">
          {step.label}
        </Button>
      )}
    </div>
  )
}
