// The program `kedge`: reads a command line, runs the command, and says how it ended.
import { readFileSync } from "node:fs";
import yargs from "yargs";
import type { Session } from "./command.ts";
import { allCommands } from "./commands/index.ts";
import { exitCodeLines, exitCodes } from "./exitCodes.ts";
import { describeFailure, usageFailure } from "./failure.ts";
import { inColour, type Terminal } from "./terminal.ts";

const packageFile = new URL("../../package.json", import.meta.url);

/** Resolves to the exit code. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const session: Session = { terminal, exit: "done" };
  try {
    await parse(args, session);
    return exitCodes[session.exit].number;
  } catch (reason) {
    return sayFailure(reason, args, terminal);
  }
}

async function parse(args: readonly string[], session: Session): Promise<void> {
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const program = yargs()
    .scriptName("kedge")
    .locale("en")
    .wrap(session.terminal.columns)
    // A field such as `policy.threshold` is one flag, and a flag takes what follows it and no more.
    .parserConfiguration({
      "dot-notation": false,
      "populate--": true,
      "greedy-arrays": false,
      "duplicate-arguments-array": true,
    })
    .options({
      json: { type: "boolean", default: false, describe: "Answer with one JSON value; failures are JSON too" },
      debug: { type: "boolean", default: false, describe: "Show where a failure came from" },
    })
    .version(version)
    .completion("completion", "Print a script that completes commands and flags in your shell")
    .demandCommand(1, "Say what to do; --help lists it.")
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .epilogue(["Exit codes:", ...exitCodeLines().map((line) => `  ${line}`)].join("\n"))
    .fail((message, fault) => {
      // What yargs itself finds wrong comes as text alone, or as an error of its own.
      throw fault === undefined || fault.name === "YError" ? usageFailure(message ?? fault.message) : fault;
    });
  for (const command of allCommands(args)) program.command(command);
  let said = "";
  await program.parseAsync([...args], { session }, (_fault: unknown, _parsed: unknown, output: string) => {
    said = output;
  });
  if (said !== "") session.terminal.out(`${said}\n`);
}

/** One line, which a program can read with `--json`; the trace only when it was asked for. */
function sayFailure(reason: unknown, args: readonly string[], terminal: Terminal): number {
  const { exit, code, message, details } = describeFailure(reason);
  if (args.includes("--json")) terminal.err(`${JSON.stringify({ code, message, details })}\n`);
  else {
    const isDetailed = exit === "refused" && Object.keys(details).length > 0;
    terminal.err(`${inColour(terminal, "red", isDetailed ? `${message} ${JSON.stringify(details)}` : message)}\n`);
  }
  if (args.includes("--debug") && reason instanceof Error) terminal.err(`${reason.stack ?? reason.message}\n`);
  return exitCodes[exit].number;
}
