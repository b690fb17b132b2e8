/** The score as one page with charts: plain HTML and SVG, no scripts, light and dark, fit for mailing. */
import type { Score } from './score.ts'

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const number = (value: number | null, digits = 2): string =>
  value === null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: digits })
const percent = (value: number | null): string =>
  value === null ? '–' : `${number(value * 100, 1)} %`

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5c6570; --line: #d5dae0; --page: #fff; --mark: #2f6f4f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --soft: #9aa4ae; --line: #353b42; --page: #15181b; --mark: #6fc296; --bad: #ff8a80; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto; max-width: 1000px; padding: 24px 16px 64px; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 36px 0 8px; } p { margin: 4px 0; } .soft { color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 16px; margin: 20px 0; }
dl div { border: 1px solid var(--line); border-radius: 8px; padding: 12px; } dt { color: var(--soft); font-size: 13px; } dd { margin: 0; font-size: 24px; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 5px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; } th { color: var(--soft); font-weight: 500; font-size: 13px; } td:first-child, th:first-child { text-align: left; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 24px; } svg { width: 100%; height: auto; } text { fill: var(--soft); font-size: 11px; }
.axis { stroke: var(--line); } .curve { fill: none; stroke: var(--mark); stroke-width: 2; } .bar { fill: var(--mark); } .rest { fill: var(--line); } .bad { color: var(--bad); }`

const [width, height, margin] = [360, 260, 36]

interface Point {
  readonly x: number
  readonly y: number
}

/** A curve in the unit square with both axes named. */
function chart(
  title: string,
  [across, up]: readonly [string, string],
  points: readonly Point[],
): string {
  const [w, h] = [width - margin - 10, height - margin - 14]
  const place = ({ x, y }: Point) =>
    `${(margin + x * w).toFixed(1)},${(10 + (1 - y) * h).toFixed(1)}`
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(tick => {
    const [x, y] = [margin + tick * w, 10 + (1 - tick) * h]
    return `<line class="axis" x1="${margin}" x2="${width - 10}" y1="${y}" y2="${y}"/><text x="${margin - 6}" y="${y + 4}" text-anchor="end">${tick * 100}</text><text x="${x}" y="${height - 22}" text-anchor="middle">${tick * 100}</text>`
  })
  return `<figure style="margin:0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${ticks.join('')}<polyline class="curve" points="${points.map(place).join(' ')}"/><text x="${width / 2}" y="${height - 4}" text-anchor="middle">${escaped(across)}, %</text><text x="4" y="8">${escaped(up)}, %</text></svg><figcaption class="soft">${escaped(title)}</figcaption></figure>`
}

/** How many of each scenario were found in time, as bars. */
function bars({ scenarios }: Score): string {
  const row = 24
  const [name, size] = [150, 380]
  const lines = scenarios.map(({ scenario, thieves, inTime }, index) => {
    const part = thieves === 0 ? 0 : (inTime / thieves) * size
    const y = index * row + 4
    return `<text x="${name - 8}" y="${y + 13}" text-anchor="end">${escaped(scenario)}</text><rect class="rest" x="${name}" y="${y}" width="${size}" height="16" rx="3"/><rect class="bar" x="${name}" y="${y}" width="${part}" height="16" rx="3"/><text x="${name + size + 8}" y="${y + 13}">${inTime} of ${thieves}</text>`
  })
  return `<svg viewBox="0 0 620 ${scenarios.length * row + 8}" role="img" aria-label="Found in time, by scenario">${lines.join('')}</svg>`
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<div class="wide" tabindex="0"><table><thead>${line(header, 'th')}</thead><tbody>${rows.map(row => line(row, 'td')).join('')}</tbody></table></div>`
}

const scenarioTable = ({ scenarios }: Score): string =>
  table(
    [
      'Scenario',
      'Thieves',
      'Found',
      'In time',
      'Days before the last day',
      'Hours to the first alert',
    ],
    scenarios.map(each => [
      each.scenario,
      number(each.thieves),
      number(each.found),
      number(each.inTime),
      number(each.medianLeadDays),
      number(each.medianDelayHours),
    ]),
  )

const ruleTable = ({ rules }: Score): string =>
  table(
    [
      'Rule',
      'Findings',
      'False',
      'False per 1,000 people and day',
      'Thieves lost without',
      'False alerts fewer',
    ],
    rules.map(each => [
      each.rule,
      number(each.findings),
      number(each.falseFindings),
      number(each.falsePerThousandPeopleAndDay, 4),
      number(each.lostThieves),
      number(each.fewerFalseAlerts),
    ]),
  )

const bandTable = ({ bands }: Score): string =>
  table(
    ['Risk', 'From points', 'People', 'Thieves', 'Share'],
    bands.map(({ band, from, people, thieves }) => [
      band,
      number(from),
      number(people),
      number(thieves),
      people === 0 ? '–' : percent(thieves / people),
    ]),
  )

/** A whole HTML document. */
export function scorePage(score: Score, name: string): string {
  const { points } = score.curve
  const roc = [
    { x: 0, y: 0 },
    ...points.map(({ falseRate, recall }) => ({ x: falseRate, y: recall })),
  ]
  const precision = points.map(each => ({ x: each.recall, y: each.precision }))
  const fact = (label: string, value: string) => `<div><dt>${label}</dt><dd>${value}</dd></div>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation: ${escaped(name)}</title><style>${style}</style></head><body><main>
<h1>How well the rules do</h1>
<p class="soft">${escaped(name)}: ${number(score.events)} events, ${number(score.people)} people, ${number(score.days, 0)} days, ${number(score.leavers)} leavers, ${number(score.thieves)} thieves</p>
<dl>${fact('Thieves found in time', percent(score.recallInTime))}${fact('False alerts per 1,000 people and day', number(score.falseAlertsPerThousandPeopleAndDay, 3))}${fact('Thieves among leavers with an alert', percent(score.precisionAmongLeavers))}${fact('Median days before the last day', number(score.medianLeadDays, 1))}</dl>
<h2>By scenario</h2>${bars(score)}${scenarioTable(score)}
<h2>Risk per person</h2><p class="soft">Area under the ROC curve ${number(score.curve.rocArea, 3)}, average precision ${number(score.curve.averagePrecision, 3)}</p>
<div class="charts">${chart('ROC', ['honest people above the cut', 'thieves above the cut'], roc)}${chart('Precision and recall', ['thieves above the cut', 'thieves among those above the cut'], precision)}</div>
${bandTable(score)}
<h2>By rule</h2>${ruleTable(score)}
</main></body></html>
`
}
