// A run: blocks of random traffic on a real chain, each compared with the model, with restarts and a replay at the end.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockResult } from "#src/machine/block.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { StateEvent, StateScanner } from "#src/state/view.ts";
import { Cast } from "./cast.ts";
import { Chain, type DecidedBlock } from "./chain.ts";
import { Comparison, rememberedUnlike } from "./compare.ts";
import { Composer } from "./composer.ts";
import { Envelopes } from "./envelopes.ts";
import { rememberedCounts } from "./model/admission.ts";
import { LedgerModel, type Sent, type Verdict } from "./model/ledger.ts";
import { updatesNow } from "./model/validators/book.ts";
import { eventsUnlike, unlike } from "./outcome.ts";
import { loadDrivers, loadModels } from "./parts.ts";
import { Random } from "./random.ts";
import { Scoreboard } from "./scoreboard.ts";
import { declaredVersions, firstProgram, laterProgram, laterVersions, simulationGenesis } from "./setting.ts";
import { reportOf, Votes } from "./votes.ts";
import { World } from "./world.ts";

export interface SimulationOptions {
  readonly seed: number;
  readonly blocks: number;
  /** Blocks between two comparisons of the whole state, with an audit. */
  readonly auditBlocks: number;
  /** Looks on: what a block told, and what the ledger holds after it. */
  readonly observe?: (events: readonly StateEvent[], state: StateScanner) => Promise<void>;
}

export interface SimulationReport {
  readonly scoreboard: Scoreboard;
  readonly root: string;
  /** Refusals that the ledger has and that never came up. */
  readonly unseen: readonly string[];
}

/** What was decided, and what came of it. */
interface Decided extends DecidedBlock {
  readonly root: string;
  readonly codes: string;
}

interface Expected {
  readonly sent: Sent;
  readonly verdict: Verdict;
}

const secondMs = 1_000;
const dayMs = 86_400_000;

export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const directory = mkdtempSync(join(tmpdir(), "kedge-simulation-"));
  try {
    const simulation = await Simulation.begin(options, directory);
    return await simulation.run();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #directory: string;
  readonly #genesis: Genesis;
  readonly #random: Random;
  readonly #ledger: LedgerModel;
  readonly #world: World;
  readonly #votes: Votes;
  readonly #composer: Composer;
  readonly #scoreboard: Scoreboard;
  readonly #comparison: Comparison;
  /** Every message of every version. */
  readonly #registry: Registry;
  readonly #decided: Decided[] = [];
  #chain: Chain;
  #faults = 0;

  static async begin(options: SimulationOptions, directory: string): Promise<Simulation> {
    const genesis = simulationGenesis();
    const chain = await Chain.open(directory, firstProgram(), genesis);
    const registry = laterProgram().newest();
    const names = registry.modules.map(({ name }) => name);
    const models = await loadModels(names);
    const ledger = new LedgerModel(chain.machine.network, genesis, models, declaredVersions());
    const unordered = [...models.values()].flatMap((model) => model.unordered ?? []);
    const comparison = new Comparison(registry, unordered);
    const drivers = await loadDrivers(names);
    return new Simulation({ options, directory, genesis, chain, registry, ledger, comparison, drivers });
  }

  private constructor(parts: {
    readonly options: SimulationOptions;
    readonly directory: string;
    readonly genesis: Genesis;
    readonly chain: Chain;
    readonly registry: Registry;
    readonly ledger: LedgerModel;
    readonly comparison: Comparison;
    readonly drivers: Awaited<ReturnType<typeof loadDrivers>>;
  }) {
    const { options, genesis, registry, ledger, drivers } = parts;
    this.#options = options;
    this.#directory = parts.directory;
    this.#genesis = genesis;
    this.#chain = parts.chain;
    this.#registry = registry;
    this.#ledger = ledger;
    this.#comparison = parts.comparison;
    const random = new Random(options.seed);
    this.#random = random;
    const cast = new Cast(genesis.aliases);
    const programs = new Set(genesis.moduleVersions.map(({ name, version }) => `${name}@${version}`));
    const world = new World(random, cast, ledger.model, programs);
    this.#world = world;
    this.#votes = new Votes(random, ledger.model);
    const scoreboard = new Scoreboard(registry.messages.keys());
    this.#scoreboard = scoreboard;
    const envelopes = new Envelopes(registry, cast, random);
    this.#composer = new Composer({ world, ledger, envelopes, registry, drivers, scoreboard });
  }

  async run(): Promise<SimulationReport> {
    const { blocks, auditBlocks } = this.#options;
    const restarts = new Set([1, 2, 3].map((quarter) => Math.floor((quarter * blocks) / 4)));
    await this.#compareAll();
    for (let block = 1; block <= blocks; block += 1) {
      await this.#nextBlock();
      if (block % auditBlocks === 0 || block === blocks) await this.#compareAll();
      if (restarts.has(block)) await this.#restart(block >= blocks / 2);
    }
    await this.#chain.close();
    await this.#replay();
    const codes = [...this.#registry.refusals.values()].map(({ code }) => code);
    const root = present(this.#decided.at(-1), "a run has blocks").root;
    return { scoreboard: this.#scoreboard, root, unseen: this.#scoreboard.unseen(codes) };
  }

  /** How much later the next block is: mostly seconds, now and then hours, days or months, or just when something is due. */
  #step(): number {
    const random = this.#random;
    const [first, ...later] = this.#ledger.moments();
    if (first !== undefined && random.percent(15)) {
      const moment = random.percent(70) ? first : random.pick([first, ...later.slice(0, 4)]);
      return Math.max(1, moment - this.#chain.timeMs + random.pick([-1, 0, 0, 1]));
    }
    const kinds = [
      { weight: 70, least: 1, most: 5 * secondMs },
      { weight: 20, least: 5 * secondMs, most: 90 * secondMs },
      { weight: 7, least: 60 * secondMs, most: dayMs / 12 },
      { weight: 2, least: dayMs / 4, most: 3 * dayMs },
      { weight: 1, least: 3 * dayMs, most: 100 * dayMs },
    ];
    const { least, most } = random.pickWeighted(kinds);
    return random.between(least, most);
  }

  /** Fills a block as the model goes along, executes it, and compares what came of it. */
  async #nextBlock(): Promise<void> {
    const random = this.#random;
    const height = this.#chain.height + 1;
    const timeMs = this.#chain.timeMs + this.#step();
    const reported = this.#votes.next(height);
    this.#ledger.begin(height, timeMs, reportOf(reported));
    this.#world.moveMarkets();
    const expected: Expected[] = [];
    const wanted = random.percent(5) ? 0 : random.percent(5) ? 120 : random.between(20, 70);
    for (let at = 0; at < wanted; at += 1) {
      const sent = this.#composer.next();
      if (sent !== undefined) expected.push({ sent, verdict: this.#ledger.execute(sent) });
    }
    this.#ledger.end();
    const block = { ...reported, timeMs, transactions: expected.map(({ sent }) => sent.bytes) };
    const proposed = random.percent(25) ? this.#chain.propose(block) : undefined;
    this.#chain.faults.length = 0;
    const result = await this.#chain.decide(block);
    this.#compareResults(height, expected, result);
    if (proposed !== undefined && codesOf(proposed) !== codesOf(result)) {
      this.#fail(height, ["the block came to other results when it was proposed"]);
    }
    const broken = this.#comparison.changes(result.changes, this.#ledger.rows());
    if (broken.length > 0) this.#fail(height, broken);
    const events = [...result.blockEvents, ...result.results.flatMap((each) => each.events)];
    await this.#options.observe?.(events, this.#chain.store.reader());
    this.#decided.push({ ...block, root: bytesToHex(result.root), codes: codesOf(result) });
  }

  #compareResults(
    height: number,
    expected: readonly Expected[],
    { results, blockEvents, validatorUpdates }: BlockResult,
  ): void {
    const told = updateTexts(validatorUpdates);
    const wanted = updatesNow(this.#ledger.model);
    if (told.join() !== wanted.join()) this.#fail(height, [`the engine hears ${told}, but should hear ${wanted}`]);
    const undeclared = eventsUnlike(this.#registry, blockEvents, true);
    if (undeclared.length > 0) this.#fail(height, undeclared);
    for (const [at, { sent, verdict }] of expected.entries()) {
      const result = present(results[at], "one result a transaction");
      this.#scoreboard.note(sent, verdict, result);
      const broken = unlike(this.#registry, sent, verdict, result);
      const isDone = verdict.grounds === undefined && verdict.messages.some((message) => "answer" in message);
      broken.push(...eventsUnlike(this.#registry, result.events, isDone));
      if (broken.length > 0) this.#fail(height, [...broken, ...sent.messages.map(describe)]);
    }
    if (this.#chain.faults.length !== this.#ledger.faults - this.#faults) {
      this.#fail(height, ["there were faults", ...this.#chain.faults.slice(-3)]);
    }
    this.#forgetFaults();
  }

  #forgetFaults(): void {
    this.#chain.faults.length = 0;
    this.#faults = this.#ledger.faults;
  }

  /** Every row, every remembered id's minute, every promise of every module. */
  async #compareAll(): Promise<void> {
    const state = this.#chain.store.reader();
    const broken = await this.#comparison.state(state, this.#ledger.rows());
    broken.push(...rememberedUnlike(state, rememberedCounts(this.#ledger.model)));
    for (const { name, invariants = {} } of this.#chain.machine.registry.modules) {
      for (const [claim, check] of Object.entries(invariants)) {
        const sentences = await check({ state }).catch((fault) => [`cannot be evaluated: ${String(fault)}`]);
        broken.push(...sentences.map((sentence) => `${name}/${claim}: ${sentence}`));
      }
    }
    if (broken.length > 0) this.#fail(this.#chain.height, broken);
  }

  async #restart(isLater: boolean): Promise<void> {
    await this.#chain.close();
    const program = isLater ? laterProgram() : firstProgram();
    this.#chain = await Chain.open(this.#directory, program, this.#genesis);
    if (isLater) for (const version of laterVersions) this.#world.programs.add(version);
  }

  /** From genesis again, by the later program, to the same root and the same results at every height. */
  async #replay(): Promise<void> {
    const chain = await Chain.inMemory(laterProgram(), this.#genesis);
    for (const [at, block] of this.#decided.entries()) {
      const result = await chain.decide(block);
      if (codesOf(result) !== block.codes) this.#fail(at + 1, ["a replay came to other results"]);
      if (bytesToHex(result.root) !== block.root) this.#fail(at + 1, ["a replay came to another root"]);
    }
    await chain.close();
  }

  #fail(height: number, broken: readonly string[]): never {
    const { seed, blocks } = this.#options;
    const again = `KEDGE_SIMULATION_SEED=${seed} KEDGE_SIMULATION_BLOCKS=${blocks}`;
    const shown = broken.slice(0, 8).join("\n");
    throw new Error(
      `block ${height}, ${this.#chain.timeMs} ms: ${broken.length} differences; again with ${again}\n${shown}`,
    );
  }
}

function describe({ type, actor, content }: Sent["messages"][number]): string {
  const text = (_key: string, value: unknown) =>
    typeof value === "bigint" ? `${value}` : value instanceof Uint8Array ? bytesToHex(value) : value;
  return `${actor} ${type} ${JSON.stringify(content, text)}`.slice(0, 600);
}

/** All that nodes must agree on about the transactions of a block, and about who signs the next ones. */
function codesOf({ results, validatorUpdates }: BlockResult): string {
  const codes = results.map(({ code, data, workUsed }) => `${code}:${workUsed}:${bytesToHex(data)}`);
  return [...codes, ...updateTexts(validatorUpdates)].join();
}

function updateTexts(updates: BlockResult["validatorUpdates"]): string[] {
  return updates.map(({ publicKey, power }) => `${bytesToHex(publicKey)}:${power}`);
}
