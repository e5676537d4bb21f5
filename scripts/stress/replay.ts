// Plays a story on a ledger: feeders quote, months pass, people mint and redeem, and the books are looked at after every block.
import { present } from "#src/core/assert.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { countsOf } from "#src/modules/metal-reserve/books.ts";
import { barLists } from "#src/modules/metal-reserve/tables.ts";
import { rangeOf, type Status, type Zone } from "./apart.ts";
import { Books, equal, type Stand } from "./books.ts";
import { type Block, openStressLedger, type Sent, type StressLedger } from "./ledger.ts";
import { dayMs, type Metal, minuteMs, monthMs, type Prices, pricesOf, slotOf } from "./months.ts";
import { feedersOf, genesisOf, type Setting, startMsOf } from "./setting.ts";

/** What one feeder says of one price; nothing if it is silent. */
export interface Voice {
  readonly priceNano: bigint;
  readonly confidenceNano: bigint;
  /** Where not the block's own time: an old observation told again. */
  readonly observedMs?: number;
}
export type Voices = (feeder: number, metal: Metal, priceNano: bigint) => Voice | undefined;

/** All agree, and are sure to a thousandth. */
export const agreed: Voices = (_, __, priceNano) => ({ priceNano, confidenceNano: priceNano / 1_000n });

/** One line of the history of a replay. */
export interface Row {
  readonly at: string;
  readonly status: Status;
  readonly zone: Zone;
  readonly coverageBp: bigint;
  readonly pricesNano: ReadonlyMap<string, bigint>;
  readonly rLowNano: bigint;
  readonly rateNano: bigint;
  readonly supplyMicroKdg: bigint;
  readonly deficitNano: bigint;
  /** Shares of the basket, and of the metals held, at middle prices. */
  readonly weightsBp: ReadonlyMap<string, bigint>;
  readonly heldBp: ReadonlyMap<string, bigint>;
  /** What became of a rebalance since the line before. */
  readonly rebalance?: string;
}

export interface Attempt {
  readonly at: string;
  readonly zone: Zone;
  readonly status: Status;
  readonly refused: string | undefined;
}

export interface Redeemed {
  readonly at: string;
  readonly zone: Zone;
  readonly state: string;
  readonly lowNano?: bigint;
  readonly rateNano?: bigint;
}

export interface Rebalanced {
  readonly number: number;
  readonly state: string;
  readonly announced: string;
  readonly closed?: string;
  readonly obstacle?: string;
}

interface RebalanceShown {
  readonly number: number;
  readonly state: string;
  readonly announcedMs: number;
  readonly closedMs?: number;
  readonly obstacle?: { readonly why: string; readonly component?: string };
}

/** `2012-04-03`, in UTC. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

interface EpochShown {
  readonly state: string;
  readonly pricing?: { readonly lowNano: bigint; readonly rateNano: bigint };
}

const barMg: Readonly<Record<Metal, bigint>> = { AG: 31_000_000n, CU: 25_000_000_000n, SN: 5_000_000_000n };
const documentHash = sha256(new Uint8Array([1]));
/** The devnet's epochs stay open for half a minute. */
const epochMs = 30_000;
const blocksToSettleMost = 50;
/** Bars that alice may try to mint on, one at a time. */
const spareBars = 24;

export class Replay {
  readonly rows: Row[] = [];
  readonly mints: Attempt[] = [];
  readonly redeemed: Redeemed[] = [];
  /** Zones one after another, over all blocks with sound or with stale prices. */
  readonly path: string[] = [];
  readonly books = new Books();
  /** The lowest coverage at sound prices, and while a jump was held. */
  lowestBp: bigint | undefined;
  lowestHeldBp: bigint | undefined;
  readonly #spares: number[] = [];
  #told: string[] = [];
  #prices: Prices;
  #stand: Stand | undefined;

  readonly setting: Setting;
  readonly ledger: StressLedger;

  private constructor(setting: Setting, ledger: StressLedger) {
    this.setting = setting;
    this.ledger = ledger;
    this.#prices = pricesOf(setting.start);
  }

  /** A ledger at the first month's prices, with money minted on what the setting has deposited. */
  static async begin(setting: Setting): Promise<Replay> {
    const replay = new Replay(setting, await openStressLedger(startMsOf(setting), genesisOf(setting)));
    await replay.quote(replay.#prices);
    const ids: number[] = [];
    for (const metal of setting.metals) ids.push(...(await replay.#deposit(metal, setting.deposit[metal] ?? 0, "V")));
    replay.#spares.push(...(await replay.#deposit("AG", spareBars, "SPARE")));
    await replay.attest();
    const { refused } = await replay.block([
      { actor: "alice", type: "issuance/mint", content: { certificateIds: ids } },
    ]);
    equal("the first mint", refused[0], undefined);
    replay.record(setting.start);
    return replay;
  }

  /** The stand after the last block; there is one from the first mint on. */
  get stand(): Stand {
    return present(this.#stand, "money has been minted");
  }

  /** One block, so much later than the last, and a look at the books; an audit where the zone turns. */
  async block(sent: readonly Sent[] = [], laterMs = 1_000): Promise<Block> {
    const block = await this.ledger.executeBlock(this.ledger.timeMs + laterMs, sent);
    const stand = await this.books.inspect(this.ledger, block.events);
    const steps = this.path.length;
    if (stand !== undefined) this.#follow(stand);
    if (this.path.length > steps) await this.audit();
    for (const { type } of block.events) {
      const [, told] = /^weights\/rebalance(Announced|Executed|Held|Lapsed|Skipped)$/.exec(type) ?? [];
      if (told !== undefined) this.#told.push(told.toLowerCase());
    }
    return block;
  }

  #follow(stand: Stand): void {
    const least = (before: bigint | undefined) =>
      before === undefined || stand.coverageBp < before ? stand.coverageBp : before;
    this.#stand = stand;
    if (stand.status === "sound") this.lowestBp = least(this.lowestBp);
    if (stand.status === "pending") this.lowestHeldBp = least(this.lowestHeldBp);
    if (stand.status === "pending") return;
    const step = stand.status === "stale" ? `${stand.zone} while stale` : stand.zone;
    if (this.path.at(-1) !== step) this.path.push(step);
  }

  /** An empty block at a moment. */
  goTo(momentMs: number): Promise<Block> {
    return this.block([], momentMs - this.ledger.timeMs);
  }

  /** All feeders quote in one block, and again in the next, which confirms a jump. */
  async quote(prices: Prices, voices: Voices = agreed, laterMs = 1_000): Promise<void> {
    this.#prices = prices;
    for (const waitMs of [laterMs, 1_000]) {
      const observedMs = this.ledger.timeMs + waitMs;
      const sent = feedersOf(this.setting).flatMap((actor, feeder) => {
        const quotes = this.setting.metals.flatMap((metal) => {
          const voice = voices(feeder, metal, prices[metal] ?? 1n);
          return voice === undefined ? [] : [{ feed: metal, observedMs, ...voice }];
        });
        return quotes.length === 0 ? [] : [{ actor, type: "oracle/submitQuotes", content: { quotes } }];
      });
      const { refused } = await this.block(sent, waitMs);
      equal(
        "a refusal of quotes",
        refused.find((each) => each !== undefined),
        undefined,
      );
    }
    if (voices === agreed && this.#stand !== undefined) this.#checkRanges(this.#stand);
  }

  /** Feeders who agree leave no doubt about the price and its range. */
  #checkRanges({ prices }: Stand): void {
    for (const metal of this.setting.metals) {
      const priceNano = this.#prices[metal] ?? 1n;
      const { status, midNano, lowNano, highNano } = present(prices.get(metal), "a price of each metal");
      const range = rangeOf(metal, priceNano, 0n);
      equal(`the status of ${metal}`, status, "sound");
      equal(`the price of ${metal}`, midNano, priceNano);
      equal(`the range of ${metal}`, `${lowNano} ${highNano}`, `${range.lowNano} ${range.highNano}`);
    }
  }

  /**
   * A month begins: old prices up to its first block, which observes and perhaps announces; then the new ones, and those again
   * a week later, when a notice is over, and two weeks later, when what could not be executed lapses.
   */
  async month(month: string, voices: Voices = agreed, prices: Prices = pricesOf(month)): Promise<void> {
    await this.monthBegins(month, voices);
    await this.quote(prices, voices, minuteMs);
    await this.attest();
    for (const weeks of [1, 2]) await this.weeksLater(month, weeks, voices);
    this.record(month);
  }

  async monthBegins(month: string, voices: Voices = agreed): Promise<void> {
    const beginsMs = slotOf(month) * monthMs;
    await this.quote(this.#prices, voices, beginsMs - 10 * minuteMs - this.ledger.timeMs);
    await this.goTo(beginsMs);
  }

  /** To the first millisecond of a later week of a month, with prices ten minutes old. */
  async weeksLater(month: string, weeks: number, voices: Voices = agreed): Promise<void> {
    const dueMs = slotOf(month) * monthMs + weeks * 7 * dayMs;
    await this.quote(this.#prices, voices, dueMs - 10 * minuteMs - this.ledger.timeMs);
    await this.goTo(dueMs);
  }

  async attest(): Promise<void> {
    const { state } = this.ledger;
    const { listHash } = present(barLists.get(state, "zurich"), "the vault has a bar list");
    const content = { vault: "zurich", listHash, documentHash, counts: countsOf(state, "zurich") };
    const { refused } = await this.block([{ actor: "auditor", type: "metal-reserve/attestVault", content }]);
    equal("the attestation", refused[0], undefined);
  }

  async #deposit(metal: Metal, count: number, mark: string): Promise<number[]> {
    const fineWeightMg = barMg[metal];
    const bars = Array.from({ length: count }, (_, at) => ({
      ...{ refiner: "REPLAY", serial: `${mark}-${metal}-${at}`, year: 1980, assayPpm: 999_950, fineWeightMg },
      grossWeightMg: fineWeightMg + fineWeightMg / 10_000n,
    }));
    const content = { vault: "zurich", depositor: this.ledger.account("alice"), metal, bars };
    const { refused, events } = await this.block([{ actor: "custodian", type: "metal-reserve/depositBars", content }]);
    equal(`the deposit of ${metal}`, refused[0], undefined);
    return events.flatMap(({ type, content: told }) =>
      type === "metal-reserve/barDeposited" ? [(told as { certificateId: number }).certificateId] : [],
    );
  }

  /** Alice asks to mint on one more bar of silver; answers the refusal, if any. */
  async tryMint(at: string): Promise<string | undefined> {
    const { zone, status } = this.stand;
    const id = present(this.#spares[0], "a bar is left");
    const content = { certificateIds: [id] };
    const { refused } = await this.block([{ actor: "alice", type: "issuance/mint", content }]);
    if (refused[0] === undefined) this.#spares.shift();
    this.mints.push({ at, zone, status, refused: refused[0] });
    return refused[0];
  }

  /** Alice asks for metal; answers the number of the epoch. */
  async request(amountMicroKdg: bigint, metal: Metal): Promise<number> {
    const content = { amountMicroKdg, metal };
    const { refused, events } = await this.block([{ actor: "alice", type: "issuance/requestRedemption", content }]);
    equal("the request for redemption", refused[0], undefined);
    const asked = events.find(({ type }) => type === "issuance/redemptionRequested");
    return (present(asked, "the request is told").content as { epoch: number }).epoch;
  }

  /** A request, the close of its epoch, prices observed after that, and the blocks until it is paid. */
  async redeem(at: string, amountMicroKdg: bigint, metal: Metal, voices: Voices = agreed): Promise<Redeemed> {
    const epoch = await this.request(amountMicroKdg, metal);
    await this.quote(this.#prices, voices, epochMs + 1_000);
    return this.settle(at, epoch);
  }

  /** Makes blocks until an epoch is over; one that cannot be priced yet is told as it is. */
  async settle(at: string, epoch: number): Promise<Redeemed> {
    const shown = async () => (await this.ledger.query("issuance/epoch", { epoch })) as EpochShown;
    let found = await shown();
    for (let block = 0; block < blocksToSettleMost && ["paying", "returning"].includes(found.state); block += 1) {
      await this.block();
      found = await shown();
    }
    const { state, pricing } = found;
    const paid = pricing === undefined ? {} : { lowNano: pricing.lowNano, rateNano: pricing.rateNano };
    const told = { at, zone: this.stand.zone, state, ...paid };
    this.redeemed.push(told);
    return told;
  }

  /** A line of the history. */
  record(at: string): void {
    const { status, zone, coverageBp, prices, rLowNano, rateNano, supplyMicroKdg, deficitNano, basket, metals } =
      this.stand;
    const told = this.#told.splice(0);
    const midOf = (metal: string) => prices.get(metal)?.midNano ?? 0n;
    this.rows.push({
      ...{ at, status, zone, coverageBp, rLowNano, rateNano, supplyMicroKdg, deficitNano },
      pricesNano: new Map(this.setting.metals.map((metal) => [metal, midOf(metal)])),
      weightsBp: sharesOf(basket.lines.map((line) => [line.component, line.quantity * midOf(line.component)])),
      heldBp: sharesOf(
        metals.map(({ metal, attestedMg }) => [
          metal,
          (attestedMg * midOf(metal)) / (metal === "AG" ? 1_000n : 1_000_000n),
        ]),
      ),
      ...(told.length === 0 ? {} : { rebalance: told.join(", ") }),
    });
  }

  /** Every rebalance so far: what became of it, and what was last in its way. */
  async rebalances(): Promise<readonly Rebalanced[]> {
    const { items } = (await this.ledger.query("weights/rebalances")) as { items: RebalanceShown[] };
    return items.map(({ number, state, announcedMs, closedMs, obstacle }) => ({
      number,
      state,
      announced: dayOf(announcedMs),
      ...(closedMs === undefined ? {} : { closed: dayOf(closedMs) }),
      ...(obstacle === undefined ? {} : { obstacle: `${obstacle.why} ${obstacle.component ?? ""}`.trim() }),
    }));
  }

  /** Every invariant of every module holds. */
  async audit(): Promise<void> {
    const broken = await this.ledger.audit();
    equal("what the audit finds", broken.join("; "), "");
  }
}

function sharesOf(worths: readonly (readonly [string, bigint])[]): ReadonlyMap<string, bigint> {
  const total = worths.reduce((sum, [, worth]) => sum + worth, 0n);
  return new Map(worths.map(([name, worth]) => [name, total === 0n ? 0n : (worth * 10_000n) / total]));
}
