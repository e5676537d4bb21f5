// Locks as the model keeps them.
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Lock {
  readonly payer: string;
  readonly payee: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly expiresMs: number;
  readonly condition?: Uint8Array;
  readonly fulfiller?: string;
}

/** When a lock falls due; it stays on the list when the lock is closed earlier. */
export interface Expiry {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: number;
}

const makeBook = (log: UndoLog) => ({
  locks: new UndoMap<number, Lock>(log),
  given: new UndoCell(log, 0),
  expiries: new UndoCell<readonly Expiry[]>(log, []),
});

export const settlementOf = (model: Model) => model.book(makeBook);
export const lockedFunds = bookAccount("settlement/locked");
