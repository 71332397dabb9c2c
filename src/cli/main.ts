import { runCommandLine } from './program.ts';
import { standardOutput } from './terminal/output.ts';

// The executable. No other module of the project does anything on import.
process.exitCode = await runCommandLine(process.argv.slice(2), standardOutput());
