// `kedge tx` and `kedge query` against a running node, with flags that follow from the contract.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { startLyingServer } from "#tests/support/lyingServer.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { devnet } from "#tests/support/payments.ts";

const folder = temporaryFolder();
let node: NodeProcess;

beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

const run = async (args: readonly string[], input = "") => {
  const { code, output, errors } = await kedge([...args, "--url", node.url, "--json"], { input });
  const parse = (text: string) => (text === "" ? undefined : JSON.parse(text));
  return { code, answer: parse(output), failure: parse(errors) };
};
const pay = (...more: readonly string[]) =>
  run(["tx", "settlement", "pay", "--currency", "USD", "--as", "alice", ...more]);
const balanceOf = async (account: string) =>
  BigInt((await run(["query", "accounts", "balance", "--account", account, "--currency", "USD"])).answer.value);

describe("a message", () => {
  it("is signed here, and answered with the whole result", async () => {
    const before = await balanceOf("bob");
    const { code, answer } = await pay("--to", "bob", "--amount", "12", "--end-to-end-id", "INVOICE-1");
    expect({ code, ...answer }).toMatchObject({ code: 0, status: "committed", height: expect.any(Number) });
    expect(answer.events[0]).toMatchObject({ content: { amount: "12", endToEndId: "INVOICE-1" } });
    expect((await node.get(`/v1/transactions/${answer.id}`)).json).toEqual(answer);
    expect(await balanceOf("bob")).toBe(before + 12n);
  });

  it("of nested fields comes from dotted flags, from a file, or from standard input with flags over it", async () => {
    const [bob, carol] = [await balanceOf("bob"), await balanceOf("carol")];
    const leg = (index: number, to: string, amount: string) => [
      ...[`--legs.${index}.to`, to, `--legs.${index}.currency`, "USD", `--legs.${index}.amount`, amount],
    ];
    const legs = ["tx", "settlement", "settleLegs", "--as", "alice"];
    expect((await run([...legs, ...leg(0, "bob", "1"), ...leg(1, "carol", "2")])).code).toBe(0);
    const file = join(folder.path, "legs.json");
    writeFileSync(file, JSON.stringify({ legs: [{ to: "carol", currency: "USD", amount: "3" }] }));
    expect((await run([...legs, "--content", file])).code).toBe(0);
    const over = await run([...legs, "--content", "-", "--legs.0.amount", "4"], readFileSync(file, "utf8"));
    expect(over.code).toBe(0);
    expect([await balanceOf("bob"), await balanceOf("carol")]).toEqual([bob + 1n, carol + 9n]);
  });

  it("is only shown with --dry-run, with the bytes that would be signed", async () => {
    const before = await balanceOf("bob");
    const { code, answer } = await pay("--to", "bob", "--amount", "5", "--dry-run");
    expect(code).toBe(0);
    const [message] = answer.messages;
    expect(message).toEqual({
      type: "settlement/pay",
      actor: devnet.account("alice"),
      content: { to: devnet.account("bob"), amount: "5", currency: "USD" },
    });
    expect(answer.signingBytesHex).toContain(answer.bodyHex);
    expect(await balanceOf("bob")).toBe(before);
  });

  it("that the ledger refuses ends with code 3, and tells the refusal, its details and where it stands", async () => {
    const { code, answer, failure } = await pay("--to", "bob", "--amount", "99999999999999999");
    expect({ code, answer }).toEqual({ code: 3, answer: undefined });
    expect(failure).toMatchObject({
      code: "accounts/insufficientFunds",
      details: { currency: "USD", transaction: expect.stringMatching(/^[0-9a-f]{64}$/), height: expect.any(Number) },
    });
  });

  it.each([
    ["a field is missing", ["--to", "bob"], "cli/content"],
    ["a field has another form", ["--to", "bob", "--amount", "1.5"], "cli/content"],
    ["an account is none", ["--to", "nobody", "--amount", "1"], "cli/content"],
    ["a field is unknown", ["--to", "bob", "--amount", "1", "--tip", "1"], "cli/usage"],
    ["a flag has no value", ["--to", "bob", "--amount"], "cli/usage"],
    ["the content is no JSON", ["--content", "-"], "cli/usage"],
  ])("is not sent when %s", async (_, args, expected) => {
    const { code, failure } = await pay(...args);
    expect({ code, failure: failure.code }).toEqual({ code: 2, failure: expected });
  });

  it("that was saved has one effect, however often it is sent", async () => {
    const before = await balanceOf("bob");
    const file = join(folder.path, "payment.signed");
    const { answer } = await pay("--to", "bob", "--amount", "7", "--save", file);
    for (let count = 0; count < 2; count += 1) {
      const again = await run(["tx", "resend", file]);
      expect(again).toMatchObject({ code: 0, answer: { id: answer.id, height: answer.height } });
    }
    expect(await balanceOf("bob")).toBe(before + 7n);
  });

  it("is sent again with the same bytes when answers are lost on the way", async () => {
    const before = await balanceOf("bob");
    const proxy = await startLyingServer(node.url);
    const lost = new Set<string>();
    // The first answer of each path does not arrive.
    proxy.tell((path, json) => {
      if (!path.includes("wait=committed") || lost.has(path)) return json;
      lost.add(path);
      return undefined;
    });
    const args = ["tx", "settlement", "pay", "--currency", "USD", "--to", "bob", "--amount", "3", "--as", "alice"];
    const { code, errors } = await kedge([...args, "--url", proxy.url]);
    await proxy.close();
    expect({ code, errors, lost: lost.size }).toEqual({ code: 0, errors: "", lost: 1 });
    expect(await balanceOf("bob")).toBe(before + 3n);
  });
});

describe("a devnet's names", () => {
  it("sign only for accounts that the devnet has", async () => {
    const { code, failure } = await run(["tx", "accounts", "closeAccount", "--as", "mallory"]);
    expect({ code, failure }).toMatchObject({
      code: 2,
      failure: { message: expect.stringContaining("no account mallory") },
    });
  });

  it("sign nowhere else, whatever a node says of its accounts", async () => {
    const proxy = await startLyingServer(node.url);
    proxy.tell((path, json) => (path === "/v1/genesis" ? { ...json, devnet: false } : json));
    const args = ["tx", "settlement", "pay", "--to", devnet.account("bob"), "--currency", "USD", "--amount", "1"];
    const { code, errors } = await kedge([...args, "--as", "alice", "--url", proxy.url]);
    await proxy.close();
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining("is no devnet") });
  });
});

describe("a query", () => {
  it("is answered as the node answers it, at an earlier height and with its proof", async () => {
    const height = (await node.health()).height;
    const args = ["query", "accounts", "balance", "--account", "bob", "--currency", "USD", "--height", String(height)];
    const { code, answer } = await run([...args, "--prove"]);
    expect(code).toBe(0);
    const direct = await node.get(`/v1/accounts/balance?account=bob&currency=USD&height=${height}&prove=true`);
    expect(answer).toEqual(direct.json);
  });

  it("takes lists and pages", async () => {
    const page = await run(["query", "authority", "holders", "--role", "issuer", "--limit", "1"]);
    expect(page).toMatchObject({ code: 0, answer: { items: [expect.anything()] } });
    const all = await run(["query", "accounts", "currencies", "--limit", "2", "--all"]);
    const direct = await node.get("/v1/accounts/currencies?limit=1000");
    expect(all.answer).toEqual({ items: direct.json.items });
    expect(all.answer.items.length).toBeGreaterThan(4);
    const none = await run(["query", "issuance", "mintQuote", "--certificateIds", "1", "--certificateIds", "2"]);
    expect({ code: none.code, refused: none.failure.code.split("/")[1] }).toEqual({
      code: 3,
      refused: "unknownCertificate",
    });
  });

  it("that lacks a parameter is not asked, and one that is wrong is refused with its place", async () => {
    expect(await run(["query", "accounts", "balance", "--account", "bob"])).toMatchObject({
      code: 2,
      failure: { message: "--currency is missing" },
    });
    const wrong = await run(["query", "accounts", "balance", "--account", "bob", "--currency", "usd"]);
    expect(wrong).toMatchObject({ code: 3, failure: { code: "api/invalidRequest" } });
  });
});
