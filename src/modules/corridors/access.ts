// What other modules may ask of `corridors`: whether a payment may cross a border, and that it be counted.
import type { Account } from "#src/core/account.ts";
import { compareText } from "#src/core/order.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { State, StateReader } from "#src/state/view.ts";
import { countPayment } from "./counting.ts";
import { assess, homeOf, requireMember, requireOpen, requireParticipant } from "./judging.ts";
import type { Payment } from "./payment.ts";
import { refusals } from "./refusals.ts";
import { feeOf } from "./rules.ts";
import type { Judged } from "./schemas.ts";
import { joined, members, participants } from "./tables.ts";
import {
  isCentralBank,
  requireCentralBank,
  requireCorridor,
  requireOperator,
  requireZone,
  ruleBookInForce,
  stopOf,
} from "./zones.ts";

export type { Payment } from "./payment.ts";
export {
  bicSchema,
  corridorIdSchema,
  type Flow,
  flowSchema,
  type Judged,
  judgedSchema,
  paymentKindSchema,
  purposeSchema,
  sideSchema,
} from "./schemas.ts";
/** Rolling windows, for other modules that count by them; the rows are their own. */
export { addedFlow, emptyFlow, sumsAt, windows } from "./windows.ts";

export const read = {
  /** The refusal that the payment would meet now, or undefined; writes nothing. */
  judge(state: StateReader, payment: Payment): Refusal | undefined {
    const assessed = assess(state, payment);
    return assessed instanceof Refusal ? assessed : undefined;
  },
  /** What the corridor takes of a payment, and who gets it; refuses an unknown corridor. */
  fee(state: StateReader, corridor: string, amount: bigint): { readonly fee: bigint; readonly operator: Account } {
    const row = requireCorridor(state, corridor);
    const { ruleBook } = ruleBookInForce(state, corridor, row);
    return { fee: feeOf(amount, ruleBook.feeBp), operator: row.operator };
  },
  /** Refuses an account that may not use a zone's currency across borders now. */
  requireParticipant,
  /** Refuses who is not the central bank of a currency, and who is not the operator of a corridor. */
  requireCentralBank,
  requireOperator,
  /** Refuses an account that the corridor has not admitted, or that is at home nowhere. */
  requireMember,
  /** Refuses while a corridor is closed, or one of some zones is not of it, stopped, or shut to banks. */
  requireOpen,
  /** Whether an account may use a zone's currency across borders now. */
  isParticipant(state: StateReader, currency: string, account: Account): boolean {
    const participant = participants.get(state, currency, account);
    return participant !== undefined && participant.fromHeight <= state.height;
  },
  /** The currencies of the zones that have joined a corridor, as far as its rule book rates them, in the order of bytes. */
  currencies(state: StateReader, corridor: string): string[] {
    const { rates } = ruleBookInForce(state, corridor, requireCorridor(state, corridor)).ruleBook;
    return rates
      .map(({ currency }) => currency)
      .filter((currency) => joined.has(state, corridor, currency))
      .sort(compareText);
  },
  /** Whether an account decides about a zone; refuses an unknown currency. */
  isCentralBank,
  /** Refuses while the zone of a currency is stopped, which holds what no limit may hold. */
  requireRunning(state: StateReader, currency: string): void {
    const reference = stopOf(requireZone(state, currency), state.height);
    if (reference !== undefined) throw refusals.zoneStopped({ currency, reference });
  },
  isMember: (state: StateReader, corridor: string, account: Account): boolean => members.has(state, corridor, account),
  home: (state: StateReader, account: Account): string | undefined => homeOf(state, account),
};

export const move = {
  /** Counts a payment that is made in the same transaction, and answers with what it was judged by. Refuses as `judge` would. */
  count: (state: State, payment: Payment): Judged => countPayment(state, payment),
};
