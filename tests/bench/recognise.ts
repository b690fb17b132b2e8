/** How many customers are recognised by how they are written down, and how many strangers are taken for customers. Labelled by its making. */
import { die, exportOf, makePeople, strangersTo } from '../collector/people/people.ts'
import { openRecogniser, type Recogniser } from '../collector/people/recognition.ts'
import { writings } from '../collector/people/writings.ts'
import { atLeast, type BenchReport, below, figure, type Goal, type Say } from './report.ts'

const customersMade = 5000
const perWriting = 400
const strangersMade = 5000

interface Count {
  readonly right: number
  readonly wrong: number
}

async function count(
  recogniser: Recogniser,
  rows: readonly { text: string; number: string }[],
): Promise<Count> {
  let right = 0
  let wrong = 0
  for (const { text, number } of rows) {
    const found = await recogniser.numbers(text)
    if (found.includes(number)) right += 1
    wrong += found.filter(other => other !== number).length
  }
  return { right, wrong }
}

/** Runs the labelled set. */
export async function recognise(say: Say): Promise<BenchReport> {
  const people = makePeople(1, customersMade)
  const strangers = strangersTo(people, makePeople(2, strangersMade + 100)).slice(0, strangersMade)
  say(`importing ${customersMade} customers`)
  const recogniser = await openRecogniser(exportOf(people), 'ID')
  const random = die(3)
  const goals: Goal[] = []
  let [weak, weakRight, strong, strongRight, wrong] = [0, 0, 0, 0, 0]
  for (const { name, isStrong, write } of writings) {
    say(name)
    const rows = people
      .slice(0, perWriting)
      .map(person => ({ text: write(person, random), number: person.number }))
    const found = await count(recogniser, rows)
    goals.push(figure(`recall: ${name}`, (100 * found.right) / rows.length, '%'))
    wrong += found.wrong
    if (isStrong) [strong, strongRight] = [strong + rows.length, strongRight + found.right]
    else [weak, weakRight] = [weak + rows.length, weakRight + found.right]
  }
  say('strangers')
  let falseCustomers = 0
  for (const [index, person] of strangers.entries()) {
    const writing = writings[index % writings.length]
    if (!writing) continue
    falseCustomers += (await recogniser.numbers(writing.write(person, random))).length
  }
  const { filterBytes } = recogniser
  recogniser.close()
  return {
    bench: 'recognise',
    goals: [
      ...goals,
      atLeast('recall by strong identifiers', (100 * strongRight) / strong, '%', 100),
      atLeast('recall of rows', (100 * (weakRight + strongRight)) / (weak + strong), '%', 95),
      below('other customers in rows of customers', wrong, 'customers', 1),
      below(`false customers among ${strangersMade} strangers`, falseCustomers, 'customers', 1),
      figure('filter', (8 * filterBytes) / customersMade, 'bits per customer'),
    ],
    peers: [],
    notes: [`${customersMade} customers, ${perWriting} rows for each way of writing, seeded.`],
  }
}
