/** What routes take from their paths. An id is not checked for its form: one that nothing has is answered with 404, by name. */
import Type from 'typebox'

const Name = Type.String({ minLength: 1, maxLength: 128 })

export const IdParams = Type.Object({ id: Name })

/** A person, by id or pseudonym. */
export const WhoParams = Type.Object({ who: Name })
