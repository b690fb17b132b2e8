/** Names of kinds of keys: from the FIDO metadata file where one is given, else from a list that comes along. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Logger } from 'pino'
import Type from 'typebox'
import Value from 'typebox/value'
import type { KeyModel } from './webauthn.ts'

/** A key that says nothing about its kind. */
export const noAaguid = '00000000-0000-0000-0000-000000000000'

export interface Models {
  /** The name of a kind, its AAGUID where none is known. */
  name(aaguid: string): Promise<string>
  /** What the metadata file says; undefined where it does not know the kind, or there is no file. */
  described(aaguid: string): Promise<KeyModel | undefined>
  /** How many kinds the metadata file knows; null without one. */
  readonly known: number | null
}

const Names = Type.Record(Type.String(), Type.String())

/** `file` is FIDO's metadata file (`blob.jwt`), read when the first key is registered. */
export function openModels(file: string | undefined, log: Logger): Models {
  let described: Map<string, KeyModel> | undefined
  let names: Record<string, string> | undefined
  async function load(): Promise<Map<string, KeyModel>> {
    if (described) return described
    described = new Map()
    if (file === undefined) return described
    try {
      const { useMetadata } = await import('./webauthn.ts')
      for (const model of await useMetadata(readFileSync(file, 'utf8').trim()))
        described.set(model.aaguid, model)
    } catch (error) {
      log.error(
        { err: error, file },
        'the FIDO metadata file cannot be used; keys are not traced to makers',
      )
    }
    return described
  }
  return {
    name: async aaguid => {
      if (aaguid === noAaguid) return 'a key that does not say which kind it is'
      const model = (await load()).get(aaguid)
      names ??= Value.Parse(Names, createRequire(import.meta.url)('aaguids/aaguids.json'))
      return model?.name ?? names[aaguid] ?? aaguid
    },
    described: async aaguid => (await load()).get(aaguid),
    get known() {
      return file === undefined ? null : (described?.size ?? null)
    },
  }
}
