// What drivers of traffic can see and choose from: the model, chance, the cast, and what they remember of their own.
import type { Cast, Key } from "./cast.ts";
import { accountsOf, isFrozen, type Policy } from "./model/accounts/book.ts";
import { authorityOf, grantorOf, holdersOf } from "./model/authority/book.ts";
import { hash, isBook } from "./model/encoding.ts";
import type { Sent } from "./model/ledger.ts";
import type { Model } from "./model/model.ts";
import { oracleOf } from "./model/oracle/book.ts";
import type { Random } from "./random.ts";

/** Who would say what in a message of the driver's type. */
export interface Draft {
  readonly actor: string;
  readonly content: unknown;
}

/** Thinks of messages of one type. What it drafts need not be acceptable, but should often be. */
export interface Driver {
  /** How often its message is sent beside the others. */
  readonly weight: number;
  /** Undefined where there is nothing to send now. */
  draft(world: World): Draft | undefined;
}

/** The drivers of all messages of one module, by the message's name. */
export type Traffic = Readonly<Record<string, Driver>>;

const firstPricesNano: Readonly<Record<string, bigint>> = {
  AG: 545_566_019n,
  CU: 8_260_595_000n,
  NI: 22_000_000_000n,
  CNY: 140_000_000n,
  USD: 1_000_000_000n,
  EUR: 1_200_000_000n,
  KZT: 2_000_000n,
  UZS: 80_000n,
  AU: 90_000_000_000n,
  LI2CO3: 15_000_000_000n,
  ELEC: 60_000_000_000n,
  COMPUTE: 2_000_000_000n,
};

/** Long enough for a jump of prices to be confirmed and for somebody to act on it. */
const crisisBlocksMost = 40;
/** Late enough for a reserve and a supply to be there, and early enough for the shortest run. */
const firstCrisisHeight = 200;
const blocksBetweenCrises = 100;

const isMetal = (model: Model, feed: string): boolean => oracleOf(model).feeds.at(feed).measure === "mg";

export class World {
  readonly random: Random;
  readonly cast: Cast;
  readonly model: Model;
  /** `name@version` of every module that the program has. */
  readonly programs: Set<string>;
  /** Signed, but not handed in yet. */
  readonly heldBack: Sent[] = [];
  /** First policies and salts of all accounts ever opened, so that a closed one can be opened again. */
  readonly identities: { readonly account: string; readonly policy: Policy; readonly salt: Uint8Array }[] = [];
  readonly #prices = new Map<string, bigint>();
  #preimages = 0;
  #crisisBlocks = 0;

  constructor(random: Random, cast: Cast, model: Model, programs: Set<string>) {
    this.random = random;
    this.cast = cast;
    this.model = model;
    this.programs = programs;
    for (const alias of cast.aliases) {
      const account = cast.account(alias);
      const { policy } = accountsOf(model).records.at(account);
      if (policy !== null) this.identities.push({ account, policy, salt: new Uint8Array() });
    }
  }

  get timeMs(): number {
    return this.model.timeMs;
  }

  /** Accounts with keys that can act now. */
  people(): string[] {
    const { records } = accountsOf(this.model);
    return records.keys().filter((account) => !isBook(account) && !isFrozen(this.model, account));
  }

  /** Some account that can act; those of the devnet more often, since they own more. */
  someone(): string {
    const people = this.people();
    const known = people.filter((account) => this.isDevnets(account));
    return this.random.pick(this.random.percent(60) && known.length > 0 ? known : people);
  }

  /** Some payee: seldom one that is frozen, closed, or a book of the ledger. */
  anybody(): string {
    if (this.random.percent(94)) return this.someone();
    const closed = this.identities.map(({ account }) => account);
    return this.random.pick([...accountsOf(this.model).records.keys(), ...closed]);
  }

  isDevnets(account: string): boolean {
    return this.cast.aliases.some((alias) => this.cast.account(alias) === account);
  }

  /** Those without whom nobody could put anything right again. */
  isPillar(account: string): boolean {
    return ["governor", "issuer", "regulator"].some((alias) => this.cast.account(alias) === account);
  }

  /** Someone in office who can act. */
  officer(...roles: readonly string[]): string | undefined {
    const role = this.random.pick(roles);
    const people = new Set(this.people());
    return this.random.pickMaybe(holdersOf(this.model, role).filter((account) => people.has(account)));
  }

  /** Roles granted at genesis that somebody of the devnet has lost since. */
  vacancies(): { readonly role: string; readonly account: string }[] {
    const { grants } = authorityOf(this.model);
    return this.#offices.filter(({ role, account }) => !grants.has(`${role}/${account}`));
  }

  get #offices(): { readonly role: string; readonly account: string }[] {
    return this.cast.aliases.flatMap((alias) => {
      const role = Object.keys(grantorOf).find((name) => alias.replace(/-[0-9]+$/, "") === name);
      return role === undefined ? [] : [{ role, account: this.cast.account(alias) }];
    });
  }

  /** A part of what there is, often a bound of it. */
  amount(of: bigint): bigint {
    const { random } = this;
    if (random.percent(15)) return random.pick([1n, of, of + 1n, 2n ** 96n - 1n]) || 1n;
    const part = of / random.bigBetween(2n, 40n);
    return part < 1n ? 1n : random.bigBetween(1n, part);
  }

  text(): string {
    const { random } = this;
    return random.pick(["court order 12/26", "report", "Schließung №7", "x"]) + random.below(1_000);
  }

  policy(): Policy {
    const keys: readonly Key[] = this.random.some(this.cast.pool, 3);
    const threshold = this.random.between(1, keys.length);
    return { threshold, keys: keys.map(({ publicKey }) => publicKey) };
  }

  /** A hash whose preimage the world could find again. */
  condition(): Uint8Array {
    this.#preimages += 1;
    return hash(this.#preimage(this.#preimages));
  }

  preimageOf(condition: Uint8Array): Uint8Array | undefined {
    for (let at = this.#preimages; at > 0; at -= 1) {
      const preimage = this.#preimage(at);
      if (Buffer.compare(hash(preimage), condition) === 0) return preimage;
    }
    return undefined;
  }

  #preimage(at: number): Uint8Array {
    return hash(`preimage ${at}`);
  }

  /** The price of a feed in the world outside. */
  marketNano(feed: string): bigint {
    return this.#prices.get(feed) ?? firstPricesNano[feed] ?? 5_000_000_000n;
  }

  /** Prices drift with time, and jump now and then. */
  moveMarkets(): void {
    const { random } = this;
    this.#passCrisis();
    for (const feed of oracleOf(this.model).feeds.keys()) {
      const mostBp = random.percent(2) ? 3_000n : 40n;
      const now = this.marketNano(feed);
      const after = (now * (10_000n + random.bigBetween(-mostBp, mostBp))) / 10_000n;
      const first = firstPricesNano[feed] ?? 5_000_000_000n;
      // Within an eighth and eight times of where it began, so that a long run stays in the realm of prices.
      this.#prices.set(feed, after < first / 8n ? first / 8n : after > first * 8n ? first * 8n : after);
    }
  }

  /** At times metals lose three quarters of their worth for a while: the reserve covers too little, and losses are declared. */
  #passCrisis(): void {
    const { height } = this.model;
    const begins = height >= firstCrisisHeight && height % blocksBetweenCrises === 0;
    if (!begins && this.#crisisBlocks === 0) return;
    this.#crisisBlocks = begins ? crisisBlocksMost : this.#crisisBlocks - 1;
    if (!begins && this.#crisisBlocks > 0) return;
    for (const feed of oracleOf(this.model)
      .feeds.keys()
      .filter((name) => isMetal(this.model, name))) {
      const now = this.marketNano(feed);
      this.#prices.set(feed, begins ? now / 4n : now * 4n);
    }
  }
}
