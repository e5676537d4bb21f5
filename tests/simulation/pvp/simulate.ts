// A run: so many bundles through the ledger, one block after another, judged after each, until everything has ended.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDraw } from "#scripts/draw.ts";
import type { BlockResult } from "#src/machine/block.ts";
import { Clock } from "./clock.ts";
import { Driver } from "./driver.ts";
import { Ledger } from "./ledger.ts";
import { Observer } from "./observer.ts";
import { Scoreboard } from "./scoreboard.ts";
import { providers } from "./setting.ts";
import type { Sent } from "./terms.ts";
import { Envelopes, type Message } from "./transactions.ts";

export interface RunOptions {
  readonly bundles: number;
  readonly seed: number;
  /** Bundles that begin in one block. */
  readonly perBlock?: number;
  /** After so many minutes no more bundles begin, and what is open ends. */
  readonly minutes?: number;
  /** Told after each block how many bundles have begun. */
  readonly onBlock?: (height: number, begun: number) => void;
  /** Changes what a block holds before the ledger executes it: for tests that show that a broken ledger is found. */
  readonly tamper?: (sent: readonly Sent[], envelopes: Envelopes, timeMs: number) => readonly Sent[];
  /** Changes what the ledger says came of a block. */
  readonly distort?: (result: BlockResult) => BlockResult;
}

export interface Run {
  readonly scoreboard: Scoreboard;
  readonly blocks: number;
  readonly transactions: number;
  readonly restarts: number;
  readonly audited: readonly string[];
  readonly root: string;
  readonly seconds: number;
}

/** A process restart comes in one of so many blocks; every other one has executed a block that it never wrote. */
const restartEveryBlocks = 60;
/** Rates end after seven days of block time at most. */
const publishEveryBlocks = 2_000;

export async function simulateBundles(options: RunOptions): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-pvp-"));
  const ledger = await Ledger.open(directory);
  try {
    return await runOn(ledger, options);
  } finally {
    await ledger.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runOn(ledger: Ledger, options: RunOptions): Promise<Run> {
  let { bundles } = options;
  const { seed, perBlock = 100, tamper, distort, onBlock, minutes = Infinity } = options;
  const begunMs = performance.now();
  const [draw, fate] = [createDraw(seed), createDraw(seed + 1_000_003)];
  const scoreboard = new Scoreboard();
  const clock = new Clock(draw);
  const observer = new Observer((bundle) => scoreboard.add(bundle));
  const envelopes = new Envelopes(ledger.network);
  const driver = new Driver(draw, clock, envelopes, observer);
  let [transactions, restarts] = [0, 0];

  while (driver.bundles < bundles || observer.open.size > 0 || !driver.isDone) {
    const height = ledger.height + 1;
    const timeMs = clock.at(height);
    if (performance.now() - begunMs > minutes * 60_000) bundles = Math.min(bundles, driver.bundles);
    const isOver = driver.bundles >= bundles;
    if (restarts * restartEveryBlocks < height - restartEveryBlocks) {
      restarts += 1;
      await ledger.restart();
      driver.mark(() => true, "restarted");
    }
    const published = height % publishEveryBlocks === 1 ? rates(envelopes, timeMs) : [];
    const drawn = driver.block(height, isOver ? 0 : Math.min(perBlock, bundles - driver.bundles), !isOver);
    const sent = tamper === undefined ? [...published, ...drawn] : tamper([...published, ...drawn], envelopes, timeMs);
    const bytes = sent.map((each) => each.bytes);
    if (fate(2 * restartEveryBlocks) === 0) {
      restarts += 1;
      await ledger.decideInVain(bytes, timeMs);
      driver.mark(() => true, "restarted");
    }
    const result = await ledger.decide(bytes, timeMs);
    observer.judge(sent, distort === undefined ? result : distort(result), timeMs, ledger.state);
    transactions += sent.length;
    clock.forget(height - 2);
    onBlock?.(height, driver.bundles);
  }
  observer.judgeEnd(ledger.state);
  const [audited, seconds] = [await audit(ledger), (performance.now() - begunMs) / 1_000];
  return { scoreboard, blocks: ledger.height, transactions, restarts, audited, root: ledger.root, seconds };
}

/** What the modules' own invariants say at the end. */
async function audit(ledger: Ledger): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, invariants = {} } of ledger.machine.registry.modules) {
    for (const [claim, check] of Object.entries(invariants)) {
      for (const sentence of await check({ state: ledger.reader() })) broken.push(`${name}/${claim}: ${sentence}`);
    }
  }
  return broken;
}

/** Two providers, one for each pair: from yuan to soms there is no way but by tenge. */
function rates(envelopes: Envelopes, timeMs: number): Sent[] {
  const validUntilMs = timeMs + 600_000_000;
  const of = (actor: string, base: string, quote: string, bidNano: bigint, askNano: bigint): Message => ({
    actor,
    type: "fx/publishRate",
    content: { base, quote, tiers: [{ baseMost: 10n ** 20n, bidNano, askNano }], validUntilMs },
  });
  const [first, second] = providers;
  const messages = [
    of(first, "CNY", "KZT", 70_000_000_000n, 71_000_000_000n),
    of(second, "KZT", "UZS", 25_000_000_000n, 26_000_000_000n),
  ];
  return messages.map((message) => ({
    bytes: envelopes.signed([message], timeMs + 60_000),
    role: "disturbance" as const,
  }));
}
