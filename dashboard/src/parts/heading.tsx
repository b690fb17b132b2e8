/** Headings that fit where they stand: an alert is a page on a phone and a part of the queue beside it. */
import { createContext, type ReactNode, useContext } from 'react'

type Tag = 'h1' | 'h2' | 'h3' | 'h4'

const tags: readonly Tag[] = ['h1', 'h2', 'h3', 'h4']
const Base = createContext(1)

/** Sets the level of the title of what is inside. */
export const HeadingBase = Base.Provider

interface Props {
  /** 0 is the title itself, 1 a section of it, 2 a part of a section. */
  readonly below: 0 | 1 | 2
  readonly id?: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** Titles can take the focus, so that a reader can be led there. */
export function Heading({ below, id, className, children }: Props) {
  const Title = tags[useContext(Base) + below - 1] ?? 'h4'
  return (
    <Title id={id} className={className} tabIndex={below === 0 ? -1 : undefined}>
      {children}
    </Title>
  )
}
