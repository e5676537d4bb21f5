// The README's tour: every command in it, as written, against a fresh node.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalNode, startLocalNode } from "#scripts/localNode.ts";

interface Step {
  readonly command: string;
  /** Lines of output; an ellipsis stands for what differs from run to run. */
  readonly expected: readonly string[];
}

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const marker = "---kedge-tour-step---";
let node: LocalNode;
const directory = mkdtempSync(join(tmpdir(), "kedge-tour-"));

beforeAll(async () => {
  node = await startLocalNode({ data: directory });
});
afterAll(async () => {
  await node.stop();
  rmSync(directory, { recursive: true, force: true });
});

function stepsOf(markdown: string): Step[] {
  const steps: { command: string; expected: string[] }[] = [];
  for (const [, block = ""] of markdown.matchAll(/```console\n([\s\S]*?)```/g)) {
    for (const line of block.trimEnd().split("\n")) {
      if (line.startsWith("$ ")) steps.push({ command: line.slice(2), expected: [] });
      else steps.at(-1)?.expected.push(line);
    }
  }
  return steps;
}

function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*?")}$`);
}

test("every command of the tour prints what the README says", { timeout: 180_000 }, () => {
  const steps = stepsOf(readme);
  expect(steps.length).toBeGreaterThan(15);
  const script = steps
    .map(({ command }) => `${command.replace("http://127.0.0.1:8420", node.url)}\necho; echo '${marker}'`)
    .join("\n");
  const { stdout, status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8", timeout: 170_000 });
  expect(status, stderr).toBe(0);
  const outputs = stdout.split(`${marker}\n`);
  for (const [index, { command, expected }] of steps.entries()) {
    const lines = (outputs[index] ?? "")
      .trim()
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.length, `${command}\n${lines.join("\n")}`).toBe(expected.length);
    for (const [at, line] of expected.entries()) expect(lines[at], command).toMatch(patternOf(line));
  }
});
