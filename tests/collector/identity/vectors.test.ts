/** The specification's own vectors: taken where they are verified by a PIN, refused where they are not, and where they come out of a frame of another site. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readAssertion, readRegistration } from '../../../collector/identity/webauthn.ts'
import { crossVectors, vectorSite, vectors } from './vectors.ts'

const refused = { code: 'ERR_ACCESS_KEY_REFUSED' }
const digestOf = (text: string) =>
  createHash('sha256').update(Buffer.from(text, 'base64url')).digest('hex')
type Vector = (typeof vectors)[number]

const register = ({ registration: { response, challenge } }: Vector) =>
  readRegistration(response, challenge, vectorSite)
const touch = (
  { touch: { response, challenge }, id, publicKey }: Vector,
  publicKeyOf = publicKey,
) =>
  readAssertion(
    response,
    { challenge, key: { id, public_key: publicKeyOf }, counter: 0 },
    vectorSite,
  )

describe('the vectors', () => {
  it('are made here to the byte as they are printed', () => {
    const { attestationObject, clientDataJSON } = vectors[0]?.registration.response.response ?? {}
    expect([attestationObject, clientDataJSON].map(text => digestOf(text ?? ''))).toEqual([
      'c0aa49c57f59765c9f47e6000c04dfe66547a3bd2a6e003a82e336a6e569cb7f',
      '090d1e7dfd42dcc631e7a4f02070fe3be8a0019a480153e0603d0b7cebc17d98',
    ])
  })

  it('are verified in some ceremonies and not in others', () => {
    const all = vectors.flatMap(each => [each.registration.isVerified, each.touch.isVerified])
    expect(new Set(all).size).toBe(2)
  })
})

describe.each(vectors)('$name', each => {
  it('registers exactly where the key verified its user', async () => {
    const reading = register(each)
    if (!each.registration.isVerified) return expect(reading).rejects.toMatchObject(refused)
    const { id, aaguid, publicKey, isSynced: synced } = each
    const key = await reading
    expect({ ...key, aaguid: key.aaguid.replaceAll('-', '') }).toMatchObject({
      ...{ id, aaguid, publicKey, synced },
    })
  })

  it('signs in exactly where the key verified its user, and with no other key', async () => {
    const reading = touch(each)
    if (!each.touch.isVerified) return expect(reading).rejects.toMatchObject(refused)
    expect(await reading).toBe(0)
    const other = vectors.find(({ name }) => name !== each.name)?.publicKey
    await expect(touch(each, other)).rejects.toMatchObject(refused)
  })
})

describe.each(crossVectors)('$name', each => {
  it('is refused, since no page of ours stands in a frame of another site', async () => {
    await expect(register(each)).rejects.toMatchObject(refused)
    await expect(touch(each)).rejects.toMatchObject(refused)
  })
})
