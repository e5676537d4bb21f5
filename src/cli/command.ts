// What a command is: its options, its help, and an answer that is said as text to people and as one JSON value to programs.
import type { Argv, CommandModule, InferredOptionTypes, Options, PositionalOptions } from "yargs";
import type { Exit } from "./exitCodes.ts";
import { usageFailure } from "./failure.ts";
import { tokenFileOption, withTokenFile } from "./http.ts";
import type { Terminal } from "./terminal.ts";

/** What a command found or did. */
export interface Answer {
  /** Lines for a person; nothing is printed when it is empty. */
  readonly text: string;
  /** The same for a program, with `--json`; undefined when it was said already. */
  readonly json: unknown;
  /** How the command ends: well, if nothing is said. */
  readonly exit?: Exit;
}

export interface Context {
  readonly terminal: Terminal;
  /** Whether the answer is wanted as JSON: nothing else may then be written to standard output. */
  readonly isJson: boolean;
  /** What follows `--` on the command line. */
  readonly rest: readonly string[];
  /** Says at once what goes beside the answer. */
  progress(line: string): void;
}

/** What the program hands to every command, and hears from it. */
export interface Session {
  readonly terminal: Terminal;
  exit: Exit;
}

type NamedOptions = Readonly<Record<string, Options>>;
type NamedPositionals = Readonly<Record<string, PositionalOptions>>;

interface CommandDefinition<Positionals extends NamedPositionals, Flags extends NamedOptions> {
  readonly command: string;
  readonly describe: string;
  /** What one would type, without the name of the program. */
  readonly example: string;
  readonly positionals?: Positionals;
  readonly options?: Flags;
  /** Commands that begin with the same word; whatever else follows it is for this one. */
  readonly children?: readonly Command[];
  run(args: InferredOptionTypes<Positionals> & InferredOptionTypes<Flags>, context: Context): Promise<Answer> | Answer;
}

/** A command, or a group of them, as yargs takes it; `children` let a test visit them all. */
export interface Command extends CommandModule {
  readonly command: string;
  readonly describe: string;
  readonly children: readonly Command[];
}

export function defineCommand<
  const Positionals extends NamedPositionals = Record<never, never>,
  const Flags extends NamedOptions = Record<never, never>,
>(definition: CommandDefinition<Positionals, Flags>): Command {
  const { command, describe, example, positionals = {}, options = {}, children = [], run } = definition;
  return {
    command,
    describe,
    children,
    builder(yargs: Argv) {
      for (const child of children) yargs.command(child);
      for (const [name, positional] of Object.entries<PositionalOptions>(positionals))
        yargs.positional(name, positional);
      return yargs.options(withOneValue(options, children.length === 0)).example(`$0 ${example}`, "");
    },
    async handler(args) {
      const session = args.session as Session;
      const { terminal } = session;
      const isJson = args.json === true;
      const rest = ((args["--"] ?? []) as readonly unknown[]).map(String);
      requireWellGiven(args, { ...positionals, ...options });
      const progress = (line: string) => terminal.err(`${line}\n`);
      // A flag of the same name may mean another token: the gateway's is for those who bring it files.
      const asksNode = (options as NamedOptions)["token-file"] === tokenFileOption["token-file"];
      const tokenFile = asksNode ? (args["token-file"] as string | undefined) : undefined;
      const answer = await withTokenFile(tokenFile, () => run(args as never, { terminal, isJson, progress, rest }));
      session.exit = answer.exit ?? "done";
      if (isJson && answer.json === undefined) return;
      if (isJson) terminal.out(`${JSON.stringify(answer.json)}\n`);
      else if (answer.text !== "") terminal.out(`${answer.text}\n`);
    },
  };
}

/** A flag takes exactly one value, also one that begins with a dash; children do not have their parent's. */
function withOneValue(options: NamedOptions, isGlobal: boolean): NamedOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { ...option, global: isGlobal, ...(option.type !== "boolean" && { nargs: 1 }) },
    ]),
  );
}

/** What yargs lets pass: a number that is none, and a flag given twice where one value is meant. */
function requireWellGiven(args: Readonly<Record<string, unknown>>, options: NamedOptions | NamedPositionals): void {
  for (const [name, { type, array }] of Object.entries(options)) {
    const value = args[name];
    if (type === "number" && Number.isNaN(value)) throw usageFailure(`--${name} needs a number`);
    if (Array.isArray(value) && array !== true) throw usageFailure(`--${name} is given more than once`);
  }
}

/** Commands under one name; `words` are all that lead there. */
export function defineGroup(
  command: string,
  describe: string,
  children: readonly Command[],
  words: string = command,
): Command {
  return {
    command,
    describe,
    children,
    builder(yargs: Argv) {
      for (const child of children) yargs.command(child);
      return yargs.demandCommand(1, `Say which: "kedge ${words} --help" lists them.`);
    },
    handler: () => undefined,
  };
}
