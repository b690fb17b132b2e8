/** Registers a key by invitation and signs in with it. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { identityApi } from '../api-identity.ts'
import { Failure } from '../parts/failure.tsx'
import { sessionQuery } from '../queries.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { readToken, takeToken } from '../token.ts'

export default function Join() {
  useTitle(t('access.register'))
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [token] = useState(readToken)
  useEffect(() => {
    takeToken()
  }, [])
  const [label, setLabel] = useState('')
  const join = useMutation({
    mutationFn: () => identityApi.join(token ?? '', label),
    onSuccess: session => {
      client.setQueryData(sessionQuery.queryKey, session)
      navigate('/account', { replace: true })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    join.mutate()
  }
  return (
    <main className="sign-in">
      <img src="/favicon.svg" alt="" width={40} height={40} />
      <h1>{t('access.register')}</h1>
      {token === null ? (
        <p>
          {t.rich('access.wholeLink', {
            link: words => <Link href="/sign-in">{words}</Link>,
          })}
        </p>
      ) : (
        <form onSubmit={submit} className="form">
          <p>{t('access.registerText')}</p>
          <TextInput
            label={t('access.keyName')}
            description={t('access.keyNameMeans')}
            value={label}
            maxLength={100}
            onChange={event => setLabel(event.currentTarget.value)}
          />
          {join.isError && <Failure error={join.error} />}
          <Button
            type="submit"
            size="md"
            fullWidth
            leftSection={<KeyRound size={18} aria-hidden />}
            loading={join.isPending}
          >
            {t('access.registerDo')}
          </Button>
        </form>
      )}
    </main>
  )
}
