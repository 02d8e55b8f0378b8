/** `npm run bench`: builds, then runs every measurement in `bench/`, one after the other, or those whose names are given. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, root } from './dependencies.mjs'

ensureDependencies()
const wanted = process.argv.slice(2)
const files = readdirSync(join(root, 'bench'))
  .filter((file) => /(?<!\.test)\.ts$/.test(file) && !file.endsWith('.d.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
  .sort()
if (files.length === 0) {
  console.error(`No measurement in bench/ is named ${wanted.join(' or ')}.`)
  process.exit(1)
}

// What an earlier build left behind is not what is measured.
const built = spawnSync(process.execPath, [join('scripts', 'build.mjs')], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
})
if (built.status !== 0) process.exit(1)

let failed = 0
for (const file of files) {
  console.log(`\n# ${file.replace(/\.ts$/, '')}\n`)
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const { status } = spawnSync(process.execPath, [tsx, join('bench', file)], { cwd: root, stdio: 'inherit' })
  if (status !== 0) failed += 1
}
if (failed > 0) console.error(`\n${failed} of ${files.length} measurements failed.`)
process.exitCode = failed === 0 ? 0 : 1
