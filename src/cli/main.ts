import { runCommandLine } from './program.ts';
import { standardOutput } from './terminal/output.ts';

// The executable: everything else in the project does nothing on import.
process.exitCode = await runCommandLine(process.argv.slice(2), standardOutput());
