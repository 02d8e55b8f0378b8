/** `npm start`: sets up what is missing, then the demo (`demo.ts`). */
import { ensureDependencies, runTypeScript } from './dependencies.mjs'

ensureDependencies()
runTypeScript('scripts/demo.ts', process.argv.slice(2))
