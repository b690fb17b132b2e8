/**
 * What checks requests and writes answers by the schemas of their routes, compiled at the first use of each: a collector starts without the
 * work for a hundred routes, and keeps no code for those that nobody calls.
 */
import ajv from '@fastify/ajv-compiler'
import stringify from '@fastify/fast-json-stringify-compiler'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'

/** The value that `make` gives, made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Fastify's own validators, later. A schema that does not compile answers 500 at its first request: the fuzz test calls every route. */
export function lateValidators(): FastifySchemaCompiler<unknown> {
  const compile = ajv()({}, { customOptions: {} })
  return route => {
    const check = once(() => compile({ schema: route.schema }))
    return data => {
      const isGood = check()(data) === true
      return isGood || { error: check().errors ?? [] }
    }
  }
}

/** Fastify's own serializers, later. */
export function lateSerializers(): FastifySerializerCompiler<unknown> {
  const compile = stringify()({}, {})
  return ({ httpStatus = '', ...route }) => {
    const write = once(() => compile({ ...route, httpStatus }))
    return value => write()(value)
  }
}
