/** Text that rules and faults bring along: paragraphs, numbered steps and `code`, whatever the line breaks of the file it was written in. */
import { useRuleText } from '../said/words.ts'
import css from './alert.module.css'

interface Block {
  readonly isSteps: boolean
  /** One paragraph, or the steps of one list. */
  readonly texts: readonly string[]
}

const joined = (texts: readonly string[], line: string): readonly string[] =>
  texts.with(-1, `${texts.at(-1)} ${line}`)

/** A step begins with `1. `, a paragraph after an empty line; other lines go on with what was before. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  let isGap = true
  for (const line of text.split('\n').map(each => each.trim())) {
    const step = /^\d+\. +(.*)$/.exec(line)?.[1]
    const last = blocks.at(-1)
    if (step !== undefined && last?.isSteps)
      blocks.splice(-1, 1, { isSteps: true, texts: [...last.texts, step] })
    else if (step !== undefined) blocks.push({ isSteps: true, texts: [step] })
    else if (line !== '' && last && !isGap)
      blocks.splice(-1, 1, { ...last, texts: joined(last.texts, line) })
    else if (line !== '') blocks.push({ isSteps: false, texts: [line] })
    isGap = line === ''
  }
  return blocks
}

/** A line of text with its `code` as code. */
export function Inline({ text }: { readonly text: string }) {
  const parts = text.split('`').map((part, at) => ({ part, at }))
  return parts.map(({ part, at }) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))
}

export function Prose({ text }: { readonly text: string }) {
  const say = useRuleText()
  return (
    <div className={css.prose}>
      {blocksOf(text).map(({ isSteps, texts }) =>
        isSteps ? (
          <ol key={texts[0]}>
            {texts.map(step => (
              <li key={step}>
                <Inline text={say(step)} />
              </li>
            ))}
          </ol>
        ) : (
          <p key={texts[0]}>
            <Inline text={say(texts[0] ?? '')} />
          </p>
        ),
      )}
    </div>
  )
}
