/** Step-up: a call that asks for it goes through only with a touch over exactly its content, which is recorded before anything is done. */
import type { FastifyRequest } from 'fastify'
import Value from 'typebox/value'
import { TouchHeader } from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import { type Content, needsTouch, takeStepUp } from '../identity/step-up.ts'
import type { Parts } from './app.ts'

/** Base64url of a TouchHeader as JSON. */
const touchHeader = 'x-clientkeep-touch'

function touchOf(text: string) {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    value = undefined
  }
  if (Value.Check(TouchHeader, value)) return value
  throw new Fault('ERR_ACCESS_STEP_UP', `${touchHeader}: is not the answer of a key`)
}

/** Throws Fault ERR_ACCESS_STEP_UP where the touch is missing or over something else. */
export async function needTouch(request: FastifyRequest, parts: Parts): Promise<void> {
  const action = request.routeOptions.config.stepUp
  if (!action || !needsTouch(request.principal, parts.identity)) return
  const header = request.headers[touchHeader]
  if (typeof header !== 'string')
    throw new Fault(
      'ERR_ACCESS_STEP_UP',
      'touch your key to confirm this: the call carries no touch',
    )
  const content: Content = {
    user: request.principal.user,
    method: request.method,
    url: request.url,
    body: request.body ?? null,
  }
  const receipt = await takeStepUp(touchOf(header), content, parts.identity)
  request.touch = receipt.sha256
  const data = { action, method: content.method, url: content.url, ...receipt }
  await parts.decide(request.principal, [{ kind: 'step-up.given', data }])
}
