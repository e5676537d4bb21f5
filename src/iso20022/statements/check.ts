// Checks the statements of others: balances add up, totals are those of the entries, and no statement is left out between two.
import { formatAmount } from "#src/core/amount.ts";
import { type CurrencyDecimals, currencyDecimals } from "../currencies.ts";
import { isDeepEqual } from "../deepEqual.ts";
import { type ContentOf, type MessageOf, type MessageOptions, readMessage } from "../message.ts";
import { refusals } from "../refusals.ts";
import { signedUnits, sumsOf } from "./balances.ts";

export type Statement = ContentOf<"camt.053.001.08">["Stmt"][number];
type Balance = Statement["Bal"][number];

/** Reads one statement message and checks what it says of balances. */
export function readStatements(bytes: Uint8Array, options?: MessageOptions): MessageOf<"camt.053.001.08"> {
  const message = readMessage(bytes, options);
  if (message.name !== "camt.053.001.08") {
    throw refusals.unknownMessage({ path: "/Document", namespace: message.name });
  }
  requireBalanced(message, options?.currencies);
  return message;
}

/** Refuses a message with a statement whose opening balance and booked entries are not its closing balance. */
export function requireBalanced(
  { content }: MessageOf<"camt.053.001.08">,
  decimals: CurrencyDecimals = currencyDecimals,
): void {
  for (const [at, statement] of content.Stmt.entries()) {
    requireStatementBalanced(statement, decimals, `/Document/BkToCstmrStmt/Stmt${at === 0 ? "" : `[${at + 1}]`}`);
  }
}

function requireStatementBalanced(statement: Statement, decimals: CurrencyDecimals, path: string): void {
  const opening = openingOf(statement, path);
  const closing = closingOf(statement, path);
  const { currency } = opening.Amt;
  if (closing.Amt.currency !== currency) throw refusals.anotherAccount({ path: `${path}/Bal` });
  const booked: bigint[] = [];
  for (const [at, entry] of (statement.Ntry ?? []).entries()) {
    // What is pending or told for information alone has not moved the balance.
    if (!("Cd" in entry.Sts) || entry.Sts.Cd !== "BOOK") continue;
    if (entry.Amt.currency !== currency) throw refusals.anotherAccount({ path: `${path}/Ntry[${at + 1}]/Amt` });
    booked.push(signedUnits(entry));
  }
  const { netUnits: entriesUnits } = sumsOf(booked);
  const openingUnits = signedUnits(opening);
  const closingUnits = signedUnits(closing);
  if (openingUnits + entriesUnits !== closingUnits) {
    throw refusals.balancesDoNotAddUp({ path: `${path}/Bal`, openingUnits, entriesUnits, closingUnits });
  }
  if (booked.length !== (statement.Ntry?.length ?? 0)) return;
  requireSummary(statement, booked, (units) => formatAmount(units, decimals.get(currency) ?? 0), path);
}

/** Totals count every entry, so they are compared only where each one is booked. */
function requireSummary(
  { TxsSummry }: Statement,
  booked: readonly bigint[],
  textOf: (units: bigint) => string,
  path: string,
): void {
  const sums = sumsOf(booked);
  const totals = [
    ["TtlNtries", TxsSummry?.TtlNtries, booked.length, sums.creditUnits + sums.debitUnits],
    ["TtlCdtNtries", TxsSummry?.TtlCdtNtries, sums.credits, sums.creditUnits],
    ["TtlDbtNtries", TxsSummry?.TtlDbtNtries, sums.debits, sums.debitUnits],
  ] as const;
  for (const [name, stated, counted, units] of totals) {
    const at = `${path}/TxsSummry/${name}`;
    const { NbOfNtries: count, Sum: sum } = stated ?? {};
    if (count !== undefined && BigInt(count) !== BigInt(counted)) {
      throw refusals.wrongCount({ path: `${at}/NbOfNtries`, stated: count, counted });
    }
    if (sum !== undefined && shortest(sum) !== shortest(textOf(units))) {
      throw refusals.wrongTotal({ path: `${at}/Sum`, stated: sum, summed: textOf(units) });
    }
  }
}

/** A decimal without what does not change it: `+007.50` and `7.5` are one number. */
function shortest(decimal: string): string {
  const [whole = "", fraction = ""] = decimal.replace(/^\+/, "").split(".");
  return `${whole.replace(/^0+/, "")}.${fraction.replace(/0+$/, "")}`;
}

function balanceOf({ Bal }: Statement, ...codes: readonly string[]): Balance | undefined {
  for (const code of codes) {
    const found = Bal.find(({ Tp }) => "Cd" in Tp.CdOrPrtry && Tp.CdOrPrtry.Cd === code);
    if (found !== undefined) return found;
  }
  return undefined;
}

function openingOf(statement: Statement, path: string): Balance {
  const found = balanceOf(statement, "OPBD", "PRCD");
  if (found === undefined) throw refusals.missing({ path: `${path}/Bal/Tp/CdOrPrtry/Cd=OPBD` });
  return found;
}

function closingOf(statement: Statement, path: string): Balance {
  const found = balanceOf(statement, "CLBD");
  if (found === undefined) throw refusals.missing({ path: `${path}/Bal/Tp/CdOrPrtry/Cd=CLBD` });
  return found;
}

/** Refuses a statement that is not the next one of its account, or opens with another balance than the last one closed with. */
export function requireFollows(last: Statement, next: Statement): void {
  const path = "/Document/BkToCstmrStmt/Stmt";
  const isSame = isDeepEqual(last.Acct.Id, next.Acct.Id) && last.Acct.Ccy === next.Acct.Ccy;
  if (!isSame) throw refusals.anotherAccount({ path: `${path}/Acct` });
  if (last.ElctrncSeqNb === undefined || next.ElctrncSeqNb === undefined) {
    throw refusals.missing({ path: `${path}/ElctrncSeqNb` });
  }
  const expected = last.ElctrncSeqNb + 1n;
  if (next.ElctrncSeqNb !== expected) {
    throw refusals.sequenceGap({ path: `${path}/ElctrncSeqNb`, expected, found: next.ElctrncSeqNb });
  }
  const closing = closingOf(last, path);
  const opening = openingOf(next, path);
  if (closing.Amt.currency !== opening.Amt.currency) throw refusals.anotherAccount({ path: `${path}/Bal` });
  const closingUnits = signedUnits(closing);
  const openingUnits = signedUnits(opening);
  if (closingUnits !== openingUnits) {
    throw refusals.openingIsNotClosing({ path: `${path}/Bal`, closingUnits, openingUnits });
  }
}
