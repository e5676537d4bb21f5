// Schemes, members, windows and debts as the model keeps them: positions are counted from the payments each time.
import { greatest, least, sum } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Scheme {
  readonly currency: string;
  readonly operator: string;
  readonly status: "open" | "closing";
  readonly openedMs: number;
  readonly windowMs: number;
  readonly pauseMs: number;
  readonly windows: number;
  readonly oldest: number;
  readonly open: number | undefined;
  readonly closed: number | undefined;
}

export interface Member {
  readonly status: "invited" | "active" | "leaving" | "suspended";
  readonly operatorCap: bigint;
  readonly ownCap: bigint;
  readonly lossShareMost: bigint;
  readonly collateral: bigint;
}

export interface Paid {
  readonly payer: string;
  readonly payee: string;
  readonly amount: bigint;
}

export interface Position {
  readonly account: string;
  readonly position: bigint;
}

export interface Window {
  readonly status: "open" | "closed" | "settled";
  readonly openedMs: number;
  readonly closesMs: number;
  readonly settlesMs: number;
  readonly paid: readonly Paid[];
  readonly positions: readonly Position[];
  readonly settledMs?: number;
}

export interface Claim {
  readonly creditor: string;
  readonly amount: bigint;
}

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly scheme: number; readonly window: number; readonly kind: "close" | "settlement" };
}

const makeBook = (log: UndoLog) => ({
  schemes: new UndoMap<number, Scheme>(log),
  /** Schemes ever opened. */
  given: new UndoCell(log, 0),
  /** By scheme. */
  rosters: new UndoMap<number, readonly string[]>(log),
  /** By `scheme/account`. */
  members: new UndoMap<string, Member>(log),
  /** By `scheme/window`. */
  windows: new UndoMap<string, Window>(log),
  /** By `scheme/account`. */
  debts: new UndoMap<string, readonly Claim[]>(log),
  dues: new UndoCell<readonly Due[]>(log, []),
  noted: new UndoCell(log, 0),
});

export const netOf = (model: Model) => model.book(makeBook);

export const rosterOf = (model: Model, scheme: number): readonly string[] => netOf(model).rosters.get(scheme) ?? [];

export function note(model: Model, dueMs: number, item: Due["item"]): void {
  const { dues, noted } = netOf(model);
  dues.value = [...dues.value, { dueMs, sequence: noted.value, item }];
  noted.value += 1;
}

export function positionIn(model: Model, scheme: number, window: number | undefined, account: string): bigint {
  const paid = netOf(model).windows.get(`${scheme}/${window ?? 0}`)?.paid ?? [];
  return sum(paid.map(({ payer, payee, amount }) => (payee === account ? amount : payer === account ? -amount : 0n)));
}

/** What decides about a member's part in the cover of its scheme. */
export interface Standing extends Member {
  readonly openPosition: bigint;
  readonly closedPosition: bigint;
}

export function standingOf(model: Model, scheme: number, account: string): Standing {
  const { schemes, members } = netOf(model);
  const { open, closed } = schemes.at(scheme);
  return {
    ...members.at(`${scheme}/${account}`),
    openPosition: positionIn(model, scheme, open, account),
    closedPosition: positionIn(model, scheme, closed, account),
  };
}

export const debitOf = ({ openPosition, closedPosition }: Standing): bigint =>
  greatest(0n, -openPosition) + greatest(0n, -closedPosition);

export const bearable = (standing: Standing): bigint =>
  greatest(0n, least(standing.lossShareMost, standing.collateral - debitOf(standing)));

/** Debits beyond collateral, and what those who stay would bear, with some members as they would be. */
export function coverWith(model: Model, scheme: number, would: ReadonlyMap<string, Standing | undefined> = new Map()) {
  const standings = rosterOf(model, scheme).flatMap((account) => {
    const standing = would.has(account) ? would.get(account) : standingOf(model, scheme, account);
    return standing === undefined ? [] : [standing];
  });
  return {
    uncovered: sum(standings.map((standing) => greatest(0n, debitOf(standing) - standing.collateral))),
    shares: sum(standings.map((standing) => (standing.status === "active" ? bearable(standing) : 0n))),
  };
}

export const slackWith = (model: Model, scheme: number, would?: ReadonlyMap<string, Standing | undefined>): bigint => {
  const { uncovered, shares } = coverWith(model, scheme, would);
  return shares - uncovered;
};

/** In whole units that sum to the amount: what is left over goes to the largest fractions, the first ones before others. */
export function inProportion(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = sum(weights);
  if (whole === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (amount * weight) / whole);
  const order = weights
    .map((weight, at) => ({ at, fraction: (amount * weight) % whole }))
    .sort((one, other) => Number(other.fraction > one.fraction) - Number(other.fraction < one.fraction));
  const over = Number(amount - sum(parts));
  for (const { at } of order.slice(0, over)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}
