/** `npm test`: sets up what is missing, then runs everything that is checked (`checks.ts`). */
import { ensureDependencies, runTypeScript } from './dependencies.mjs'

ensureDependencies()
runTypeScript('scripts/checks.ts', process.argv.slice(2))
