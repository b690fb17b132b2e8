/** Edits the policy as a form and as text, shows whom a change would touch, and only then sets it, with a touch. */
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setup } from '../../../events/api.ts'
import type { WatchPolicy } from '../../../events/policy.ts'
import { adminApi, adminKey } from '../admin-api.ts'
import { identityApi } from '../api-identity.ts'
import { notify } from '../notices.ts'
import { readPolicy, textOf } from '../policy-text.ts'
import { setupQuery } from '../queries.ts'
import { useReadAgain } from '../read-again.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'
import { PolicyFields } from './policy-fields.tsx'
import { PolicyPreview } from './policy-preview.tsx'
import { PolicyState } from './policy-state.tsx'

interface Props {
  readonly setup: Pick<Setup, 'watch' | 'endpoints'>
  readonly text: string
  readonly onText: (text: string) => void
}

export function PolicyEditor({ setup: { watch, endpoints }, text, onText }: Props) {
  const readAgain = useReadAgain()
  const may = useMay()
  const [seen, setSeen] = useState<string | null>(null)
  const read = readPolicy(text)
  const isOff = !may('setup.change')
  const isChanged = text !== textOf(watch.policy)
  const preview = useMutation({
    mutationFn: adminApi.preview,
    onSuccess: () => setSeen(text),
  })
  const save = useMutation({
    mutationFn: identityApi.watch,
    onSuccess: saved => {
      const before = watch.policy
      preview.reset()
      onText(textOf(saved))
      notify(t('admin.policy.saved'), () => save.mutate(before))
      readAgain(setupQuery.queryKey, adminKey)
    },
  })
  const change = (next: string) => {
    preview.reset()
    save.reset()
    onText(next)
  }
  const fault =
    'policy' in read
      ? undefined
      : read.fault === 'shape'
        ? t('admin.policy.fault.shape')
        : t('admin.policy.fault.syntax', { line: read.line, what: read.what })
  const onPolicy = (act: (policy: WatchPolicy) => void) => () => {
    if ('policy' in read) act(read.policy)
  }
  return (
    <>
      <div className={css.editor}>
        {'policy' in read ? (
          <PolicyFields
            policy={read.policy}
            isOff={isOff}
            onChange={policy => change(textOf(policy))}
          />
        ) : (
          <p className="quiet">{t('admin.policy.formWaits')}</p>
        )}
        <Textarea
          label={t('admin.policy.text')}
          description={t('admin.policy.textHelp')}
          autosize
          minRows={18}
          maxRows={40}
          spellCheck={false}
          readOnly={isOff}
          value={text}
          error={fault}
          onChange={event => change(event.currentTarget.value)}
        />
      </div>
      {preview.isError && <Failure error={preview.error} />}
      {preview.data && <PolicyPreview preview={preview.data} />}
      {save.isError && <Failure error={save.error} />}
      {isChanged && !isOff ? (
        <p className={css.cardEnd}>
          <Button variant="subtle" onClick={() => change(textOf(watch.policy))}>
            {t('setup.discard')}
          </Button>
          <Button
            variant={seen === text ? 'default' : 'filled'}
            disabled={fault !== undefined}
            loading={preview.isPending}
            onClick={onPolicy(preview.mutate)}
          >
            {t('admin.policy.preview')}
          </Button>
          <Button
            disabled={fault !== undefined || seen !== text || !preview.data}
            loading={save.isPending}
            onClick={onPolicy(save.mutate)}
          >
            {t('admin.policy.save')}
          </Button>
        </p>
      ) : (
        <PolicyState endpoints={endpoints} version={watch.version} />
      )}
    </>
  )
}
