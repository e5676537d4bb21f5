// What the queues may draw for banks at the end of one block: rooms reserved place by place, of which only what is used is drawn.
import type { Account } from "#src/core/account.ts";
import { maximum, minimum } from "#src/core/arithmetic.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { type Exchange, create as swapLineDraws, read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { debtorsLeft, debtsOf, overdueDebt, putDebts } from "./debts.ts";
import { creditRoom, drawCredit, securityOf } from "./lending.ts";
import { canMove } from "./repaying.ts";
import type { Debt, Place } from "./schemas.ts";
import { sources } from "./tables.ts";

type Kind = Debt["kind"];
type Reserved = Map<Kind, bigint>;

/** A source that could give something: how much, and against what. */
interface Source {
  readonly kind: Kind;
  readonly room: bigint;
  readonly security: { readonly held: string; readonly rate: Exchange } | undefined;
  /** What a swap line has room for, which other banks share: a sum, and a number of draws. */
  readonly line?: { readonly number: number; readonly name: string; readonly left: bigint; readonly draws: number };
}

const nameOf = ({ currency, account }: Place): string => `${currency}/${account}`;

/** Reserves rooms in the order in which it is asked for them: what two places share is given to the first. */
export class Funding {
  readonly #state: StateReader;
  readonly #freeOf: (currency: string, account: Account) => bigint;
  readonly #reserved = new Map<string, Reserved>();
  /** What is left of shared rooms, of supplies and of free money, by names of their own. */
  readonly #left = new Map<string, bigint>();
  readonly #pledged = new Map<string, bigint>();

  /** `freeOf` tells what of an account's money may be left as collateral. */
  constructor(state: StateReader, freeOf: (currency: string, account: Account) => bigint) {
    this.#state = state;
    this.#freeOf = freeOf;
  }

  /** Reserves up to a sum that a place lacks: credit first, then a swap line. Answers with what it could have. */
  reserve(place: Place, wanted: bigint): bigint {
    const name = nameOf(place);
    assert(!this.#reserved.has(name), "each place reserves once");
    const reserved: Reserved = new Map();
    this.#reserved.set(name, reserved);
    const debts = debtsOf(this.#state, place);
    const { currency } = place;
    const newcomers = this.#room(`debtors/${currency}`, BigInt(debtorsLeft(this.#state, currency)));
    if (wanted <= 0n || (debts.length === 0 && newcomers.left === 0n)) return 0n;
    let [given, draws] = [0n, limits.intradayDrawsMax - debts.length];
    for (const source of this.#sourcesOf(place)) {
      const amount = draws > 0 ? this.#take(place, source, wanted - given) : 0n;
      if (amount === 0n) continue;
      reserved.set(source.kind, amount);
      given += amount;
      draws -= 1;
    }
    if (given > 0n && debts.length === 0) newcomers.use(1n);
    return given;
  }

  /** What was reserved of an account's money as collateral. */
  pledged(currency: string, account: Account): bigint {
    return this.#pledged.get(nameOf({ currency, account })) ?? 0n;
  }

  /** Draws a sum within what a place has reserved, and tells from which sources. */
  draw(state: State, place: Place, amount: bigint): Kind[] {
    const used: Kind[] = [];
    let left = amount;
    for (const [kind, most] of this.#reserved.get(nameOf(place)) ?? []) {
      const part = minimum(left, most);
      if (part === 0n) continue;
      if (kind === "credit") drawCredit(state, place, part);
      else this.#drawSwap(state, place, part);
      used.push(kind);
      left -= part;
    }
    assert(left === 0n, "no more is drawn than was reserved");
    return used;
  }

  #drawSwap(state: State, place: Place, amount: bigint): void {
    const { currency, account: bank } = place;
    const line = sources.get(state, currency, bank)?.swapLine;
    assert(line !== undefined, "a swap line was reserved");
    const draw = swapLineDraws.drawOnward(state, { line, currency, bank }, amount);
    putDebts(state, place, [...debtsOf(state, place), { kind: "swap", line, draw }]);
  }

  *#sourcesOf(place: Place): Generator<Source> {
    const { currency, account: bank } = place;
    const row = sources.get(this.#state, currency, bank);
    if (row === undefined || !canMove(this.#state, place) || overdueDebt(this.#state, place) !== undefined) return;
    const credit = row.credit ? creditRoom(this.#state, place) : undefined;
    if (credit !== undefined) {
      const security = securityOf(this.#state, currency, credit.line);
      const { room } = credit;
      if (security === undefined) yield { kind: "credit", room, security };
      else if (security.rate !== undefined)
        yield { kind: "credit", room, security: { ...security, rate: security.rate } };
    }
    if (row.swapLine === undefined) return;
    const line = row.swapLine;
    const offer = swapLines.onwardOffer(this.#state, { line, currency, bank });
    if (offer === undefined) return;
    const { held, bankRoom: room, sideRoom: left, drawsLeft: draws } = offer;
    const rooms = { number: line, name: `${line}/${currency}`, left, draws };
    yield { kind: "swap", room, security: { held, rate: offer }, line: rooms };
  }

  /** Takes what a source can give of a sum, and lessens what it shares with others. */
  #take({ currency, account }: Place, { room, security, line }: Source, wanted: bigint): bigint {
    const supply = this.#room(`supply/${currency}`, limits.amountMax - accounts.supply(this.#state, currency));
    const side = line && this.#room(`side/${line.name}`, line.left);
    const draws = line && this.#room(`draws/${line.number}`, BigInt(line.draws));
    if (draws?.left === 0n) return 0n;
    const held = security && { currency: security.held, account };
    const free = held && this.#room(`free/${nameOf(held)}`, this.#freeOfHeld(held));
    const covered = security === undefined ? room : security.rate.coveredBy(free?.left ?? 0n);
    const amount = maximum(0n, minimum(wanted, room, supply.left, side?.left ?? room, covered));
    if (amount === 0n) return 0n;
    supply.use(amount);
    side?.use(amount);
    draws?.use(1n);
    if (security !== undefined && held !== undefined) {
      const collateral = security.rate.collateralFor(amount);
      free?.use(collateral);
      this.#pledged.set(nameOf(held), this.pledged(held.currency, account) + collateral);
    }
    return amount;
  }

  /** What is left of a room that several may take from. */
  #room(name: string, atFirst: bigint): { readonly left: bigint; use(amount: bigint): void } {
    const left = this.#left.get(name) ?? atFirst;
    return { left, use: (amount) => void this.#left.set(name, left - amount) };
  }

  #freeOfHeld(held: Place): bigint {
    return canMove(this.#state, held) ? maximum(0n, this.#freeOf(held.currency, held.account)) : 0n;
  }
}

/** Whether the queues may draw for an account in a currency. */
export function hasSources(state: StateReader, { currency, account }: Place): boolean {
  return sources.has(state, currency, account);
}
