/** `src/prompt` as one script, minified, the way the content script carries it. */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type * as Room from '../src/prompt/index.ts'

/** What the script adds to a page. */
export interface WithPromptRoom {
  promptRoom: typeof Room
}

export async function promptRoom(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: {
        entry: fileURLToPath(new URL('../src/prompt/index.ts', import.meta.url)),
        formats: ['iife'],
        name: 'promptRoom',
      },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const chunk = output && 'output' in output ? output.output.find(({ type }) => type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('The room could not be bundled.')
  // An init script is a function of its own: what it declares is not the page's.
  return `${chunk.code}\nglobalThis.promptRoom = promptRoom`
}
