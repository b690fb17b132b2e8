/** Names of kinds of keys: from the FIDO metadata file where one is given, else from a list that comes along. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Logger } from 'pino'
import Type from 'typebox'
import Value from 'typebox/value'
import type { Config } from '../config.ts'
import type { KeyModel } from './webauthn.ts'

/** A key that says nothing about its kind. */
export const noAaguid = '00000000-0000-0000-0000-000000000000'

export interface Models {
  /** The name of a kind, its AAGUID where none is known. */
  name(aaguid: string): Promise<string>
  /** What the metadata file says; undefined where it does not know the kind, or there is no file. */
  described(aaguid: string): Promise<KeyModel | undefined>
  /** Reads the metadata file where there is one; it is read at most once. */
  ready(): Promise<void>
  /** Why the metadata file warns of a kind, as far as it is read. */
  broken(aaguid: string): string | undefined
  /** How many kinds the metadata file knows; null without one. */
  readonly known: number | null
}

const Names = Type.Record(Type.String(), Type.String())

/** `file` is FIDO's metadata file (`blob.jwt`), read when the first key is registered. */
export function openModels(
  { fido_metadata_file: file, fido_metadata_root_file: rootFile }: Config['identity'],
  log: Logger,
): Models {
  let described: Map<string, KeyModel> | undefined
  let reading: Promise<Map<string, KeyModel>> | undefined
  let names: Record<string, string> | undefined
  async function read(): Promise<Map<string, KeyModel>> {
    const found = new Map<string, KeyModel>()
    try {
      const { useMetadata } = await import('./webauthn.ts')
      const roots = rootFile === undefined ? undefined : readFileSync(rootFile, 'utf8')
      if (file !== undefined)
        for (const model of await useMetadata(readFileSync(file, 'utf8').trim(), roots))
          found.set(model.aaguid, model)
    } catch (error) {
      log.error(
        { err: error, file },
        'the FIDO metadata file cannot be used; keys are not traced to makers',
      )
    }
    described = found
    return found
  }
  const load = async (): Promise<Map<string, KeyModel>> => {
    if (file === undefined) return new Map()
    reading ??= read()
    return reading
  }
  return {
    name: async aaguid => {
      if (aaguid === noAaguid) return 'a key that does not say which kind it is'
      const model = (await load()).get(aaguid)
      names ??= Value.Parse(Names, createRequire(import.meta.url)('aaguids/aaguids.json'))
      return model?.name ?? names[aaguid] ?? aaguid
    },
    described: async aaguid => (await load()).get(aaguid),
    ready: async () => {
      await load()
    },
    broken: aaguid => described?.get(aaguid)?.broken,
    get known() {
      return file === undefined ? null : (described?.size ?? null)
    },
  }
}
