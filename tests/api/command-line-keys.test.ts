// `kedge keys`, and transactions that they sign, on a running node.
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importSigner } from "#src/sdk/keys/signer.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
const inFolder = (name: string) => join(folder.path, name);
const keys = inFolder("keys");
const passphraseFile = inFolder("passphrase");
const passphrase = "correct horse battery";
const seed = "11".repeat(32);
let node: NodeProcess;

beforeAll(async () => {
  writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  node = await startNodeProcess(inFolder("data"));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

async function run(args: readonly string[], setting: { readonly input?: string; readonly file?: string } = {}) {
  const { input = "", file } = setting;
  const environment = { KEDGE_KEYS: keys, ...(file !== undefined && { KEDGE_PASSPHRASE_FILE: file }) };
  const { code, output, errors } = await kedge([...args, "--json"], { input, environment });
  const parse = (text: string) => (text === "" ? undefined : JSON.parse(text));
  return { code, answer: parse(output), failure: parse(errors) };
}
const sent = (args: readonly string[]) => run([...args, "--url", node.url], { file: passphraseFile });

describe("a key", () => {
  it("is made under a passphrase, and lies in a file that only its owner may read", async () => {
    const { code, answer } = await run(["keys", "new", "treasury"], { input: `${passphrase}\n` });
    expect(code).toBe(0);
    expect([statSync(answer.path).mode & 0o777, statSync(keys).mode & 0o777]).toEqual([0o600, 0o700]);
    // A compact JWE, whose header any JOSE library reads.
    const [header = ""] = readFileSync(answer.path, "utf8").split(".");
    const { alg, kid } = JSON.parse(Buffer.from(header, "base64url").toString());
    expect({ alg, kid }).toEqual({ alg: "PBES2-HS512+A256KW", kid: answer.publicKey });
  });

  it("is taken in from a seed, and from another keystore", async () => {
    const imported = await run(["keys", "import", "seeded"], { input: `${seed}\n${passphrase}\n` });
    const { publicKey } = importSigner(new Uint8Array(32).fill(0x11));
    const expected = { publicKey: Buffer.from(publicKey).toString("hex"), account: soleAccountOf({ publicKey }) };
    expect(imported).toMatchObject({ code: 0, answer: expected });
    const again = await run(["keys", "import", "copied", "--file", imported.answer.path]);
    expect(again).toMatchObject({ code: 0, answer: expected });
  });

  it("is listed, shown, and its public half printed in the forms that others read", async () => {
    const { answer } = await run(["keys", "list"]);
    expect(answer.map(({ name }: { name: string }) => name)).toEqual(["copied", "seeded", "treasury"]);
    const shown = (await run(["keys", "show", "seeded"])).answer;
    const format = async (form: string) =>
      (await run(["keys", "export-public", "seeded", "--format", form])).answer.publicKey;
    expect(await format("hex")).toBe(shown.publicKey);
    expect(await format("pem")).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(Buffer.from(JSON.parse(await format("jwk")).x, "base64url").toString("hex")).toBe(shown.publicKey);
  });

  it.each([
    ["a name that is taken", ["new", "treasury"], `${passphrase}\n`, "cli/usage"],
    ["a name that is a path", ["new", "../treasury"], `${passphrase}\n`, "cli/usage"],
    ["a passphrase that is soon guessed", ["new", "other"], "short\n", "keystore/weakPassphrase"],
    ["no passphrase", ["new", "other"], "", "cli/usage"],
    ["a seed that is none", ["import", "other"], `abc\n${passphrase}\n`, "cli/usage"],
    ["a keystore that is none", ["import", "other"], "a.b.c.d.e\n", "keystore/foreignFormat"],
    ["a key that is not there", ["show", "other"], "", "cli/usage"],
  ])("is refused with %s", async (_, args, input, expected) => {
    const { code, failure } = await run(["keys", ...args], { input });
    expect({ code, failure: failure.code }).toEqual({ code: 2, failure: expected });
  });

  it("is never on the command line: there is no flag for a secret", async () => {
    for (const command of ["new", "import"]) {
      const { output } = await kedge(["keys", command, "--help"]);
      expect(output).not.toMatch(/--(passphrase|seed|secret)/);
    }
  });
});

describe("a transaction", () => {
  const show = async (name: string) =>
    (await run(["keys", "show", name])).answer as { account: string; publicKey: string };
  const open = (threshold: number, publicKeys: readonly string[]) =>
    sent([
      ...[
        "tx",
        "accounts",
        "openAccount",
        "--as",
        "participant-bank",
        "--salt",
        "",
        "--policy.threshold",
        String(threshold),
      ],
      ...publicKeys.flatMap((key) => ["--policy.keys", key]),
    ]);
  const pay = (to: string, amount: string, signers: readonly string[]) =>
    sent(["tx", "settlement", "pay", "--currency", "USD", "--to", to, "--amount", amount, ...signers]);

  it("is signed by a key in the name of the account that it makes", async () => {
    const { account, publicKey } = await show("treasury");
    expect((await open(1, [publicKey])).code).toBe(0);
    expect((await pay(account, "50", ["--as", "alice"])).code).toBe(0);
    const paid = await pay("bob", "20", ["--from", "treasury"]);
    expect(paid).toMatchObject({ code: 0, answer: { events: [{ content: { from: account, amount: "20" } }] } });
  });

  it("is signed by several keys in the name of the account whose policy asks for them", async () => {
    const [one, two] = [await show("treasury"), await show("seeded")];
    const opened = await open(2, [one.publicKey, two.publicKey]);
    const account = opened.answer.answer.account;
    expect((await pay(account, "50", ["--as", "alice"])).code).toBe(0);
    const alone = await pay("bob", "20", ["--from", "treasury", "--actor", account]);
    expect(alone).toMatchObject({ code: 3, failure: { code: "accounts/policyNotSatisfied" } });
    const both = ["--from", "treasury", "--from", "seeded"];
    expect(await pay("bob", "20", both)).toMatchObject({
      code: 2,
      failure: { message: expect.stringContaining("--actor") },
    });
    expect((await pay("bob", "20", [...both, "--actor", account])).code).toBe(0);
  });

  it("is not signed with a wrong passphrase, or from a keystore that others may read", async () => {
    const args = ["tx", "settlement", "pay", "--currency", "USD", "--to", "bob", "--amount", "1", "--url", node.url];
    const wrong = await run([...args, "--from", "treasury"], { input: "wrong horse battery\n" });
    expect(wrong).toMatchObject({ code: 2, failure: { code: "keystore/wrongPassphrase" } });
    chmodSync(join(keys, "copied.jwe"), 0o644);
    const open = await run([...args, "--from", "copied"], { input: `${passphrase}\n` });
    expect(open).toMatchObject({ code: 2, failure: { message: expect.stringContaining("mode must be 600") } });
    chmodSync(join(keys, "copied.jwe"), 0o600);
    expect(await run(args)).toMatchObject({ code: 2, failure: { message: expect.stringContaining("say who signs") } });
  });
});
