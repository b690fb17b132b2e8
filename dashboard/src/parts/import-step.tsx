/** Imports a CSV: drop or choose, the report of what happened, the same as a command. A failed upload keeps its file for another try. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { announce } from '../notices.ts'
import { t } from '../text.ts'
import { size } from '../words.ts'
import { Copyable } from './copyable.tsx'
import { Failure } from './failure.tsx'
import { ImportOutcome } from './import-outcome.tsx'
import type { ImportKind } from './imports.ts'
import css from './setup.module.css'

interface Props {
  readonly kind: ImportKind
  readonly region: string
}

function Columns({ kind: { columns, name }, region }: Props) {
  return (
    <details className={css.columns}>
      <summary>{t('setup.columns')}</summary>
      <table className={css.plain}>
        <thead>
          <tr>
            <th scope="col">{t('setup.column')}</th>
            <th scope="col">{t('setup.example')}</th>
            <th scope="col">{t('setup.whatFor')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(column => (
            <tr key={column.name}>
              <td className="mono">{column.name}</td>
              <td className="mono">{column.example}</td>
              <td>{t(`setup.note.${column.note}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        {t('setup.languages')}
        {name === 'customers' && ` ${t('setup.region', { region })}`}
      </p>
    </details>
  )
}

export function ImportStep({ kind, region }: Props) {
  const client = useQueryClient()
  const [isOver, setOver] = useState(false)
  const upload = useMutation({
    mutationFn: kind.send,
    onSuccess: async report => {
      announce(t('setup.importAnnounced', report))
      await Promise.all(
        ['setup', 'people', 'alerts'].map(key => client.invalidateQueries({ queryKey: [key] })),
      )
    },
  })
  const file = upload.variables
  const take = (files: FileList | null) => {
    const chosen = files?.[0]
    if (chosen) upload.mutate(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <>
      <p>{t(`setup.intro.${kind.name}`)}</p>
      <label
        className={css.drop}
        data-over={isOver}
        data-busy={upload.isPending}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileUp size={20} aria-hidden />
        <span aria-live="polite">
          {upload.isPending && file
            ? t('setup.reading', { file: file.name, size: size(file.size) })
            : t.rich(`setup.drop.${kind.name}`, { u: words => <u>{words}</u> })}
        </span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          data-testid={`import-${kind.name}`}
          disabled={upload.isPending}
          onChange={event => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </label>
      {upload.isError && (
        <Failure error={upload.error} onRetry={() => file && upload.mutate(file)} />
      )}
      {upload.data && <ImportOutcome report={upload.data} kind={kind} />}
      <Columns kind={kind} region={region} />
      <p className={css.command}>
        <span className="quiet">{t('setup.sameCommand')}</span>
        <Copyable text={kind.command} label={t('shell.command')} />
      </p>
    </>
  )
}
