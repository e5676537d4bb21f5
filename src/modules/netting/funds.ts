// From state to the resolver's problem: what each payer may spend, which limits it has set, and which items can be settled at all.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import type { LimitRoom, NettingItem, NettingLeg, NettingProblem, QueueFunds } from "./resolver/book.ts";
import { type Place, placeName } from "./rules.ts";
import type { Item, Leg } from "./schemas.ts";
import { earmarks, payerLimits } from "./tables.ts";

/** What an account has in a currency and keeps back of it, from what is drawn and from what is paid. */
export function fundsOf(state: StateReader, currency: string, account: Account) {
  const { direct, urgent } = earmarks.get(state, currency, account) ?? { direct: 0n, urgent: 0n };
  return { spendable: accounts.balance(state, currency, account) - direct, direct, urgent };
}

/** What may be spent of a place beside what there is; below zero where some of it is pledged. */
export type Addition = (place: Place) => bigint;

/** Numbers queues and limits as items name them. */
export class Problem {
  readonly #state: StateReader;
  readonly #addition: Addition;
  readonly #queueNumbers = new Map<string, number>();
  readonly #queues: QueueFunds[] = [];
  readonly #limits: LimitRoom[] = [];
  /** By queue: its limit towards all, and those towards some. */
  readonly #multilateral: (number | undefined)[] = [];
  readonly #bilateral: ReadonlyMap<Account, number>[] = [];

  private constructor(state: StateReader, addition: Addition) {
    this.#state = state;
    this.#addition = addition;
  }

  static of(state: StateReader, items: readonly Stored<Item>[]): NettingProblem {
    return Problem.funded(state, items, () => 0n).problem;
  }

  /** With other funds than there are, and the numbers of its queues by the names of their places. */
  static funded(state: StateReader, items: readonly Stored<Item>[], addition: Addition) {
    const made = new Problem(state, addition);
    const numbered = items.map((item) => made.#item(item));
    const problem: NettingProblem = { queues: made.#queues, limits: made.#limits, items: numbered };
    return { problem, numbers: made.#queueNumbers as ReadonlyMap<string, number> };
  }

  #item({ priority, legs }: Stored<Item>): NettingItem {
    return { isUrgent: priority === "urgent", legs: legs.map((leg) => this.#leg(leg)) };
  }

  #leg({ from: payer, to: payee, currency, amount }: Stored<Leg>): NettingLeg {
    const from = this.#queue({ currency, account: payer });
    const to = this.#queue({ currency, account: payee });
    return { from, to, amount, uses: this.#limitsOf(from, payee), frees: this.#limitsOf(to, payer) };
  }

  #limitsOf(queue: number, counterparty: Account): number[] {
    const [all, one] = [this.#multilateral[queue], this.#bilateral[queue]?.get(counterparty)];
    return [...(all === undefined ? [] : [all]), ...(one === undefined ? [] : [one])];
  }

  #queue(place: Place): number {
    const name = placeName(place);
    const known = this.#queueNumbers.get(name);
    if (known !== undefined) return known;
    const { currency, account } = place;
    const { spendable, urgent } = fundsOf(this.#state, currency, account);
    const queue = this.#queues.push({ spendable: spendable + this.#addition(place), keptForUrgent: urgent }) - 1;
    this.#queueNumbers.set(name, queue);
    this.#openLimits(queue, place);
    return queue;
  }

  #openLimits(queue: number, { currency, account }: Place): void {
    const row = payerLimits.get(this.#state, currency, account);
    const open = ({ most, used }: { readonly most: bigint; readonly used: bigint }) =>
      this.#limits.push({ queue, room: most - used }) - 1;
    this.#multilateral[queue] = row?.multilateral === undefined ? undefined : open(row.multilateral);
    this.#bilateral[queue] = new Map(row?.bilateral.map((limit) => [limit.counterparty, open(limit)]));
  }
}

/** Tells which items could be paid now if there were money enough; remembers what it has looked up. */
export class Standing {
  readonly #state: StateReader;
  readonly #currencies = new Map<string, boolean>();
  readonly #holders = new Map<string, boolean>();

  constructor(state: StateReader) {
    this.#state = state;
  }

  canSettle({ expiresMs, legs }: Stored<Item>): boolean {
    if (expiresMs <= this.#state.timeMs) return false;
    return legs.every(
      ({ from, to, currency }) =>
        this.#isMoving(currency) &&
        this.#isSound({ currency, account: from }) &&
        this.#isSound({ currency, account: to }),
    );
  }

  #isMoving(currency: string): boolean {
    if (!this.#currencies.has(currency)) {
      const settings = present(accounts.currency(this.#state, currency), "a currency stays registered");
      this.#currencies.set(currency, settings.pausedReference === undefined);
    }
    return this.#currencies.get(currency) === true;
  }

  #isSound(place: Place): boolean {
    const name = placeName(place);
    const known = this.#holders.get(name);
    if (known !== undefined) return known;
    const { currency, account } = place;
    const isSound =
      accounts.hasAccount(this.#state, account) &&
      !accounts.isFrozen(this.#state, account) &&
      !accounts.isBalanceFrozen(this.#state, currency, account);
    this.#holders.set(name, isSound);
    return isSound;
  }
}
