// The package as others get it: packed, installed in an empty project, compiled against, and run against a node.
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";

const run = promisify(execFile);
const folder = temporaryFolder();
const project = join(folder.path, "project");
const npmQuiet = ["--no-audit", "--no-fund", "--loglevel=error"];
let node: NodeProcess;

/** What the package depends on comes from a registry; where none can be reached there is nothing to install. */
const hasRegistry = await run("npm", ["view", "zod", "version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasRegistry)("the package", () => {
  beforeAll(async () => {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
    await run("npm", ["pack", "--pack-destination", folder.path, "--loglevel=error"], { cwd: projectRoot });
    const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) ?? "";
    await run("npm", ["install", "--prefer-offline", ...npmQuiet, join(folder.path, tarball)], { cwd: project });
    node = await startNodeProcess(join(folder.path, "data"));
  }, 300_000);
  afterAll(async () => {
    await node?.kill();
    folder.remove();
  });

  const opening = `import { Currency, connect, createSigner, isRefused, messages } from "kedge";
const ledger = await connect("http://127.0.0.1:1");
const wallet = ledger.wallet(createSigner());
const kdg = new Currency("KDG", 6).of("1");
const cny = new Currency("CNY", 2).of("1");
const to = wallet.account;
`;

  const rightUses = `
const { pay, settleLegs, lockFunds } = messages.settlement;
await wallet.send(pay({ to, currency: "KDG", amount: kdg, endToEndId: "INVOICE-1", purpose: "GDDS" }));
await wallet.send(pay({ to, currency: "CNY", amount: "100", remittanceHash: "00".repeat(32) }));
await wallet.send(pay({ to, currency: cny.currency.code, amount: cny.plus(cny).minus(cny).units }));
await wallet.send(settleLegs({ legs: [{ to, currency: "KDG", amount: kdg }, { to, currency: "CNY", amount: cny }] }));
await wallet.send(lockFunds({ to, currency: "KDG", amount: kdg, expiresMs: 1 }));
const { answer } = await wallet.send(messages.issuance.requestRedemption({ amountMicroKdg: kdg, metal: "CU" }));
const request: number = answer.request;
const { value, decimals } = await ledger.query("accounts/balance", { account: to, currency: "KDG" });
const held: string = new Currency("KDG", decimals).units(value).toString();
for await (const { currency, settings } of ledger.list("accounts/currencies", {})) console.log(currency satisfies string, settings.decimals satisfies number);
for await (const { code } of wallet.sendAll([pay({ to, currency: "KDG", amount: "1" })])) console.log(code satisfies number);
for await (const event of ledger.events({ type: "settlement/paymentSettled" })) console.log(event.content.endToEndId);
for await (const event of ledger.events()) if (event.type === "oracle/roundCompleted") console.log(event.content);
try {
  await ledger.query("oracle/price", { feed: "AG" });
} catch (error) {
  if (isRefused(error, "accounts/insufficientFunds")) console.log(error.details.available satisfies string);
}
console.log(request, held);
`;

  /** Each on one line, with the error that a compiler must report there. */
  const wrongUses: readonly (readonly [what: string, code: string, error: string])[] = [
    ["a field of another name", `messages.settlement.pay({ to, currency: "KDG", amont: "5" });`, "TS2561"],
    ["a field too many", `messages.settlement.pay({ to, currency: "KDG", amount: "5", colour: "red" });`, "TS2353"],
    ["a field missing", `messages.settlement.pay({ to, currency: "KDG" });`, "TS2345"],
    ["a number as an amount", `messages.settlement.pay({ to, currency: "KDG", amount: 5 });`, "TS2322"],
    ["a text as a number", `messages.settlement.fulfilLock({ lock: "1" });`, "TS2322"],
    ["a text that is no choice", `messages.authority.grantRole({ account: to, role: "king" });`, "TS2322"],
    ["money of another currency", `messages.settlement.pay({ to, currency: "KDG", amount: cny });`, "TS2345"],
    [
      "money of another currency in one of the legs",
      `messages.settlement.settleLegs({ legs: [{ to, currency: "KDG", amount: kdg }, { to, currency: "CNY", amount: kdg }] });`,
      "TS2322",
    ],
    [
      "money of another currency where KDG is meant",
      `messages.issuance.requestRedemption({ amountMicroKdg: cny });`,
      "TS2322",
    ],
    ["a sum of two currencies", "kdg.plus(cny);", "TS2345"],
    ["a difference of two currencies", "kdg.minus(cny);", "TS2345"],
    ["a message that no module has", `messages.settlement.steal({ to });`, "TS2339"],
    ["a module that does not exist", `messages.casino.bet({ to });`, "TS2339"],
    ["a query that no module has", `await ledger.query("accounts/secret", {});`, "TS2345"],
    ["a parameter missing", `await ledger.query("accounts/balance", { account: to });`, "TS2741"],
    [
      "an answer's field of another name",
      `(await ledger.query("accounts/supply", { currency: "KDG" })).total;`,
      "TS2339",
    ],
    [
      "an amount taken for a number",
      `Math.sqrt((await ledger.query("accounts/supply", { currency: "KDG" })).value);`,
      "TS2345",
    ],
    ["pages of a query without", `ledger.list("accounts/balance", { account: to, currency: "KDG" });`, "TS2345"],
    ["an event that no module has", `ledger.events({ type: "settlement/robbed" });`, "TS2322"],
    ["a refusal that no module has", `isRefused(undefined, "accounts/unlucky");`, "TS2345"],
    ["a message as plain data", `await wallet.send({ type: "settlement/pay", content: {} });`, "TS2353"],
  ];

  async function compile(resolution: "nodenext" | "bundler", source: string): Promise<readonly string[]> {
    const settings = {
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        target: "es2022",
        lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
        module: resolution === "nodenext" ? "nodenext" : "esnext",
        moduleResolution: resolution,
        types: [],
      },
      files: ["consumer.ts"],
    };
    writeFileSync(join(project, "consumer.ts"), source);
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(settings));
    const tsc = join(projectRoot, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", "."], { cwd: project }).catch(
      (failed: { stdout: string }) => failed,
    );
    return stdout.split("\n").filter((line) => line.includes("error TS"));
  }

  describe.each(["nodenext", "bundler"] as const)("a strict program that resolves modules as %s does", (resolution) => {
    it("compiles when it uses the package as it is meant", async () => {
      expect(await compile(resolution, opening + rightUses)).toEqual([]);
    });

    it("does not compile when it uses it in any other way", async () => {
      const errors = await compile(resolution, opening + wrongUses.map(([, code]) => code).join("\n"));
      const first = opening.split("\n").length;
      const reported = wrongUses.map(([what], at) => {
        const line = errors.find((text) => text.startsWith(`consumer.ts(${first + at},`));
        return [what, /TS\d+/.exec(line ?? "")?.[0]];
      });
      expect(reported).toEqual(wrongUses.map(([what, , error]) => [what, error]));
    });
  });

  /** A README's first program, and what it says that it prints: the comments after `console.log`, or on lines of their own. */
  function programOf(readme: string): { readonly code: string; readonly printed: readonly string[] } {
    const text = readFileSync(join(projectRoot, readme), "utf8");
    const code = /```js\n([^`]*(?:`[^`]+`[^`]*)*)```/.exec(text)?.[1] ?? "";
    const printed = [...code.matchAll(/(?:^|console\.log\(.*\); )\/\/ (.+)$/gm)].map(([, line = ""]) => line);
    return { code, printed };
  }

  describe.each(["README.md", "src/sdk/README.md"])("the program in %s", (readme) => {
    it("prints what it says", async () => {
      const { code, printed } = programOf(readme);
      writeFileSync(join(project, "readme.mjs"), code.replaceAll("http://127.0.0.1:8420", node.url));
      const { stdout } = await run(process.execPath, ["readme.mjs"], { cwd: project });
      expect(stdout.trim().split("\n")).toEqual(printed);
      expect(printed.length).toBeGreaterThan(1);
    });
  });

  describe("an installed package", () => {
    it("pays from plain JavaScript, and names what was refused", async () => {
      const program = `
      import { createHash } from "node:crypto";
      import { connect, importSigner, isRefused, messages } from "kedge";
      const seed = (name) => createHash("sha256").update("kedge/devnet-key/1\\n" + name).digest();
      const ledger = await connect(process.argv[2]);
      const alice = ledger.wallet(importSigner(seed("alice")));
      const bob = ledger.wallet(importSigner(seed("bob")));
      const usd = await ledger.currency("USD");
      const before = await ledger.query("accounts/balance", { account: bob.account, currency: "USD" });
      const pay = (amount) => alice.send(messages.settlement.pay({ to: bob.account, currency: "USD", amount }));
      const { height } = await pay(usd.of("1.25"));
      const after = await ledger.query("accounts/balance", { account: bob.account, currency: "USD" });
      const reason = await pay("999999999999999999").catch((error) => isRefused(error, "accounts/insufficientFunds"));
      console.log(JSON.stringify({ height, more: Number(BigInt(after.value) - BigInt(before.value)), reason }));
    `;
      writeFileSync(join(project, "program.mjs"), program);
      const { stdout } = await run(process.execPath, ["program.mjs", node.url], { cwd: project });
      expect(JSON.parse(stdout)).toEqual({ height: expect.any(Number), more: 125, reason: true });
    });

    it("has a command that runs", async () => {
      const { stdout } = await run("npx", ["--no-install", "kedge", "--version"], { cwd: project });
      expect(stdout.trim()).toBe("0.1.0");
    });

    it("gives nothing but its one entry", async () => {
      const inside = `import("kedge/src/sdk/http.ts").catch(({ code }) => console.log(code))`;
      const { stdout } = await run(process.execPath, ["--input-type=module", "-e", inside], { cwd: project });
      expect(stdout.trim()).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
    });
  });
});
