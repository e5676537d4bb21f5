// `npm run resolve` on files whose answer is worked out by hand, on random ones, and on wrong ones.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import { parseProblem } from "#scripts/resolve/problemFile.ts";
import { settledItems } from "#scripts/resolve/resolve.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kedge-resolve-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(...flags: readonly string[]) {
  const main = join(projectRoot, "scripts/resolve/main.ts");
  return spawnSync(process.execPath, ["--import", "tsx", main, ...flags], { cwd: projectRoot, encoding: "utf8" });
}

const leg = (from: string, to: string, amount: unknown, currency = "CNY") => ({ from, to, currency, amount });

/** A ring that nobody can begin, a payment too large behind it, and a payment versus payment that needs both currencies. */
const example = {
  balances: { north: { CNY: "5" }, east: { THB: "100" } },
  items: [
    { id: "ring-1", legs: [leg("north", "south", "50")] },
    { id: "ring-2", legs: [leg("south", "west", "50")] },
    { id: "ring-3", legs: [leg("west", "north", "50")] },
    { id: "too-large", legs: [leg("west", "north", "1")] },
    { id: "behind", legs: [leg("west", "south", "0")] },
    { id: "exchange", legs: [leg("north", "east", "4"), leg("east", "north", "100", "THB")] },
    { id: "one-sided", legs: [leg("north", "east", "1"), leg("east", "north", "1", "THB")] },
  ],
};
const settledOf = (content: unknown) =>
  settledItems(parseProblem("a file", JSON.stringify(content))).map(({ id }) => id);

describe("the resolver by command", () => {
  it("prints the greatest set in the order of the file, and the same again", () => {
    const path = file("example.json", JSON.stringify(example));
    const [first, second] = [run(path, "--json"), run("--json", path)];
    expect([first.status, first.stderr]).toEqual([0, ""]);
    const { settled, milliseconds, ...rest } = JSON.parse(first.stdout);
    expect(settled).toEqual(["ring-1", "ring-2", "ring-3", "exchange"]);
    expect(milliseconds).toBeGreaterThan(0);
    expect(rest).toEqual({});
    expect(JSON.parse(second.stdout).settled).toEqual(settled);
  });

  it("tells people how many settle, and what they are worth in each currency", () => {
    const { stdout } = run(file("example.json", JSON.stringify(example)));
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toMatch(/^4 of 7 items settle together, found in [0-9.]+ ms$/);
    expect(lines.slice(1)).toEqual(["CNY: 154 of 156", "THB: 100 of 101"]);
  });

  it("takes names that a program might trip over", () => {
    const text = `{"balances":{"__proto__":{"constructor":"3"}},"items":[{"id":"toString","legs":[${JSON.stringify(
      leg("__proto__", "hasOwnProperty", "3", "constructor"),
    )}]}]}`;
    expect(settledItems(parseProblem("a file", text)).map(({ id }) => id)).toEqual(["toString"]);
  });

  it("takes the balances' names in any order, and a byte order mark", () => {
    const draw = createDraw(64);
    const banks = ["a", "b", "c"];
    for (let round = 0; round < 200; round += 1) {
      const items = Array.from({ length: 12 }, (_, at) => {
        const from = draw(3);
        return { id: `${at}`, legs: [leg(banks[from] ?? "", banks[(from + 1 + draw(2)) % 3] ?? "", `${draw(20)}`)] };
      });
      const held = banks.map((bank): [string, unknown] => [bank, { CNY: `${draw(15)}` }]);
      const settled = settledOf({ balances: Object.fromEntries(held), items });
      expect(settledOf({ balances: Object.fromEntries(held.toReversed()), items })).toEqual(settled);
      const marked = `\ufeff${JSON.stringify({ items, balances: Object.fromEntries(held) })}`;
      expect(settledItems(parseProblem("a file", marked)).map(({ id }) => id)).toEqual(settled);
    }
  });
});

describe("a file is refused by name", () => {
  const sound = { id: "a", legs: [leg("x", "y", "1")] };
  const of = (...items: unknown[]) => JSON.stringify({ balances: {}, items });
  it.each([
    ["that is no JSON", "{", "no JSON"],
    ["that is a list", "[]", "the file is no object"],
    ["without balances", '{"items":[]}', 'the file has no "balances"'],
    ["without items", '{"balances":{}}', 'the file has no "items"'],
    ["whose items are no list", '{"balances":{},"items":{}}', "items is no list"],
    ["whose balances are a list", '{"balances":[],"items":[]}', "balances is no object"],
    ["whose balance is negative", '{"balances":{"x":{"CNY":"-1"}},"items":[]}', 'balances of "x" in "CNY" is "-1"'],
    ["whose balance is a number", '{"balances":{"x":{"CNY":1}},"items":[]}', 'balances of "x" in "CNY" is 1'],
    ["with an id twice", of(sound, sound), 'item 2 has the id "a", which an earlier one has'],
    ["with an id that is a number", of({ ...sound, id: 1 }), "the id of item 1 is 1"],
    ["with an empty id", of({ ...sound, id: "" }), 'the id of item 1 is ""'],
    ["with an item without id", of({ legs: [] }), 'item 1 has no "id"'],
    ["with an item without legs", of({ id: "a" }), 'item 1 has no "legs"'],
    ["with an item of no legs", of({ id: "a", legs: [] }), 'item "a" has no legs'],
    ["with an item that is null", of(null), "item 1 is no object"],
    ["with a leg without payee", of({ id: "a", legs: [{ from: "x", currency: "CNY", amount: "1" }] }), 'has no "to"'],
    [
      "with an amount below zero",
      of({ id: "a", legs: [leg("x", "y", "-1")] }),
      '"amount" of leg 1 of item "a" is "-1"',
    ],
    ["with a fraction", of({ id: "a", legs: [leg("x", "y", "1.5")] }), 'is "1.5"'],
    ["with a power of ten", of({ id: "a", legs: [leg("x", "y", "1e3")] }), 'is "1e3"'],
    ["with a leading zero", of({ id: "a", legs: [leg("x", "y", "01")] }), 'is "01"'],
    ["with an amount of thirty digits", of({ id: "a", legs: [leg("x", "y", "1".repeat(30))] }), "no whole number"],
    ["with an amount that is a number", of({ id: "a", legs: [leg("x", "y", 1)] }), "is 1, no whole number"],
  ])("%s", (_, text, reason) => {
    expect(() => parseProblem("a file", text)).toThrow(reason);
  });

  it("by the command as well, with an exit code of its own", () => {
    const { status, stdout, stderr } = run(file("wrong.json", of(sound, sound)), "--json");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/wrong\.json: item 2 has the id "a"/);
    expect(run().status).toBe(2);
    expect(run("--surprise", "a").status).toBe(2);
    expect(run(join(folder, "none.json")).stderr).toContain("none.json");
  });

  it("when it is larger than memory should hold", () => {
    const huge = file("huge.json", "");
    truncateSync(huge, 256 * 1024 * 1024 + 1);
    const { status, stderr } = run(huge);
    expect(status).toBe(2);
    expect(stderr).toContain("more than 268435456");
  });
});
