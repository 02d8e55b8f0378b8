/** The project's folder. */
export const root: string
/** Installs the dependencies where they are missing; ends the process with a sentence when it cannot. */
export function ensureDependencies(): void
/** Runs a TypeScript file with these arguments and ends the process with its exit code. */
export function runTypeScript(file: string, args?: string[]): never
