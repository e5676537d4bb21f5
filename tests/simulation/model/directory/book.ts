// Payees, ports and keys as the model keeps them: counts and the index of accounts follow from them.
import type { Model } from "../model.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export interface Described {
  readonly currency: string;
  readonly accountHash: Uint8Array;
  readonly maskedName: string;
  readonly nameHash: Uint8Array;
}

export interface Payee extends Described {
  readonly bank: string;
  readonly expiresMs: number;
}

export interface Port extends Described {
  readonly bank: string;
  readonly lifeMs: number;
  readonly dueMs: number;
  readonly lapsesMs: number;
}

export interface DisclosureKey {
  readonly publicKey: Uint8Array;
  readonly fromMs: number;
  readonly untilMs: number;
}

const makeBook = (log: UndoLog) => ({
  /** By the proxy in hex. */
  payees: new UndoMap<string, Payee>(log),
  ports: new UndoMap<string, Port>(log),
  /** Who was refused a port of a proxy, and until when, in the order of the refusals. */
  refused: new UndoMap<string, readonly { readonly bank: string; readonly untilMs: number }[]>(log),
  /** All keys that an owner ever published. */
  keys: new UndoMap<string, readonly DisclosureKey[]>(log),
});

export const directoryOf = (model: Model) => model.book(makeBook);

/** How many rows a bank fills with proxies and with ports. */
export function filledBy(model: Model, bank: string): { readonly proxies: number; readonly ports: number } {
  const { payees, ports } = directoryOf(model);
  const own = (rows: readonly { readonly bank: string }[]) => rows.filter((row) => row.bank === bank).length;
  return { proxies: own(payees.values()), ports: own(ports.values()) };
}

export const filledByAll = (model: Model): number => directoryOf(model).payees.size + directoryOf(model).ports.size;
