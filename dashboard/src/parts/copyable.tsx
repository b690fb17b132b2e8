/** A command or hash with a button that copies it. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../notices.ts'
import { t } from '../text.ts'

interface Props {
  readonly text: string
  /** What is shown when the whole is too long. */
  readonly shown?: string
  readonly label: string
}

const doneMs = 2000

export function Copyable({ text, shown = text, label }: Props) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    announce(t('shell.copied', { label }))
    setCopied(true)
    setTimeout(() => setCopied(false), doneMs)
  }
  return (
    <span className="copyable">
      <code title={shown === text ? undefined : text}>{shown}</code>
      <button
        type="button"
        className="icon-button"
        aria-label={t('shell.copy', { label })}
        onClick={copy}
      >
        {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </button>
    </span>
  )
}
