// Closes and settlements as the model makes them.
import { balanceOf, balanceRow, giveBack, isPaused, transfer } from "../accounts/book.ts";
import { greatest, least, sum } from "../arithmetic.ts";
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  bearable,
  type Claim,
  debitOf,
  inProportion,
  type Member,
  netOf,
  note,
  positionIn,
  rosterOf,
  type Standing,
  slackWith,
  standingOf,
} from "./book.ts";

const duesMost = 8;

export const book = bookAccount("net-windows/collateral");

export function changeMember(model: Model, scheme: number, account: string, change: Partial<Member>): void {
  const { members } = netOf(model);
  const key = `${scheme}/${account}`;
  members.set(key, { ...members.at(key), ...change });
}

/** Pays creditors what a debtor put into the book; nothing left ends the suspension. */
export function payClaims(model: Model, scheme: number, debtor: string, amount: bigint, paused = false): void {
  const { debts, schemes, members } = netOf(model);
  const { currency } = schemes.at(scheme);
  const claims = debts.at(`${scheme}/${debtor}`);
  const parts = inProportion(
    amount,
    claims.map((claim) => claim.amount),
  );
  for (const [at, { creditor }] of claims.entries()) {
    const part = parts[at] ?? 0n;
    const pledged = paused ? members.get(`${scheme}/${creditor}`)?.collateral : undefined;
    if (pledged === undefined) giveBack(model, { currency, from: book, to: creditor, amount: part });
    else changeMember(model, scheme, creditor, { collateral: pledged + part });
  }
  leaveClaims(
    model,
    scheme,
    debtor,
    claims.map((claim, at) => ({ ...claim, amount: claim.amount - (parts[at] ?? 0n) })),
  );
}

export function leaveClaims(model: Model, scheme: number, debtor: string, claims: readonly Claim[]): void {
  const { debts } = netOf(model);
  const left = claims.filter(({ amount }) => amount > 0n);
  if (left.length > 0) {
    debts.set(`${scheme}/${debtor}`, left);
    return;
  }
  debts.delete(`${scheme}/${debtor}`);
  changeMember(model, scheme, debtor, { status: "active", operatorCap: debitOf(standingOf(model, scheme, debtor)) });
}

interface Settled {
  readonly account: string;
  readonly position: bigint;
  readonly lacking: bigint;
  /** Once it has paid, without the window that is settled. */
  readonly left: Standing;
}

function payDebits(model: Model, scheme: number, currency: string, paused: boolean): Settled[] {
  return rosterOf(model, scheme).map((account) => {
    const before = standingOf(model, scheme, account);
    const position = before.closedPosition;
    const debit = greatest(0n, -position);
    const canPay = !paused && balanceRow(model, currency, account)?.frozenReference === undefined;
    const fromBalance = canPay ? least(debit, balanceOf(model, currency, account)) : 0n;
    const fromCollateral = least(debit - fromBalance, before.collateral);
    transfer(model, { currency, from: account, to: book, amount: fromBalance });
    const left = { ...before, closedPosition: 0n, collateral: before.collateral - fromCollateral };
    return { account, position, lacking: debit - fromBalance - fromCollateral, left };
  });
}

function settle(model: Model, scheme: number, window: number): void {
  const { schemes, windows } = netOf(model);
  const { currency } = schemes.at(scheme);
  const row = windows.at(`${scheme}/${window}`);
  const paused = isPaused(model, currency);
  const latestMs = row.settlesMs + parameterNumber(model, "net-windows.waitMsMost");
  if (paused && model.timeMs < latestMs) {
    const laterMs = model.timeMs + parameterNumber(model, "net-windows.retryMs");
    note(model, laterMs < latestMs ? laterMs : latestMs, { scheme, window, kind: "settlement" });
    return;
  }
  const settled = payDebits(model, scheme, currency, paused);
  schemes.set(scheme, { ...schemes.at(scheme), closed: undefined });
  const shares = settled.map(({ left }) => bearable(left));
  const groups = callOrder(settled);
  const borneOf = settled.map(({ lacking }) => bear(lacking, shares, groups));
  for (const [at, { account, lacking, left }] of settled.entries()) {
    const borne = sum(borneOf.map((parts) => parts[at] ?? 0n));
    const isDefault = lacking > 0n;
    const end = isDefault ? { status: "suspended" as const, operatorCap: debitOf(left) } : {};
    changeMember(model, scheme, account, { collateral: left.collateral - borne, ...end });
    if (!isDefault) continue;
    const added = settled.map((other, index) => ({
      creditor: other.account,
      amount: borneOf[at]?.[index] ?? 0n,
    }));
    addClaims(model, scheme, account, added);
  }
  payCredits(model, scheme, currency, settled, paused);
  endWindow(model, scheme, window);
  if (paused) return;
  for (const account of rosterOf(model, scheme)) {
    const member = standingOf(model, scheme, account);
    if (member.status === "leaving" && isFree(model, scheme, account, member)) depart(model, scheme, account);
  }
}

/** Who is called on together: first all who stay, then each one who leaves, those who said so last before the others. */
function callOrder(settled: readonly Settled[]): number[][] {
  const places = (status: Member["status"]) => settled.flatMap(({ left }, at) => (left.status === status ? [at] : []));
  return [
    places("active"),
    ...places("leaving")
      .map((at) => [at])
      .reverse(),
  ];
}

/** What each one bears of a loss; takes it from the shares that are left. */
function bear(loss: bigint, shares: bigint[], groups: readonly (readonly number[])[]): bigint[] {
  const borne = shares.map(() => 0n);
  for (const group of groups) {
    const weights = shares.map((share, at) => (group.includes(at) ? share : 0n));
    const parts = inProportion(least(loss - sum(borne), sum(weights)), weights);
    for (const [at, part] of parts.entries()) {
      borne[at] = (borne[at] ?? 0n) + part;
      shares[at] = (shares[at] ?? 0n) - part;
    }
  }
  return borne;
}

/** Whether a member has no position and the others need nothing of it. */
export function isFree(model: Model, scheme: number, account: string, member: Standing): boolean {
  const isEven = member.openPosition === 0n && member.closedPosition === 0n;
  return isEven && slackWith(model, scheme, new Map([[account, undefined]])) >= 0n;
}

export function removeScheme(model: Model, number: number): void {
  const { schemes, windows } = netOf(model);
  for (const key of windows.keys()) if (key.startsWith(`${number}/`)) windows.delete(key);
  schemes.delete(number);
}

export function removeMember(model: Model, number: number, account: string): void {
  const { rosters, members, schemes } = netOf(model);
  members.delete(`${number}/${account}`);
  const left = rosterOf(model, number).filter((one) => one !== account);
  if (left.length > 0) rosters.set(number, left);
  else rosters.delete(number);
  if (left.length === 0 && schemes.at(number).status === "closing") removeScheme(model, number);
}

export function depart(model: Model, scheme: number, account: string): void {
  const { currency } = netOf(model).schemes.at(scheme);
  giveBack(model, { currency, from: book, to: account, amount: standingOf(model, scheme, account).collateral });
  removeMember(model, scheme, account);
}

function addClaims(model: Model, scheme: number, debtor: string, added: readonly Claim[]): void {
  const { debts } = netOf(model);
  const claims = [...(debts.get(`${scheme}/${debtor}`) ?? [])];
  for (const claim of added.filter(({ amount }) => amount > 0n)) {
    const at = claims.findIndex(({ creditor }) => creditor === claim.creditor);
    if (at < 0) claims.push(claim);
    else claims[at] = { ...claim, amount: (claims[at]?.amount ?? 0n) + claim.amount };
  }
  debts.set(`${scheme}/${debtor}`, claims);
}

function payCredits(
  model: Model,
  scheme: number,
  currency: string,
  settled: readonly Settled[],
  paused: boolean,
): void {
  for (const { account, position } of settled) {
    if (position <= 0n) continue;
    const claims = netOf(model).debts.get(`${scheme}/${account}`) ?? [];
    const toDebt = least(position, sum(claims.map(({ amount }) => amount)));
    if (claims.length > 0) payClaims(model, scheme, account, toDebt, paused);
    const rest = position - toDebt;
    if (!paused) giveBack(model, { currency, from: book, to: account, amount: rest });
    else changeMember(model, scheme, account, { collateral: standingOf(model, scheme, account).collateral + rest });
  }
}

function endWindow(model: Model, scheme: number, window: number): void {
  const { schemes, windows } = netOf(model);
  windows.set(`${scheme}/${window}`, {
    ...windows.at(`${scheme}/${window}`),
    status: "settled",
    settledMs: model.timeMs,
  });
  const row = schemes.at(scheme);
  let oldest = row.oldest;
  for (let step = 0; step < 4 && oldest <= window - parameterNumber(model, "net-windows.windowsKept"); step += 1) {
    windows.delete(`${scheme}/${oldest}`);
    oldest += 1;
  }
  schemes.set(scheme, { ...row, oldest });
}

function close(model: Model, scheme: number, window: number): void {
  const { schemes, windows } = netOf(model);
  const row = schemes.at(scheme);
  if (row.closed !== undefined) {
    note(model, model.timeMs + parameterNumber(model, "net-windows.retryMs"), { scheme, window, kind: "close" });
    return;
  }
  const positions = rosterOf(model, scheme)
    .map((account) => ({ account, position: positionIn(model, scheme, window, account) }))
    .filter(({ position }) => position !== 0n);
  const open = windows.at(`${scheme}/${window}`);
  windows.set(`${scheme}/${window}`, { ...open, status: "closed", positions });
  schemes.set(scheme, { ...row, open: undefined, closed: window });
  if (row.pauseMs === 0) settle(model, scheme, window);
  else note(model, open.settlesMs, { scheme, window, kind: "settlement" });
}

export function begin(model: Model): void {
  const { dues, schemes } = netOf(model);
  const taken = dues.value
    .filter(({ dueMs }) => dueMs <= model.timeMs)
    .sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence)
    .slice(0, duesMost);
  if (taken.length === 0) return;
  dues.value = dues.value.filter((due) => !taken.includes(due));
  for (const { item } of taken) {
    if (!schemes.has(item.scheme)) continue;
    if (item.kind === "close") close(model, item.scheme, item.window);
    else settle(model, item.scheme, item.window);
  }
}

/** Collateral stays where it is while the currency is paused. */
export const isHeld = (model: Model, scheme: number, { collateral }: Standing): boolean =>
  collateral > 0n && isPaused(model, netOf(model).schemes.at(scheme).currency);
