/** Pseudonyms for people: a bird and a number. They carry no information about whom they stand for. */
import { createHash, randomInt } from 'node:crypto'

const birds = (
  'Avocet Bittern Bunting Buzzard Cormorant Crane Curlew Dipper Dotterel Dunlin Egret Eider Falcon Finch ' +
  'Fulmar Gannet Godwit Goshawk Grebe Grouse Harrier Heron Hobby Hoopoe Ibis Jackdaw Jay Kestrel Kite ' +
  'Kittiwake Knot Lapwing Lark Linnet Magpie Mallard Martin Merlin Moorhen Nightjar Nuthatch Oriole Osprey ' +
  'Ouzel Petrel Pintail Pipit Plover Pochard Puffin Quail Raven Redstart Robin Ruff Sandpiper Shrike ' +
  'Siskin Snipe Starling Stork Swift Teal Tern Thrush Treecreeper Turnstone Wagtail Warbler Whimbrel ' +
  'Wigeon Wren Wryneck'
).split(' ')

/** A pseudonym that `isTaken` does not know yet; numbers grow with how many `people` have one, so that few tries are in vain. */
export function newPseudonym(isTaken: (pseudonym: string) => boolean, people: number): string {
  let max = 100
  while (birds.length * max < 2 * people) max *= 10
  for (let tries = 0; ; tries += 1) {
    if (tries % 20 === 19) max *= 10
    const pseudonym = `${birds[randomInt(birds.length)]}-${String(randomInt(1, max)).padStart(2, '0')}`
    if (!isTaken(pseudonym)) return pseudonym
  }
}

/** A stand-in for an account that nobody is bound to; the same account always gets the same. */
export const accountPseudonym = (account: string): string =>
  `Account-${createHash('sha256').update(account).digest('hex').slice(0, 4)}`
