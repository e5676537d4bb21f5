// A payment as it is judged: who pays whom, across which corridor, in what.
import type { Account } from "#src/core/account.ts";
import type { Side } from "./schemas.ts";

/** A payment from one zone of a corridor to another: in one currency, or exchanged on the way. */
export interface Payment {
  readonly corridor: string;
  readonly kind: "customer" | "interbank";
  readonly purpose: string;
  readonly payer: Account;
  readonly payee: Account;
  /** What the payer pays, without fees. */
  readonly source: Side;
  /** What the payee gets. In one currency it is the same. */
  readonly destination: Side;
  /** A currency between, of a payment that is exchanged twice. */
  readonly via?: Side | undefined;
}
