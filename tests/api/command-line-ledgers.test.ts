// `kedge diff`, `export`, `import` and `genesis` on data directories, backups and a running node.
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder.path, name);
const [original, forked, backup] = ["original", "forked", "backup"].map(inFolder) as [string, string, string];
let node: NodeProcess;
/** The last height that both have. */
let parted: number;

async function pay(on: NodeProcess, to: string, amount: string): Promise<number> {
  const { json } = await on.post("/v1/settlement/pay?signAs=alice", { to, currency: "USD", amount });
  expect(json.code).toBe(0);
  return json.height;
}

beforeAll(async () => {
  // Two chains that one validator signed: the second goes on from a copy of the first, and pays somebody else.
  const first = await startNodeProcess(original);
  for (let count = 0; count < 4; count += 1) await pay(first, "bob", "10");
  await first.stop();
  cpSync(original, forked, { recursive: true });
  const other = await startNodeProcess(forked);
  parted = (await other.health()).height;
  await pay(other, "carol", "5");
  for (let count = 0; count < 3; count += 1) await pay(other, "bob", "1");
  await other.stop();
  node = await startNodeProcess(original);
  for (let count = 0; count < 6; count += 1) await pay(node, "bob", "1");
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

const diff = async (left: string, right: string, ...more: string[]) => {
  const { code, output, errors } = await kedge(["diff", left, right, "--json", ...more]);
  return { code, errors, json: output === "" ? undefined : JSON.parse(output) };
};

describe("two ledgers that have parted", () => {
  it("are compared at the first height that differs, whose rows are named with both values", async () => {
    const { code, json } = await diff(forked, node.url);
    expect(code).toBe(5);
    expect(json).toMatchObject({ isSame: false, height: parted + 1, firstDifferingHeight: parted + 1 });
    const { modules, first } = json.difference;
    expect(modules.map(({ module }: { module: string }) => module)).toEqual(["accounts", "machine"]);
    const key = `accounts/balance/USD/${devnet.account("carol")}`;
    const [row] = first.filter((each: { key: string }) => each.key === key);
    const [ours, theirs] = [row.left.value.amount, row.right.value.amount].map(BigInt) as [bigint, bigint];
    expect(ours - theirs).toBe(5n);
  });

  it("are compared where it was asked for, and told within a bound", async () => {
    const { json } = await diff(forked, node.url, "--height", String(parted + 2), "--limit", "1");
    expect(json).toMatchObject({ height: parted + 2, firstDifferingHeight: parted + 1 });
    expect(json.difference.first).toHaveLength(1);
    expect(json.difference.rowsDiffering).toBeGreaterThan(1);
    const same = await diff(forked, node.url, "--height", String(parted));
    expect(same).toMatchObject({ code: 0, json: { isSame: true, height: parted } });
  });

  it("are shown to a person row by row", async () => {
    const { code, output } = await kedge(["diff", forked, node.url]);
    expect(code).toBe(5);
    expect(output).toContain(`The roots differ from height ${parted + 1} on`);
    expect(output).toContain(`accounts/balance/USD/${devnet.account("carol")}\n`);
    expect(output).toMatch(/rows differ: accounts \(\d+\), machine \(\d+\)/);
  });
});

describe("a backup", () => {
  it("of a running node is checked, restored, and the same as the node it came from", async () => {
    const { code, output } = await kedge(["export", "--url", node.url, "--out", backup, "--json"]);
    expect(code).toBe(0);
    const { height, root } = JSON.parse(output);
    expect((await node.get(`/v1/blocks/${height}`)).json.root).toBe(root);
    expect(JSON.parse((await kedge(["import", backup, "--check", "--json"])).output)).toMatchObject({ height, root });
    const restored = inFolder("restored");
    const taken = await kedge(["import", backup, "--data", restored]);
    expect(taken).toMatchObject({ code: 0, output: `${restored} is at height ${height}, root ${root}\n` });
    expect(await diff(backup, node.url)).toMatchObject({ code: 0, json: { isSame: true, height } });
    expect(await diff(restored, backup)).toMatchObject({ code: 0, json: { isSame: true, height } });
  });

  it("is taken of an earlier height, from a node or a stopped node's directory", async () => {
    const [ofNode, ofFolder] = [inFolder("earlier-node"), inFolder("earlier-folder")];
    const at = ["--height", String(parted), "--json"];
    const online = await kedge(["export", "--url", node.url, "--out", ofNode, ...at]);
    const offline = await kedge(["export", "--data", forked, "--out", ofFolder, ...at]);
    const [left, right] = [JSON.parse(online.output), JSON.parse(offline.output)];
    expect(left).toMatchObject({ height: parted, root: right.root, rows: right.rows });
    expect((await kedge(["import", ofNode, "--data", inFolder("earlier")])).code).toBe(0);
    expect((await kedge(["audit", "--data", inFolder("earlier")])).code).toBe(0);
  });

  it("is refused for a height that is not kept, and over a file or a ledger that is there", async () => {
    const out = inFolder("never");
    const high = ["--height", "100000", "--out", out, "--json"];
    for (const from of [
      ["--url", node.url],
      ["--data", forked],
    ]) {
      const { code, errors } = await kedge(["export", ...from, ...high]);
      expect({ code, error: JSON.parse(errors).code }).toEqual({ code: 3, error: "state/heightNotKept" });
    }
    expect(existsSync(out)).toBe(false);
    expect((await kedge(["export", "--url", node.url, "--out", backup])).code).toBe(2);
    const { code, errors } = await kedge(["import", backup, "--data", forked, "--json"]);
    expect({ code, error: JSON.parse(errors).code }).toEqual({ code: 2, error: "backup/directoryInUse" });
  });

  it("that was damaged is not believed", async () => {
    const damaged = inFolder("damaged");
    const bytes = readFileSync(backup);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    expect((await kedge(["import", damaged, "--check"])).code).toBe(5);
    expect((await kedge(["diff", damaged, node.url])).code).toBe(5);
  });
});

describe("what cannot be compared", () => {
  it("is two networks, a height that one side lacks, and what is not there", async () => {
    const [made, stranger] = [inFolder("stranger.json"), inFolder("stranger")];
    expect((await kedge(["genesis", "make", "--out", made, "--name", "stranger"])).code).toBe(0);
    const other = await startNodeProcess(stranger, { genesis: made });
    await other.stop();
    expect(await diff(stranger, node.url)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("is of stranger-"),
    });
    expect((await diff(forked, node.url, "--height", "100000")).code).toBe(2);
    expect((await diff(forked, "/nowhere")).code).toBe(2);
    expect((await diff(forked, node.url, "--limit", "0")).code).toBe(2);
  });
});

describe("a genesis file", () => {
  it("is shown alike from a node, its directory and a file", async () => {
    const show = async (source: string) => JSON.parse((await kedge(["genesis", "show", source, "--json"])).output);
    const { source: _, ...ofNode } = await show(node.url);
    expect(ofNode.network).toBe((await node.health()).network);
    expect(await show(original)).toEqual({ source: original, ...ofNode });
    expect(await show(join(forked, "genesis.json"))).toMatchObject(ofNode);
  });

  it("is made with the validators that are named, checked, and refused with every wrong place", async () => {
    const file = inFolder("lab.json");
    const validator = `north:${"11".repeat(32)}:7`;
    const made = await kedge(["genesis", "make", "--out", file, "--name", "lab", "--validator", validator, "--json"]);
    expect(JSON.parse(made.output)).toMatchObject({ name: "lab", validators: [{ name: "north", power: "7" }] });
    const sound = await kedge(["genesis", "check", file, "--json"]);
    expect(JSON.parse(sound.output).root).toBe(JSON.parse(made.output).root);
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), numeraire: "dollars", validators: [] }),
    );
    const { code, errors } = await kedge(["genesis", "check", file, "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(errors).details.places.map(({ path }: { path: string }) => path)).toEqual([
      "numeraire",
      "validators",
    ]);
    expect((await kedge(["genesis", "make", "--out", inFolder("x"), "--validator", "north:11"])).code).toBe(2);
  });
});
