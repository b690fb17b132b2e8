/** Every error as an ErrorReply: Faults with their status, schema faults as 400, bugs as 500 without their text. */
import type { FastifyError } from 'fastify'
import type { ErrorReply } from '../../events/api.ts'
import { Fault, faultCodes, systemCode } from '../../events/fault.ts'
import type { App } from './app.ts'

const replyOf = (code: string, message: string, details?: Record<string, unknown>): ErrorReply => ({
  error: { code, message, ...(details && Object.keys(details).length > 0 ? { details } : {}) },
})

/** Seconds after which to try again, as the Fault says; one where it does not. */
function retryAfter(error: FastifyError | Fault): number {
  const seconds = error instanceof Fault ? error.details.retry_after_s : undefined
  return typeof seconds === 'number' ? seconds : 1
}

/** The status and body of an error. */
function answer(error: FastifyError | Fault): { status: number; body: ErrorReply } {
  if (error instanceof Fault) {
    return {
      status: faultCodes[error.code].status,
      body: replyOf(error.code, error.message, { ...error.details }),
    }
  }
  if (error.validation) {
    const faults = error.validation.map(
      ({ instancePath, keyword, params, message }) =>
        `${instancePath.slice(1).replaceAll('/', '.') || error.validationContext}: ${keyword === 'minLength' ? `write at least ${params.limit} characters` : message}`,
    )
    return { status: 400, body: replyOf('ERR_INPUT_INVALID', faults.join('; ')) }
  }
  if (systemCode(error) === 'ENOSPC') {
    return {
      status: 507,
      body: replyOf('ERR_DISK_FULL', "the collector's disk is full; free some space and try again"),
    }
  }
  const status = error.statusCode ?? 500
  if (status === 413)
    return {
      status,
      body: replyOf('ERR_INPUT_TOO_LARGE', 'the request is larger than this route takes'),
    }
  if (status < 500) return { status, body: replyOf('ERR_INPUT_INVALID', error.message) }
  return {
    status,
    body: replyOf('ERR_INTERNAL', 'the collector has a bug here; its log tells more'),
  }
}

export function errors(app: App): void {
  app.setErrorHandler<FastifyError | Fault>((error, request, reply) => {
    const { status, body } = answer(error)
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    if (status === 429 || status === 503) reply.header('retry-after', String(retryAfter(error)))
    reply.code(status).send(body)
  })
}
