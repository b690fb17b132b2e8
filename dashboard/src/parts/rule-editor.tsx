/** An editor for the YAML of a rule: colours, folding of the eye by indentation, faults at their lines, words of Sigma and fields of events as they are typed. */
import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import {
  bracketMatching,
  defaultHighlightStyle,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { RuleCheck } from '../../../events/rule-book.ts'
import { t } from '../text.ts'

interface Props {
  readonly text: string
  readonly isReadOnly: boolean
  readonly fields: readonly string[]
  readonly onChange: (text: string) => void
  readonly check: (text: string) => Promise<RuleCheck>
}

/** Sigma 2.1, and what we add under `clientkeep`. */
const words = [
  ...['title', 'id', 'name', 'status', 'level', 'description', 'logsource', 'detection'],
  ...['condition', 'falsepositives', 'tags', 'references', 'author', 'date', 'correlation'],
  ...['product', 'category', 'service', 'selection', 'filter', 'clientkeep', 'points', 'runbook'],
  ...['tests', 'expect', 'event', 'events', 'repeat', 'every', 'type', 'rules', 'group-by'],
  ...['timespan', 'generate', 'baseline', 'absence', 'suppress', 'event_count', 'value_count'],
  ...['value_sum', 'temporal', 'temporal_ordered', 'experimental', 'critical', 'medium'],
]
const modifiers = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  'cidr',
  'gte',
  'gt',
  'lte',
  'lt',
  'exists',
  'cased',
  'fieldref',
]
const ocsf = [
  ...['activity_name', 'class_uid', 'file.name', 'file.ext', 'file.path', 'file.size', 'time'],
  ...['file.is_encrypted', 'device.hostname', 'actor.user.name', 'actor.process.name'],
  ...['peripheral_device.name', 'web_resources.name', 'http_request.url.hostname', 'email.to'],
]

const completions = (fields: readonly string[]) => (context: CompletionContext) => {
  const word = context.matchBefore(/[\w.|-]*/)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const bar = word.text.lastIndexOf('|')
  if (bar >= 0)
    return {
      from: word.from + bar + 1,
      options: modifiers.map(label => ({ label, type: 'function' })),
    }
  return {
    from: word.from,
    options: [
      ...words.map(label => ({ label, type: 'keyword' })),
      ...[...ocsf, ...fields].map(label => ({ label, type: 'property' })),
    ],
  }
}

/** Colours that hold in both themes. */
const colours = HighlightStyle.define([
  {
    tag: [tags.propertyName, tags.definition(tags.propertyName)],
    color: 'var(--accent-ink, var(--accent))',
  },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
])

const theme = EditorView.theme({
  '&': {
    border: '1px solid var(--line-strong)',
    borderRadius: '8px',
    background: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: '13px',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', maxHeight: '60vh', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': { background: 'var(--raised)', color: 'var(--ink-2)', border: 'none' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    background: 'var(--accent-soft) !important',
  },
  '.cm-tooltip': {
    background: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
})

function diagnosticsOf(view: EditorView, { faults, warnings, tests }: RuleCheck): Diagnostic[] {
  const at = (line: number, column: number) => {
    const { from, to } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
    return { from: Math.min(to, from + Math.max(0, column - 1)), to }
  }
  const said = (severity: Diagnostic['severity'], of: RuleCheck['faults']): Diagnostic[] =>
    of.map(({ line, column, message }) => ({ ...at(line, column), severity, message }))
  const failed = tests
    .filter(({ pass }) => !pass)
    .map(({ name, line, expected, actual }) => ({
      ...at(line, 1),
      severity: 'error' as const,
      message: t('rules.testFailed', { name, expected, actual }),
    }))
  return [...said('error', faults), ...said('warning', warnings), ...failed]
}

export default function RuleEditor({ text, isReadOnly, fields, onChange, check }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const handlers = useRef({ onChange, check })
  handlers.current = { onChange, check }
  useEffect(() => {
    if (!place.current) return
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          ...[lineNumbers(), history(), indentOnInput(), bracketMatching(), yaml(), theme],
          ...[
            syntaxHighlighting(colours),
            syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
          ],
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': t('rules.text') }),
          EditorState.readOnly.of(isReadOnly),
          keymap.of([...completionKeymap, ...lintKeymap, ...defaultKeymap, ...historyKeymap]),
          ...(isReadOnly
            ? []
            : [
                lintGutter(),
                autocompletion({ override: [completions(fields)] }),
                linter(
                  async editor =>
                    diagnosticsOf(
                      editor,
                      await handlers.current.check(editor.state.doc.toString()),
                    ),
                  { delay: 600 },
                ),
                EditorView.updateListener.of(({ docChanged, state }) => {
                  if (docChanged) handlers.current.onChange(state.doc.toString())
                }),
              ]),
        ],
      }),
    })
    return () => view.destroy()
  }, [])
  return <div ref={place} data-testid="rule-editor" />
}
