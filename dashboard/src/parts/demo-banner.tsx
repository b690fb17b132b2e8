/** Says that this is a demo, plays it again for real, and how to start with real data. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { api } from '../api.ts'
import { announce } from '../notices.ts'
import { Copyable } from './copyable.tsx'

export function DemoBanner() {
  const copy = useMutation({
    mutationFn: api.demoCopy,
    onSuccess: () => announce('The sample manager copied another export'),
  })
  return (
    <aside className="strip" data-kind="demo" aria-label="Demo">
      <FlaskConical size={16} aria-hidden />
      <p aria-live="polite">
        {copy.isError
          ? `Not copied: ${copy.error.message}`
          : copy.isSuccess
            ? 'Another export was just copied to the stick. It appears in the queue in a moment.'
            : 'Demo with invented customers; the agent, the files and the rules are real.'}
      </p>
      <Button
        size="compact-sm"
        variant="default"
        loading={copy.isPending}
        onClick={() => copy.mutate()}
      >
        Copy again
      </Button>
      <span className="strip-end">
        Start for real: <Copyable text="npm start" label="command" />
      </span>
    </aside>
  )
}
