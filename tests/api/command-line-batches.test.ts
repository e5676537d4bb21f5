// `kedge batch submit` against a running node: every item once, whatever ends the command in between.
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();
let node: NodeProcess;
let files = 0;
let file: string;
/** What bob holds before a test. */
let before: bigint;

beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"), { "block-interval-ms": "100" });
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});
beforeEach(async () => {
  files += 1;
  file = join(folder.path, `payments-${files}.csv`);
  before = await bobsBalance();
});

async function bobsBalance(): Promise<bigint> {
  return BigInt((await node.get("/v1/accounts/balance?account=bob&currency=USD")).json.value);
}

const argsOf = (...more: readonly string[]) => [
  ...["batch", "submit", file, "--message", "settlement/pay", "--as", "alice", "--url", node.url],
  ...more,
];
const submit = (...more: readonly string[]) => kedge(argsOf("--json", ...more));

function writePayments(count: number): void {
  const rows = Array.from({ length: count }, () => "bob,1,USD");
  writeFileSync(file, `to,amount,currency\n${rows.join("\n")}\n`);
}

const resultLines = () => {
  const out = `${file}.results`;
  const lines = existsSync(out) ? readFileSync(out, "utf8").split("\n").slice(0, -1) : [];
  return lines.map((line) => JSON.parse(line) as { line: number; code: number; refusal?: string });
};

/** Every line of the file has its result, once. */
const expectEachOnce = (count: number) =>
  expect(
    resultLines()
      .map(({ line }) => line)
      .sort((left, right) => left - right),
  ).toEqual(Array.from({ length: count }, (_, index) => index + 2));

describe("a file of payments", () => {
  it("is sent in signed batches, with a result for each line", async () => {
    writePayments(250);
    const { code, output } = await submit("--chunk", "100");
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ items: 250, done: 250, refused: {} });
    expectEachOnce(250);
    expect(await bobsBalance()).toBe(before + 250n);
    const again = await submit("--chunk", "100");
    expect(JSON.parse(again.output)).toMatchObject({ items: 250, done: 250 });
    expect(await bobsBalance()).toBe(before + 250n);
  });

  it("has each refused item told apart, and ends with code 3", async () => {
    file = file.replace(".csv", ".jsonl");
    const pay = (amount: string) => JSON.stringify({ to: "bob", currency: "USD", amount });
    writeFileSync(file, [pay("1"), pay("999999999999999999"), pay("2")].join("\n"));
    const { code, output } = await submit();
    expect(code).toBe(3);
    expect(JSON.parse(output)).toMatchObject({ items: 3, done: 2, refused: { "accounts/insufficientFunds": 1 } });
    expect(resultLines()).toMatchObject([{ code: 0 }, { refusal: "accounts/insufficientFunds" }, { code: 0 }]);
    expect(await bobsBalance()).toBe(before + 3n);
  });

  it("is checked from end to end before anything is sent", async () => {
    writeFileSync(file, "to,amount,currency\nbob,1,USD\nbob,1\nbob,-5,USD\nnobody,1,USD\nbob,1,USD\n");
    for (const check of [[], ["--check"]]) {
      const { code, errors } = await submit(...check);
      expect(code).toBe(2);
      const { details } = JSON.parse(errors);
      expect(details.bad.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5]);
    }
    expect(existsSync(`${file}.results`)).toBe(false);
    expect(await bobsBalance()).toBe(before);
  });

  it("can be checked while no node runs, except for names", async () => {
    writeFileSync(file, `to,amount,currency\nbob,1,USD\n`);
    const args = ["batch", "submit", file, "--message", "settlement/pay", "--url", "http://127.0.0.1:9", "--check"];
    expect((await kedge(args)).code).toBe(2);
    const { aliases } = (await node.get("/v1/genesis")).json;
    const bob = aliases.find(({ alias }: { alias: string }) => alias === "bob").account;
    writeFileSync(file, `to,amount,currency\n${bob},1,USD\n`);
    expect(await kedge(args)).toMatchObject({
      code: 0,
      output: `${file}: 1 items, all of the form that they must have\n`,
    });
  });

  it("that was changed half-way, or is sent by another process already, is refused", async () => {
    writePayments(3);
    expect((await submit()).code).toBe(0);
    writePayments(4);
    const changed = await submit();
    expect(changed).toMatchObject({ code: 2, errors: expect.stringContaining("of another batch (fileHash, items)") });
    expect(await bobsBalance()).toBe(before + 3n);
  });
});

describe("a file that was not finished", () => {
  it("is finished after any number of kills, and no item is paid twice", async () => {
    const count = 3_000;
    writePayments(count);
    const options = ["--chunk", "100", "--chunks-at-once", "2"];
    for (let kills = 0; kills < 3; kills += 1) {
      const known = resultLines().length;
      const started = startKedge(argsOf(...options));
      await expect.poll(() => resultLines().length, { interval: 5, timeout: 60_000 }).toBeGreaterThan(known);
      await started.kill();
      expect(resultLines().length).toBeLessThan(count);
    }
    const { code, output } = await startKedge(argsOf("--json", ...options)).ended;
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ items: count, done: count });
    expectEachOnce(count);
    expect(await bobsBalance()).toBe(before + BigInt(count));
  });

  it("learns what became of a batch that was sent, when its results were lost with the process", async () => {
    writePayments(200);
    expect((await submit("--chunk", "100", "--chunks-at-once", "1")).code).toBe(0);
    const journal = `${file}.results.journal`;
    // As if the process had ended after the second batch was decided, and before that was written down.
    const lines = readFileSync(journal, "utf8").split("\n");
    const [, , done = ""] = lines;
    writeFileSync(journal, `${lines.slice(0, 4).join("\n")}\n`);
    truncateSync(`${file}.results`, JSON.parse(done).resultBytes + 20);
    const { code, output } = await submit("--chunk", "100");
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, items: 200, done: 200 });
    expectEachOnce(200);
    expect(await bobsBalance()).toBe(before + 200n);
  });

  it("is sent as the quota of its account refills, when it asks for more than that allows at once", async () => {
    // A payment is 20 units of work, and an account may ask for 200,000 after a rest.
    writePayments(10_300);
    const { code, output } = await kedge(argsOf("--json").map((each) => (each === "alice" ? "carol" : each)));
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, items: 10_300, done: 10_300 });
    expectEachOnce(10_300);
    expect(await bobsBalance()).toBe(before + 10_300n);
  });

  it("is sent anew only where what was sent expired undecided", async () => {
    writePayments(2);
    const stuck = await submit("--valid-for", "1ms");
    expect(stuck).toMatchObject({ code: 4, errors: expect.stringContaining("cli/batchStuck") });
    expect(await bobsBalance()).toBe(before);
    expect((await submit()).code).toBe(0);
    expect(await bobsBalance()).toBe(before + 2n);
  });

  it("goes on once whoever may sign does", async () => {
    writePayments(2);
    const common = [
      "batch",
      "submit",
      file,
      "--message",
      "settlement/pay",
      "--url",
      node.url,
      "--actor",
      "alice",
      "--json",
    ];
    const stranger = await kedge([...common, "--as", "bob"]);
    const { code } = JSON.parse(stranger.errors);
    expect({ exit: stranger.code, code }).toEqual({ exit: 3, code: "accounts/policyNotSatisfied" });
    expect((await kedge([...common, "--as", "alice"])).code).toBe(0);
    expect(await bobsBalance()).toBe(before + 2n);
  });
});
