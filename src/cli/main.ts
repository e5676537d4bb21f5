// The command `kedge` as a process.
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const [, , ...args] = process.argv;
process.exitCode = await runProgram(args, processTerminal());
