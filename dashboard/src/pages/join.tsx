/** Registers a key by invitation and signs in with it. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { identityApi } from '../api-identity.ts'
import { Failure } from '../parts/failure.tsx'
import { sessionQuery } from '../queries.ts'
import { useTitle } from '../title.ts'
import { takeToken } from '../token.ts'

export function Join() {
  useTitle('Register your key')
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [token] = useState(takeToken)
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
      <h1>Register your key</h1>
      {token === null ? (
        <p>
          This page needs the whole link that you were sent. If you have used it,{' '}
          <Link href="/sign-in">sign in with your key</Link>.
        </p>
      ) : (
        <form onSubmit={submit} className="form">
          <p>
            From now on you sign in by touching this key. Your browser asks for its PIN and shows
            which kind it is: allow that, or the key may be refused.
          </p>
          <TextInput
            label="A name for this key"
            description="So that you know which one it is, e.g. blue, on my key ring"
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
            Register and sign in
          </Button>
        </form>
      )}
    </main>
  )
}
