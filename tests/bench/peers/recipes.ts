/** The peers, by the names and versions under which their registries have them. */
import type { Recipe } from './build.ts'

const rsigmaVersion = '0.23.0'

/** rsigma as a library behind a runner of ours: rules and events are loaded once, so that start-up is outside of the timed passes. */
export const rsigma: Recipe = {
  name: 'rsigma',
  version: rsigmaVersion,
  sources: 'rsigma',
  steps: [['cargo', 'build', '--release']],
}

/** rsigma as its users install it: the command, timed with its start-up. */
export const rsigmaCommand: Recipe = {
  name: 'rsigma-command',
  version: rsigmaVersion,
  steps: [['cargo', 'install', '--locked', 'rsigma', '--version', rsigmaVersion, '--root', '.']],
}

/** The rule engine of npm with the most downloads. */
export const jsonRulesEngine: Recipe = {
  name: 'json-rules-engine',
  version: '7.3.1',
  steps: [
    ['npm', 'init', '--yes'],
    ['npm', 'install', '--no-audit', '--no-fund', '--save-exact', 'json-rules-engine@7.3.1'],
  ],
}

/** Esper behind a runner of ours. */
export const esper: Recipe = {
  name: 'esper',
  version: '9.0.0',
  sources: 'esper',
  steps: [
    ['mvn', '--batch-mode', '--quiet', 'dependency:copy-dependencies', '-DoutputDirectory=lib'],
    ['javac', '-cp', 'lib/*', '-d', 'classes', 'EsperRunner.java'],
  ],
}

const goModule = (path: string): Recipe => ({
  name: path.replace(/^.*\//, ''),
  version: 'latest',
  steps: [
    ['sh', '-c', 'test -f go.mod || go mod init peer'],
    ['go', 'get', `${path}@latest`],
  ],
})

/** Go engines for which there is no runner yet: no registry that we reach had them, so that none could be tried. */
export const withoutRunner: readonly Recipe[] = [
  goModule('github.com/bradleyjkemp/sigma-go'),
  goModule('github.com/markuskont/go-sigma-rule-engine'),
]

/** Debian's Hyperscan behind a few lines of ours; wants the package libhyperscan-dev. */
export const hyperscan: Recipe = {
  name: 'hyperscan',
  version: '5.4',
  sources: 'hyperscan',
  steps: [['cc', '-O2', '-I/usr/include/hs', 'scan.c', '-o', 'scan', '-lhs', '-lm']],
}

/** The fastest Aho-Corasick of npm that takes 100,000 literals. */
export const ahoCorasick: Recipe = {
  name: 'modern-ahocorasick',
  version: '3.3.0',
  sources: 'aho-corasick',
  steps: [
    ['npm', 'init', '--yes'],
    ['npm', 'install', '--no-audit', '--no-fund', '--save-exact', 'modern-ahocorasick@3.3.0'],
  ],
}

/** Presidio's recogniser of e-mail addresses, without its language models. */
export const presidio: Recipe = {
  name: 'presidio-analyzer',
  version: '2.2.366',
  sources: 'presidio',
  steps: [
    ['python3', '-m', 'venv', 'python'],
    ['python/bin/pip', 'install', '--quiet', 'presidio-analyzer==2.2.366'],
  ],
}

/** The two workbook libraries of npm with the most downloads. */
export const workbooks: Recipe = {
  name: 'workbooks',
  version: 'SheetJS 0.18.5, exceljs 4.4.0',
  sources: 'workbooks',
  steps: [
    ['npm', 'init', '--yes'],
    ['npm', 'install', '--no-audit', '--no-fund', '--save-exact', 'xlsx@0.18.5', 'exceljs@4.4.0'],
  ],
}

/** The watcher of files of npm with the most downloads. */
export const chokidar: Recipe = {
  name: 'chokidar',
  version: '6.0.0',
  steps: [
    ['npm', 'init', '--yes'],
    ['npm', 'install', '--no-audit', '--no-fund', '--save-exact', 'chokidar@6.0.0'],
  ],
}
