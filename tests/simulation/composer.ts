// Composes transactions out of what drivers draft: single ones, several messages, batches, spoilt and repeated ones.
import type { Registry } from "#src/machine/registry.ts";
import { anyContent, spoilt, type Vocabulary } from "./anyContent.ts";
import { type Envelopes, flaws } from "./envelopes.ts";
import { accountsOf } from "./model/accounts/book.ts";
import { bookAccount, hex } from "./model/encoding.ts";
import { issuanceOf } from "./model/issuance/book.ts";
import type { LedgerModel, Sent, SentMessage } from "./model/ledger.ts";
import { metalOf } from "./model/metal-reserve/book.ts";
import { oracleOf } from "./model/oracle/book.ts";
import { settlementOf } from "./model/settlement/book.ts";
import { validatorsOf } from "./model/validators/book.ts";
import type { Scoreboard } from "./scoreboard.ts";
import { farHeight } from "./traffic/parameters.ts";
import type { Driver, World } from "./world.ts";

const attempts = 6;
const seldom = 5;
const pastMost = 400;

export class Composer {
  readonly #world: World;
  readonly #ledger: LedgerModel;
  readonly #envelopes: Envelopes;
  readonly #registry: Registry;
  readonly #drivers: ReadonlyMap<string, Driver>;
  readonly #scoreboard: Scoreboard;
  readonly #past: Sent[] = [];

  constructor(parts: {
    readonly world: World;
    readonly ledger: LedgerModel;
    readonly envelopes: Envelopes;
    /** Every message of every version. */
    readonly registry: Registry;
    readonly drivers: ReadonlyMap<string, Driver>;
    readonly scoreboard: Scoreboard;
  }) {
    this.#world = parts.world;
    this.#ledger = parts.ledger;
    this.#envelopes = parts.envelopes;
    this.#registry = parts.registry;
    this.#drivers = parts.drivers;
    this.#scoreboard = parts.scoreboard;
  }

  /** The next thing to hand in; undefined where nothing came to mind. */
  next(): Sent | undefined {
    const { random, heldBack } = this.#world;
    if (random.percent(6)) return random.pickMaybe(this.#past);
    if (random.percent(5) && heldBack.length > 0) return heldBack.splice(random.below(heldBack.length), 1)[0];
    const isBatch = random.percent(8);
    const messages = isBatch ? this.#items() : this.#messages();
    if (messages.length === 0) return undefined;
    const flaw = random.percent(12) ? random.pick(flaws) : undefined;
    const sent = this.#envelopes.make(this.#world.model, isBatch ? "batch" : "transaction", messages, flaw);
    if (sent === undefined) return undefined;
    this.#past.push(sent);
    if (this.#past.length > pastMost) this.#past.shift();
    if (!random.percent(4)) return sent;
    heldBack.push(sent);
    return undefined;
  }

  /** One message, or several, each drafted for the state that those before it leave. */
  #messages(): SentMessage[] {
    const { random, model } = this.#world;
    const count = random.percent(15) ? random.between(2, 6) : 1;
    const mark = model.log.mark;
    const messages: SentMessage[] = [];
    for (let at = 0; at < count; at += 1) {
      const drafted = this.#draft(this.#type(), random.percent(count === 1 ? 25 : 6));
      if (drafted === undefined) continue;
      const [first] = messages;
      const message = first !== undefined && random.percent(30) ? { ...drafted, actor: first.actor } : drafted;
      if (this.#isCrippling(message)) continue;
      messages.push(message);
      if (at + 1 < count) this.#ledger.step(message);
    }
    model.log.undoTo(mark);
    return messages;
  }

  /** Items of one type by one actor. */
  #items(): SentMessage[] {
    const { random, model } = this.#world;
    const type = this.#type();
    const first = this.#draft(type, random.percent(20));
    if (first === undefined) return [];
    const mark = model.log.mark;
    const items = [first];
    for (let more = random.spread(1, 40); more > 0; more -= 1) {
      this.#ledger.step(items.at(-1) ?? first);
      const item = this.#draft(type, random.percent(20), first.actor);
      if (item !== undefined) items.push(item);
    }
    model.log.undoTo(mark);
    return items;
  }

  /** Types of messages that were not accepted or refused yet come more often. */
  #type(): string {
    const isAny = this.#world.random.percent(2);
    const known = [...this.#drivers].filter(([type]) => isAny || this.#ledger.message(type) !== undefined);
    // A part of all that is sent, however many modules there are.
    const share = Math.ceil(known.reduce((sum, [, { weight }]) => sum + weight, 0) / 60);
    const hungry = known.map(([type, { weight }]) => {
      const { accepted, refused } = this.#scoreboard.score(type);
      // What was seldom accepted is what other messages wait for: quotes for those who execute them, draws for those who repay.
      const hunger = accepted === 0 ? share : accepted < seldom ? Math.ceil(share / 3) : 0;
      return { type, weight: weight + (hunger === 0 && refused === 0 ? 3 : hunger) };
    });
    return this.#world.random.pickWeighted(hungry).type;
  }

  /** A message that the model accepts, or one that it refuses, best on a ground that did not come up yet. */
  #draft(type: string, isWrong: boolean, actor?: string): SentMessage | undefined {
    let last: SentMessage | undefined;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const drafted = this.#drivers.get(type)?.draft(this.#world);
      const isFit = drafted !== undefined && (actor === undefined || drafted.actor === actor);
      const sound = isFit ? { type, ...drafted } : undefined;
      const message = isWrong ? this.#spoilt(type, sound, actor) : sound;
      if (message === undefined || this.#isCrippling(message)) continue;
      const grounds = this.#groundsAgainst(message);
      if (!isWrong && grounds.length === 0) return message;
      if (isWrong && grounds.some((code) => !this.#scoreboard.hasSeen(code))) return message;
      if (last === undefined || (isWrong && grounds.length > 0)) last = message;
    }
    return last;
  }

  /** Why the model would refuse a message; of one that cannot be read, that it cannot. */
  #groundsAgainst(message: SentMessage): readonly string[] {
    const { log } = this.#world.model;
    const { content } = this.#registry.messages.get(message.type) ?? {};
    if (content?.check(message.content) !== true) return ["core/malformedEncoding"];
    const mark = log.mark;
    const verdict = this.#ledger.step(message);
    log.undoTo(mark);
    return "grounds" in verdict ? verdict.grounds : [];
  }

  /** Somebody else's, with another value somewhere, or with nothing as it should be. */
  #spoilt(type: string, sound: SentMessage | undefined, actor?: string): SentMessage | undefined {
    const { random } = this.#world;
    const schema = this.#registry.messages.get(type)?.definition.schema;
    if (schema === undefined) return undefined;
    const vocabulary = this.#vocabulary();
    const someone = actor ?? random.pick(random.percent(90) ? this.#world.people() : vocabulary.accounts);
    if (sound === undefined || random.percent(15)) {
      return { type, actor: someone, content: anyContent(schema, random, vocabulary) };
    }
    if (random.percent(30)) return sound;
    if (random.percent(35)) return { ...sound, actor: someone };
    return { ...sound, content: spoilt(schema, sound.content, random, vocabulary) };
  }

  #vocabulary(): Vocabulary {
    const { model, random, cast, identities, timeMs } = this.#world;
    const { records, codes } = accountsOf(model);
    const { vaults, metals, certificates } = metalOf(model);
    const books = ["issuance/reserve", "settlement/locked", "accounts/deposits", "nobody/knows"].map(bookAccount);
    const closed = identities.map(({ account }) => account);
    const accounts = [...records.keys(), ...closed, ...books, ...cast.aliases.map((alias) => cast.account(alias))];
    const modules = this.#registry.modules.map(({ name }) => name);
    const names = [...codes.value, ...oracleOf(model).feeds.keys(), ...vaults.keys(), ...metals.keys(), ...modules];
    const parameters = model.settings.keys();
    const validators = validatorsOf(model).members.keys();
    const others = ["CH", "ZZ", "ZZZ", "S1", "KGHM", "mg", "note", "", "INV-1", "SALA", "zone-9", "nowhere", "no.such"];
    const dated = ["2026-03", "2026-09", "2030-01", "fresno", "solar-kern", "datacentre-fresno"];
    const last = [certificates.size, settlementOf(model).given.value, issuanceOf(model).lastRequest.value];
    const numbers = [model.height, ...last.flatMap((most) => [most + 1, random.between(1, most + 1)])];
    return {
      accounts,
      words: [...names, ...parameters, ...validators, ...others, ...dated],
      numbers,
      timeMs,
      isWild: random.percent(15),
    };
  }

  /** What would leave nobody to put things right, or stop every node of an older program. */
  #isCrippling({ type, actor, content }: SentMessage): boolean {
    const world = this.#world;
    const named = content as {
      account?: string;
      policy?: { keys: readonly Uint8Array[] };
      currency?: string;
      role?: string;
      module?: string;
      version?: number;
      fromHeight?: number;
    };
    const isPillars = named.account !== undefined && world.isPillar(named.account);
    if (type === "accounts/freezeAccount") return isPillars && named.currency === undefined;
    if (type === "accounts/closeAccount") return world.isPillar(actor);
    if (type === "authority/revokeRole") return isPillars;
    const keys =
      type === "accounts/rotateKeys" || type === "accounts/supportRecovery" ? (named.policy?.keys ?? []) : [];
    if (keys.some((key) => !world.cast.hasKey(hex(key)))) return true;
    if (type !== "parameters/planModule") return false;
    return !world.programs.has(`${named.module}@${named.version}`) && (named.fromHeight ?? 0) < farHeight;
  }
}
