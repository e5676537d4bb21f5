// The program's frame: help of every command, exit codes, and how failures are said to people and to programs.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Command } from "#src/cli/command.ts";
import { allCommands } from "#src/cli/commands/index.ts";
import { exitCodeLines, exitCodes } from "#src/cli/exitCodes.ts";
import { kedge } from "#tests/support/commandLine.ts";

const projectFile = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8");

interface NamedCommand {
  readonly words: readonly string[];
  readonly command: Command;
}

/** Every command with the words that lead to it. */
function walk(commands: readonly Command[], before: readonly string[] = []): NamedCommand[] {
  return commands.flatMap((command) => {
    const words = [...before, command.command.split(" ")[0] ?? ""];
    return [{ words, command }, ...walk(command.children, words)];
  });
}
const named = walk(allCommands([])).map(({ words, command }): [string, Command] => [words.join(" "), command]);

describe("help", () => {
  it("lists every command, and the exit codes", async () => {
    const { code, output } = await kedge(["--help"]);
    expect(code).toBe(0);
    for (const { command } of allCommands([])) expect(output).toContain(`kedge ${command}`);
    for (const line of exitCodeLines()) expect(output).toContain(line);
  });

  it.each(named)("of %s has one line that says what it does, and an example", async (words, command) => {
    const { code, output, errors } = await kedge([...words.split(" "), "--help"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(command.describe).not.toContain("\n");
    expect(output.replaceAll(/\s+/g, " ")).toContain(command.describe);
    if (command.children.length === 0) expect(output).toMatch(new RegExp(`Examples:\n  kedge ${words}`));
  });

  it("is what the README says of exit codes", () => {
    const rows = Object.values(exitCodes).map(({ number, meaning }) => `| ${number} | ${meaning} |`);
    expect(rows.filter((row) => !projectFile("README.md").includes(row))).toEqual([]);
  });
});

describe("the program", () => {
  it("says its version, which is the package's", async () => {
    const { version } = JSON.parse(projectFile("package.json"));
    expect(await kedge(["--version"])).toEqual({ code: 0, output: `${version}\n`, errors: "" });
  });

  it("prints a completion script, and completes commands", async () => {
    expect((await kedge(["completion"])).output).toContain("complete -o");
    const { output } = await kedge(["--get-yargs-completions", "kedge", "testnet", ""]);
    expect(output.split("\n")).toEqual(expect.arrayContaining(["init", "start", "heal"]));
    const fields = await kedge(["--get-yargs-completions", "kedge", "tx", "settlement", "pay", "--a"]);
    expect(fields.output.split("\n")).toEqual(expect.arrayContaining(["--amount", "--as"]));
  });
});

describe("a command line that cannot be meant", () => {
  it.each([
    ["nothing to do", [], "Say what to do; --help lists it."],
    ["an unknown command", ["explode"], "Unknown argument: explode"],
    ["a group without a command", ["testnet"], 'Say which: "kedge testnet --help" lists them.'],
    ["an unknown command of a group", ["testnet", "explode"], "Unknown argument: explode"],
    ["an unknown flag", ["audit", "--dta", "x"], "Unknown argument: dta"],
    ["a number that is none", ["testnet", "init", "--validators", "x"], "--validators needs a number"],
    ["a flag given twice", ["audit", "--data", "a", "--data", "b"], "--data is given more than once"],
    ["a flag that is missing", ["rollback"], "Missing required argument: to"],
    ["a height that is none", ["rollback", "--to", "1e3"], "--to needs a height: a whole number"],
    [
      "an address that is none",
      ["export", "--url", "nowhere", "--out", "/nowhere/x"],
      "nowhere is no address of a node",
    ],
    ["a file that is not JSON", ["tx", "resend", "README.md"], "README.md is not JSON"],
    ["a folder without a ledger", ["audit", "--data", "/nowhere"], "there is no ledger in /nowhere"],
    ["settings that contradict their schema", ["node", "start", "--port", "http"], "port: Invalid input"],
  ])("is refused with code 2 and one line: %s", async (_, args, said) => {
    const { code, output, errors } = await kedge(args);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toContain(said);
    expect(errors.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("a failure", () => {
  it("is one JSON value beside the answer when JSON was asked for", async () => {
    const { code, output, errors } = await kedge(["audit", "--data", "/nowhere", "--json"]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(JSON.parse(errors)).toEqual({ code: "cli/usage", message: "there is no ledger in /nowhere", details: {} });
  });

  it("has code 4 when no node answers", async () => {
    const { code, errors } = await kedge(["genesis", "show", "http://127.0.0.1:9", "--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(errors)).toMatchObject({ code: "cli/unreachable", details: { url: "http://127.0.0.1:9" } });
  });

  it("shows where it came from only when that is asked for", async () => {
    expect((await kedge(["audit", "--data", "/nowhere"])).errors).not.toContain("    at ");
    expect((await kedge(["audit", "--data", "/nowhere", "--debug"])).errors).toContain("    at ");
  });
});
