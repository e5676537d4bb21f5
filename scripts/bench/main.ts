// The benchmark: payments a second and their latency, over HTTP, committed durably, the load generator included.

import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { createDraw } from "#scripts/draw.ts";
import type { Account } from "#src/core/account.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetNames } from "#src/node/devnet.ts";
import { accountOf } from "#src/transaction/account.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { measureCeiling } from "./ceiling.ts";
import { type LoadReport, percentile, runLoad } from "./load.ts";
import { measureOutage, type OutageLoads } from "./outage.ts";
import { runPacedLoad } from "./pacedLoad.ts";
import { measureStateSync, snapshotIntervalBlocks, steadyPerSecond } from "./stateSync.ts";
import { startSingle, startTestnet, type TestnetTarget, timing } from "./target.ts";
import {
  currency,
  payeePolicy,
  payerSigner,
  pick,
  type Signer,
  type SigningContext,
  signedBatch,
  signedPayment,
  signerOf,
  WorkloadHash,
} from "./workload.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seconds: { type: "string", default: "10" },
    accounts: { type: "string", default: "10000" },
    out: { type: "string" },
    /** `single`, or `cometbft` with so many validators on this machine, the first of which is sent the load. */
    engine: { type: "string", default: "single" },
    validators: { type: "string", default: "1" },
    /** Measures instead how long a node takes to join a network of so many accounts by a snapshot. */
    "state-sync": { type: "string" },
  },
});
const seconds = Number(values.seconds);
const isStateSync = values["state-sync"] !== undefined;
const accountCount = Number(values["state-sync"] ?? values.accounts);
/** Payers with a key: enough that no quota is met. */
const payerCount = Math.min(accountCount, 10_000);
/** What is signed beforehand: more than any run has used, and what is left over is not sent. */
const singlesPrepared = Math.ceil(seconds * 12_000);
const batchesPrepared = Math.ceil(seconds * 150);
const batchItems = 1_000;
/** One wave of batches that open or fund accounts: many times what it takes, and still an end. */
const setUpSecondsMax = 120;
/** Batches of that under way at once: few enough that each is decided in time on a busy machine. */
const setUpConnections = 8;
const say = (line: string) => void (values.json || process.stdout.write(`${line}\n`));

interface Scenario {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

if (values.engine !== "single" && values.engine !== "cometbft") throw new Error(`there is no engine ${values.engine}`);
const isNetwork = values.engine === "cometbft";
const validators = Number(values.validators);
if (isStateSync && (!isNetwork || validators < 2)) {
  throw new Error("state sync is measured with --engine cometbft and two validators at least: one confirms the other");
}
const testnet = isNetwork
  ? await startTestnet(validators, "kedge", isStateSync ? snapshotIntervalBlocks : 0)
  : undefined;
const server = testnet ?? (await startSingle());
/** The pace of clients below the limit, and of those who pay while a stopped validator catches up. */
const pacedPerSecond = 500;
/** One of so many can be stopped, and the others still decide. */
const outageValidatorsMin = 4;
/** The engine's built-in store, and an application of ours that does nothing. */
const yardsticks = ["kvstore", "scripts/bench/doNothing.ts"] as const;
/** The size of what was sent, by scenario: the engine's ceiling is measured at the same size. */
const transactionBytes = { single: 0, batch: 0 };
const registry = new ModuleVersions(Object.values(modules)).newest();
const { network } = (await (await fetch(`${server.url}/health`)).json()) as { network: string };
const context = (): SigningContext => ({ registry, network, validUntilMs: Date.now() + 560_000 });
const names = devnetNames(registry, 0);
const bank = signerOf(devnetSecretKey("participant-bank"), names.account("participant-bank"));
const issuer = signerOf(devnetSecretKey("usd-issuer"), names.account("usd-issuer"));
const hash = new WorkloadHash();

const machine = {
  processor: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};

if (isStateSync && testnet !== undefined) await reportStateSync(testnet);
else await reportScenarios();

async function reportStateSync(target: TestnetTarget): Promise<void> {
  try {
    const { payers, payees } = await openAccounts();
    const draw = createDraw(5);
    const pay = (forSeconds: number) =>
      runPacedLoad(
        paymentsOf(payers, payees, draw, steadyPerSecond * forSeconds),
        pacedLoad(steadyPerSecond, forSeconds),
      );
    const stateSync = await measureStateSync(target, pay);
    const { snapshotMib, chunks, foundSeconds, takenSeconds, followingSeconds, joinerResidentMib } = stateSync;
    say(
      `a node joined ${accountCount} accounts in ${followingSeconds} s: a snapshot of ${snapshotMib} MiB in ${chunks} chunks was found after ${foundSeconds} s and taken in after ${takenSeconds} s; the joiner holds ${joinerResidentMib} MiB`,
    );
    publish({ engine: values.engine, machine, settings: { accounts: accountCount, validators, ...timing }, stateSync });
  } finally {
    await target.stop();
  }
}

function publish(report: object): void {
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function reportScenarios(): Promise<void> {
  const { scenarios, outage, residentMib } = await measure();
  const ceilings = isNetwork ? await measureCeilings(scenarios) : [];
  const report = {
    engine: values.engine,
    machine,
    settings: {
      seconds,
      accounts: accountCount,
      durability: "every block is one synced write",
      ...(isNetwork ? { validators, ...timing } : { blockIntervalMs: 200 }),
    },
    workloadHash: hash.hex,
    residentMib,
    scenarios,
    ...(outage === undefined ? {} : { outage }),
    ...(isNetwork ? { ceilings } : {}),
  };
  for (const scenario of report.scenarios) {
    say(
      `${scenario.name}: ${scenario.perSecond} a second, p50 ${scenario.p50Ms} ms, p99 ${scenario.p99Ms} ms, errors ${scenario.errors}`,
    );
  }
  if (outage !== undefined) {
    const { stopped, perSecond, throughputPercent, blockIntervalP99Ms, blockIntervalP99MsOfAll, catchUp } = outage;
    say(
      `without ${stopped}: ${perSecond} single payments a second, ${throughputPercent} % of all; block interval p99 ${blockIntervalP99Ms} ms instead of ${blockIntervalP99MsOfAll} ms`,
    );
    say(
      `back again: ${catchUp.missedPayments} payments in ${catchUp.seconds} s, ${catchUp.timesOffered} times the ${catchUp.offeredPerSecond} a second that went on`,
    );
  }
  for (const ceiling of ceilings) {
    say(
      `the engine with ${ceiling.application} at ${ceiling.transactionBytes} bytes: ${ceiling.perSecond} transactions a second; Kedge decided ${ceiling.sharePercent} % of that`,
    );
  }
  say(
    `${report.machine.processor}, ${report.machine.cores} cores, Node ${report.machine.node}; ${accountCount} accounts; workload ${hash.hex.slice(0, 16)}`,
  );
  say(`The node's resident memory afterwards: ${report.residentMib} MiB. Load generator and node share the cores.`);
  publish(report);
}

/** All scenarios, and the node's memory afterwards; nothing runs on when one fails. */
async function measure() {
  try {
    const { payers, payees } = await openAccounts();
    const singles = await measureSingles(payers, payees);
    const batches = await measureBatches(payees);
    const paced = await measurePaced(payers, payees);
    const residentMib = server.residentMib();
    const hasOutage = testnet !== undefined && validators >= outageValidatorsMin;
    const outage = hasOutage ? await measureOutage(testnet, outageLoads(payers, payees), pacedPerSecond) : undefined;
    return { scenarios: [singles, batches, paced] as const, outage, residentMib };
  } finally {
    await server.stop();
  }
}

/** The engine with applications of its own, and Kedge's share of what it decides then. */
async function measureCeilings([single, batch]: readonly [Scenario, Scenario, Scenario]) {
  const found = [];
  for (const application of yardsticks) {
    for (const [bytes, decided] of [
      [transactionBytes.single, single.perSecond],
      [transactionBytes.batch, batch.perSecond / batchItems],
    ] as const) {
      const ceiling = await measureCeiling(application, { validators, transactionBytes: bytes, seconds });
      const sharePercent = Math.round((decided * 100) / Math.max(1, ceiling.perSecond));
      found.push({ ...ceiling, sharePercent });
    }
  }
  return found;
}

/** Opens all accounts through batches of the bank and gives the payers something to pay with. */
async function openAccounts(): Promise<{ payers: Signer[]; payees: Account[] }> {
  const payers = Array.from({ length: payerCount }, (_, index) => payerSigner(index));
  const noSalt = new Uint8Array();
  const others = Array.from({ length: accountCount - payerCount }, (_, index) => payeePolicy(index));
  const policies = [...payers.map(({ publicKey }) => ({ threshold: 1, keys: [publicKey] })), ...others];
  const payees = [...payers.map(({ account }) => account), ...others.map((policy) => accountOf(policy, noSalt))];
  await sendBatches(
    bank,
    "accounts/openAccount",
    policies.map((policy) => ({ policy, salt: noSalt })),
  );
  await sendBatches(issuer, "accounts/issueCurrency", [{ currency, to: bank.account, amount: 10n ** 15n }]);
  await sendBatches(
    bank,
    "settlement/pay",
    payees.map((to) => ({ currency, to, amount: 1_000_000n })),
  );
  say(`opened and funded ${accountCount} accounts`);
  return { payers, payees };
}

async function sendBatches(actor: Signer, type: string, items: readonly unknown[]): Promise<void> {
  const wave = 200 * batchItems;
  for (let start = 0; start < items.length; start += wave) {
    const part = items.slice(start, start + wave);
    const bodies: Uint8Array[] = [];
    for (let at = 0; at < part.length; at += batchItems) {
      bodies.push(signedBatch(context(), actor, type, part.slice(at, at + batchItems)));
    }
    const { completed, firstError } = await runLoad(bodies, batchLoad(setUpSecondsMax, setUpConnections));
    if (completed < bodies.length) throw new Error(`setting up failed: ${firstError ?? "it took too long"}`);
  }
}

async function measureSingles(payers: readonly Signer[], payees: readonly Account[]): Promise<Scenario> {
  const bodies = paymentsOf(payers, payees, createDraw(1), singlesPrepared);
  transactionBytes.single = bodies[0]?.length ?? 0;
  say(`signed ${bodies.length} payments`);
  return scenarioOf("single-payments", await runLoad(bodies, singleLoad()), 1);
}

async function measurePaced(payers: readonly Signer[], payees: readonly Account[]): Promise<Scenario> {
  const bodies = paymentsOf(payers, payees, createDraw(3), pacedPerSecond * seconds);
  return scenarioOf("paced-payments", await runPacedLoad(bodies, pacedLoad(pacedPerSecond, seconds)), 1);
}

function outageLoads(payers: readonly Signer[], payees: readonly Account[]): OutageLoads {
  const draw = createDraw(4);
  return {
    full: () => {
      const bodies = paymentsOf(payers, payees, draw, singlesPrepared);
      return () => runLoad(bodies, singleLoad());
    },
    paced: (perSecond, forSeconds) =>
      runPacedLoad(paymentsOf(payers, payees, draw, perSecond * forSeconds), pacedLoad(perSecond, forSeconds)),
  };
}

/** Payments of one unit, each signed by the next payer. */
function paymentsOf(
  payers: readonly Signer[],
  payees: readonly Account[],
  draw: (below: number) => number,
  count: number,
): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const payer = payers[index % payers.length] ?? bank;
    const payee = pick(payees, draw);
    const to = payee === payer.account ? bank.account : payee;
    hash.add(payer.account, [to]);
    return signedPayment(context(), payer, to);
  });
}

function singleLoad() {
  return {
    url: server.url,
    path: "/v1/transactions?wait=committed",
    connections: 128,
    // Blocks are 200 ms apart at least, so a closed loop needs well over a fifth of a second's payments under way.
    pipelining: 18,
    seconds,
  };
}

function pacedLoad(perSecond: number, forSeconds: number) {
  return { url: server.url, path: "/v1/transactions?wait=committed", perSecond, seconds: forSeconds };
}

async function measureBatches(payees: readonly Account[]): Promise<Scenario> {
  const draw = createDraw(2);
  const bodies = Array.from({ length: batchesPrepared }, () => {
    const to = Array.from({ length: batchItems }, () => pick(payees, draw));
    hash.add(bank.account, to);
    return signedBatch(
      context(),
      bank,
      "settlement/pay",
      to.map((payee) => ({ currency, to: payee, amount: 1n })),
    );
  });
  transactionBytes.batch = bodies[0]?.length ?? 0;
  say(`signed ${bodies.length} batches of ${batchItems}`);
  return scenarioOf("batch-payments", await runLoad(bodies, batchLoad(seconds)), batchItems);
}

function batchLoad(most: number, connections = 32) {
  return { url: server.url, path: "/v1/batches?wait=committed", connections, pipelining: 1, seconds: most };
}

function scenarioOf(name: string, load: LoadReport, payments: number): Scenario {
  if (load.firstError !== undefined) process.stderr.write(`${name}: ${load.firstError}\n`);
  return {
    name,
    perSecond: Math.round((load.completed * payments * 1_000) / load.elapsedMs),
    p50Ms: Math.round(percentile(load.latenciesMs, 50)),
    p99Ms: Math.round(percentile(load.latenciesMs, 99)),
    errors: load.errors,
  };
}
