// `npm run bench:pvp`: payments versus payment a second, signed one by one and many at once, over HTTP and in process.
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { present } from "#src/core/assert.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetNames } from "#src/node/devnet.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { percentile, runLoad } from "../load.ts";
import { startSingle } from "../target.ts";
import { payerSigner, type Signer, type SigningContext, signedBatch, signerOf, WorkloadHash } from "../workload.ts";
import { batchesOfBundles, currencies, fileOfExchanges, type Pair, singleExchange } from "./exchanges.ts";
import { openBareLedger } from "./inProcess.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    payers: { type: "string", default: "2000" },
    json: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds);
const payerCount = Number(values.payers);
/** Proposals of one account that the ledger lets wait, and of everybody but banks and issuers. */
const bundlesPerBatch = 100;
const batchesPerWave = 40;
const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`));

const registry = new ModuleVersions(Object.values(modules)).newest();
const names = devnetNames(registry, 0);
const named = (alias: string) => signerOf(devnetSecretKey(alias), names.account(alias));
const bank = named("participant-bank");
const payers = Array.from({ length: payerCount }, (_, index) => payerSigner(index));
const accounts = payers.map(({ account }) => account);
const hash = new WorkloadHash();

interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** By the processor's time alone, of this process with all its threads: what other work on the machine does not change. */
  readonly perProcessorSecond?: number;
  readonly exchanges: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly errors: number;
  readonly load: number;
}

/** Disjoint pairs of payers, over and over: no pair of neighbours in a block shares a row. */
function pairOf(index: number): Pair {
  const at = (2 * index) % payerCount;
  return [present(payers[at], "a payer"), present(payers[at + 1], "a payer")];
}

/** Batches that open the accounts, issue, and give every account both currencies, one list after the other. */
function setUp(context: SigningContext): Uint8Array[][] {
  const noSalt = new Uint8Array();
  const inPieces = (actor: Signer, type: string, items: readonly unknown[]) =>
    Array.from({ length: Math.ceil(items.length / 1_000) }, (_, at) =>
      signedBatch(context, actor, type, items.slice(at * 1_000, (at + 1) * 1_000)),
    );
  const openings = payers.map(({ publicKey }) => ({ policy: { threshold: 1, keys: [publicKey] }, salt: noSalt }));
  const issues = currencies.map((currency) =>
    signedBatch(context, named(`${currency.toLowerCase()}-issuer`), "accounts/issueCurrency", [
      { currency, to: bank.account, amount: 10n ** 15n },
    ]),
  );
  const gifts = currencies.flatMap((currency) => accounts.map((to) => ({ currency, to, amount: 10_000_000n })));
  return [inPieces(bank, "accounts/openAccount", openings), issues, inPieces(bank, "settlement/pay", gifts)];
}

interface Form {
  readonly name: string;
  /** Exchanges in one transaction, and transactions prepared: more than a run has used. */
  readonly size: number;
  readonly prepared: number;
  readonly perBlock: number;
}

const forms: readonly Form[] = [
  { name: "signed one by one, two signers each", size: 1, prepared: 4_000 * seconds, perBlock: 1_000 },
  { name: "32 in a transaction of two signers", size: 32, prepared: 1_000 * seconds, perBlock: 200 },
  { name: "1,000 in a transaction of two signers", size: 1_000, prepared: 60 * seconds, perBlock: 20 },
];

function prepare(context: SigningContext, { size, prepared }: Form): Uint8Array[] {
  return Array.from({ length: prepared }, (_, index) => {
    // Whoever signs first answers for the work of all: an institution's quota has room for files of thousands.
    const pair: Pair = size < 1_000 ? pairOf(index) : [bank, pairOf(index)[1]];
    hash.add(pair[0].account, [pair[1].account]);
    return size === 1 ? singleExchange(context, pair) : fileOfExchanges(context, pair, customersOf(index), size);
  });
}

/** Neither of the pair is its own customer. */
function customersOf(index: number) {
  const at = (2 * index) % payerCount;
  return [...accounts.slice(at + 2), ...accounts.slice(0, at)];
}

const loadNow = () => Math.round((loadavg()[0] ?? 0) * 10) / 10;
const rounded = (value: number) => Math.round(value);

async function overHttp(): Promise<Measured[]> {
  const server = await startSingle();
  try {
    const { network } = (await (await fetch(`${server.url}/health`)).json()) as { network: string };
    const context = (): SigningContext => ({ registry, network, validUntilMs: Date.now() + 560_000 });
    const send = (
      bodies: readonly Uint8Array[],
      kind: "transactions" | "batches",
      connections: number,
      pipelining = 1,
    ) => runLoad(bodies, { url: server.url, path: `/v1/${kind}?wait=committed`, connections, pipelining, seconds });
    for (const bodies of setUp(context())) {
      const { completed, firstError } = await send(bodies, "batches", 8);
      if (completed < bodies.length) throw new Error(`setting up failed: ${firstError ?? "it took too long"}`);
    }
    const measured: Measured[] = [];
    for (const form of forms) {
      const bodies = prepare(context(), form);
      const isSingle = form.size === 1;
      const report = await send(bodies, "transactions", isSingle ? 64 : 16, isSingle ? 16 : form.size === 32 ? 8 : 1);
      if (report.firstError !== undefined) process.stderr.write(`${form.name}: ${report.firstError}\n`);
      measured.push({
        name: form.name,
        perSecond: rounded((report.completed * form.size * 1_000) / report.elapsedMs),
        exchanges: report.completed * form.size,
        p50Ms: rounded(percentile(report.latenciesMs, 50)),
        p99Ms: rounded(percentile(report.latenciesMs, 99)),
        ...{ errors: report.errors, load: loadNow() },
      });
    }
    return measured;
  } finally {
    await server.stop();
  }
}

interface Done {
  readonly elapsedMs: number;
  readonly processorMs?: number;
  readonly refused: number;
}
type Execute = (bodies: readonly Uint8Array[]) => Promise<Done>;

/** Waves of batches: what is proposed in one is confirmed next, and each bundle settles with its confirmation. */
async function bundlesBy(execute: Execute, context: () => SigningContext): Promise<Measured> {
  let [elapsedMs, processorMs, exchanges, errors, index] = [0, 0, 0, 0, 0];
  while (elapsedMs < seconds * 1_000) {
    const expiresMs = Date.now() + 600_000 + index;
    const wave = Array.from({ length: batchesPerWave }, (_, at) =>
      // Confirming is most of the work, so the bank does it.
      batchesOfBundles(context(), [pairOf(index + at)[0], bank], bundlesPerBatch, expiresMs),
    );
    index += batchesPerWave;
    let refused = 0;
    for (const bodies of [wave.map((each) => each.proposals), wave.map((each) => each.confirmations)]) {
      const done = await execute(bodies);
      elapsedMs += done.elapsedMs;
      processorMs += done.processorMs ?? 0;
      errors += done.refused;
      refused = done.refused;
    }
    exchanges += batchesPerWave * bundlesPerBatch - refused;
  }
  const name = "bundles of the queues, proposed and confirmed in batches of 100";
  const perSecond = rounded((exchanges * 1_000) / elapsedMs);
  const perProcessorSecond = rounded((exchanges * 1_000) / processorMs);
  return { name, perSecond, ...(processorMs > 0 && { perProcessorSecond }), exchanges, errors, load: loadNow() };
}

async function inProcess(): Promise<Measured[]> {
  const ledger = await openBareLedger();
  try {
    const context = (): SigningContext => ({ registry, network: ledger.network, validUntilMs: Date.now() + 560_000 });
    for (const bodies of setUp(context())) {
      const { refused } = await ledger.execute(bodies, 1);
      if (refused > 0) throw new Error("setting up failed");
    }
    const measured: Measured[] = [];
    for (const form of forms) {
      const bodies = prepare(context(), form);
      const { elapsedMs, processorMs, refused } = await ledger.execute(bodies, form.perBlock);
      const exchanges = (bodies.length - refused) * form.size;
      const perSecond = rounded((exchanges * 1_000) / elapsedMs);
      const perProcessorSecond = rounded((exchanges * 1_000) / processorMs);
      measured.push({ name: form.name, perSecond, perProcessorSecond, exchanges, errors: refused, load: loadNow() });
    }
    measured.push(await bundlesBy((bodies) => ledger.execute(bodies, 4), context));
    return measured;
  } finally {
    await ledger.close();
  }
}

const machine = {
  ...{ processor: cpus()[0]?.model ?? "unknown", cores: cpus().length },
  ...{ memoryGib: Math.round(totalmem() / 2 ** 30), node: process.version },
};
const report = {
  machine,
  settings: { seconds, payers: payerCount },
  http: await overHttp(),
  inProcess: await inProcess(),
};
for (const [where, list] of [
  ["over HTTP", report.http],
  ["in process", report.inProcess],
] as const) {
  for (const { name, perSecond, perProcessorSecond, p50Ms, p99Ms, errors, load } of list) {
    const latency = p50Ms === undefined ? "" : `, p50 ${p50Ms} ms, p99 ${p99Ms} ms`;
    const alone = perProcessorSecond === undefined ? "" : `, ${perProcessorSecond} a second of processor time`;
    say(`${where}, ${name}: ${perSecond} a second${latency}${alone}, errors ${errors}, load ${load}`);
  }
}
say(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}; workload ${hash.hex.slice(0, 16)}`);
process.stdout.write(`${JSON.stringify({ ...report, workloadHash: hash.hex })}\n`);
