// The client in a real browser: a page of another origin pays, waits, follows events and checks a proof.
import { accessSync, constants } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";

const executablePath = process.env.CHROMIUM_BIN ?? "/usr/bin/chromium";

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the page's script leaves behind. */
declare const kedge: typeof import("#src/sdk/public.ts");

interface PageInput {
  readonly url: string;
  readonly seedHex: string;
  /** Those of genesis, which whoever serves the page vouches for. */
  readonly validators: readonly { readonly publicKey: string; readonly power: string }[];
}

/** Runs in the browser: its text alone goes there. */
async function payAndProve({ url, seedHex, validators }: PageInput) {
  const seed = Uint8Array.from(seedHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const keystore = await kedge.lockKey(kedge.importSigner(seed), "a good long passphrase");
  const signer = await kedge.unlockKey(keystore, "a good long passphrase");

  const ledger = await kedge.connect(url);
  const alice = ledger.wallet(signer);
  const { items } = await ledger.query("authority/holders", { role: "issuer" });
  const payee = items[0]?.account ?? "";
  const usd = await ledger.currency("USD");
  const proved = ledger.proved({ trust: { validators } });
  const pay = (amount: string) =>
    kedge.messages.settlement.pay({ to: payee, currency: "USD", amount: usd.of(amount), endToEndId: "FROM-A-PAGE" });

  const first = await alice.send(pay("1.00"));
  const before = await proved.balance(payee, usd);
  const second = await alice.send(pay("2.50"));
  const after = await proved.balance(payee, usd);
  const batch: number[] = [];
  for await (const { code } of alice.sendAll([pay("0.01"), pay("0.02"), pay("9000000000000000.00")], {
    itemsPerBatch: 2,
  })) {
    batch.push(code === 0 ? 0 : 1);
  }
  const heard: string[] = [];
  for await (const event of ledger.events({ after: `${first.height}.0`, type: "settlement/paymentSettled" })) {
    heard.push(event.content.amount);
    if (heard.length === 3) break;
  }
  const isRefused = await alice
    .send(pay("9000000000000000.00"))
    .catch((reason: unknown) => kedge.isRefused(reason, "accounts/insufficientFunds"));
  return { more: after.minus(before).toString(), isLater: second.height > first.height, batch, heard, isRefused };
}

describe.skipIf(!canRun(executablePath))("in a browser", () => {
  const folder = temporaryFolder();
  let node: NodeProcess;
  let browser: Browser;
  let page: { readonly origin: string; close(): void };

  beforeAll(async () => {
    page = await servePage();
    node = await startNodeProcess(join(folder.path, "data"), { "cors-origin": page.origin });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await node?.kill();
    page?.close();
    folder.remove();
  });

  it("pays, sends a batch, follows events and proves a balance, with a key from a keystore", async () => {
    const tab = await browser.newPage();
    await tab.goto(page.origin);
    await tab.waitForFunction("globalThis.kedge !== undefined");
    const { validators } = (await node.get("/v1/genesis")).json;
    const input = { url: node.url, seedHex: bytesToHex(devnetSecretKey("alice")), validators };
    expect(await tab.evaluate(payAndProve, input)).toEqual({
      more: "2.50 USD",
      isLater: true,
      batch: [0, 0, 1],
      heard: ["250", "1", "2"],
      isRefused: true,
    });
  });

  it("does not reach a node that has not named its page", async () => {
    const stranger = await servePage();
    const tab = await browser.newPage();
    await tab.goto(stranger.origin);
    await tab.waitForFunction("globalThis.kedge !== undefined");
    const connecting = tab.evaluate(
      (url) => kedge.connect(url, { attempts: 1 }).catch(({ name }: Error) => name),
      node.url,
    );
    expect(await connecting).toBe("UnreachableError");
    stranger.close();
  });
});

/** A page without anything but the client's bundle. */
async function servePage() {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: ["src/sdk/public.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  const html =
    '<!doctype html><title>Kedge</title><script type="module">globalThis.kedge = await import("/kedge.js");</script>';
  const script = outputFiles[0]?.text ?? "";
  const server = createServer(({ url }, response) => {
    if (url === "/kedge.js") response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    else response.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
