// Makes statements (camt.053) and advices (camt.054) of an account, and refuses to make one whose balances do not add up.
import { formatAmount } from "#src/core/amount.ts";
import { type CurrencyDecimals, currencyDecimals } from "../currencies.ts";
import type { ContentOf, MessageOf } from "../message.ts";
import { refusals } from "../refusals.ts";
import { directed, sumsOf } from "./balances.ts";

type Statement = ContentOf<"camt.053.001.08">["Stmt"][number];
type Advice = ContentOf<"camt.054.001.08">["Ntfctn"][number];
type Entry = NonNullable<Statement["Ntry"]>[number];
type Summary = NonNullable<Statement["TxsSummry"]>;

export interface StatementEntry {
  /** What the account gains, or loses if it is less than zero. */
  readonly units: bigint;
  readonly bookingDate: string;
  readonly valueDate: string;
  /** By which the ledger finds it again. */
  readonly reference: string;
  readonly endToEndId?: string;
  readonly uetr?: string;
  /** Domain, family and sub-family; a credit transfer unless another is named. */
  readonly transactionCode?: { readonly domain: string; readonly family: string; readonly subFamily: string };
}

export interface AccountPeriod {
  readonly messageId: string;
  readonly statementId: string;
  readonly createdAt: string;
  /** One more than that of the statement before. */
  readonly sequenceNumber: bigint;
  readonly account: Statement["Acct"]["Id"];
  readonly currency: string;
  readonly servicer?: Statement["Acct"]["Svcr"];
  readonly from: string;
  readonly to: string;
  readonly openingDate: string;
  readonly closingDate: string;
  readonly openingUnits: bigint;
  readonly entries: readonly StatementEntry[];
  /** What the ledger holds at the end; that it follows from the rest is what is checked. */
  readonly closingUnits: bigint;
}

export function buildStatement(
  period: AccountPeriod,
  decimals: CurrencyDecimals = currencyDecimals,
): MessageOf<"camt.053.001.08"> {
  requireBalance(period, "/Document/BkToCstmrStmt/Stmt/Bal");
  const { openingUnits, closingUnits, openingDate, closingDate, currency } = period;
  const statement: Statement = {
    Id: period.statementId,
    StmtPgntn: { PgNb: "1", LastPgInd: true },
    ElctrncSeqNb: period.sequenceNumber,
    CreDtTm: period.createdAt,
    FrToDt: { FrDtTm: period.from, ToDtTm: period.to },
    Acct: accountOf(period),
    Bal: [
      { Tp: { CdOrPrtry: { Cd: "OPBD" } }, ...directed(openingUnits, currency), Dt: { Dt: openingDate } },
      { Tp: { CdOrPrtry: { Cd: "CLBD" } }, ...directed(closingUnits, currency), Dt: { Dt: closingDate } },
    ],
    TxsSummry: summaryOf(period, decimals),
    ...entriesOf(period),
  };
  return {
    name: "camt.053.001.08",
    content: { GrpHdr: { MsgId: period.messageId, CreDtTm: period.createdAt }, Stmt: [statement] },
  };
}

/** An advice tells entries and no balances: those that are given only prove that no entry is left out. */
export function buildAdvice(
  period: AccountPeriod,
  decimals: CurrencyDecimals = currencyDecimals,
): MessageOf<"camt.054.001.08"> {
  requireBalance(period, "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry");
  const advice: Advice = {
    Id: period.statementId,
    NtfctnPgntn: { PgNb: "1", LastPgInd: true },
    ElctrncSeqNb: period.sequenceNumber,
    CreDtTm: period.createdAt,
    FrToDt: { FrDtTm: period.from, ToDtTm: period.to },
    Acct: accountOf(period),
    TxsSummry: summaryOf(period, decimals),
    ...entriesOf(period),
  };
  return {
    name: "camt.054.001.08",
    content: { GrpHdr: { MsgId: period.messageId, CreDtTm: period.createdAt }, Ntfctn: [advice] },
  };
}

function requireBalance({ openingUnits, closingUnits, entries }: AccountPeriod, path: string): void {
  const { netUnits: entriesUnits } = sumsOf(entries.map(({ units }) => units));
  if (openingUnits + entriesUnits === closingUnits) return;
  throw refusals.balancesDoNotAddUp({ path, openingUnits, entriesUnits, closingUnits });
}

function accountOf({ account, currency, servicer }: AccountPeriod): Statement["Acct"] {
  return { Id: account, Ccy: currency, ...(servicer && { Svcr: servicer }) };
}

function entriesOf({ entries, currency }: AccountPeriod): { readonly Ntry?: readonly Entry[] } {
  return entries.length === 0 ? {} : { Ntry: entries.map((entry) => entryOf(entry, currency)) };
}

function entryOf(entry: StatementEntry, currency: string): Entry {
  const { units, bookingDate, valueDate, reference, endToEndId, uetr } = entry;
  const { domain, family, subFamily } = entry.transactionCode ?? {
    domain: "PMNT",
    family: units < 0n ? "ICDT" : "RCDT",
    subFamily: "OTHR",
  };
  return {
    NtryRef: reference,
    ...directed(units, currency),
    Sts: { Cd: "BOOK" },
    BookgDt: { Dt: bookingDate },
    ValDt: { Dt: valueDate },
    AcctSvcrRef: reference,
    BkTxCd: { Domn: { Cd: domain, Fmly: { Cd: family, SubFmlyCd: subFamily } } },
    NtryDtls: [
      {
        TxDtls: [
          {
            Refs: {
              AcctSvcrRef: reference,
              ...(endToEndId !== undefined && { EndToEndId: endToEndId }),
              ...(uetr !== undefined && { UETR: uetr }),
            },
            ...directed(units, currency),
          },
        ],
      },
    ],
  };
}

function summaryOf({ entries, currency }: AccountPeriod, decimals: CurrencyDecimals): Summary {
  const sums = sumsOf(entries.map(({ units }) => units));
  const text = (units: bigint) => formatAmount(units, decimals.get(currency) ?? 0);
  const isDebit = sums.netUnits < 0n;
  return {
    TtlNtries: {
      NbOfNtries: String(entries.length),
      Sum: text(sums.creditUnits + sums.debitUnits),
      TtlNetNtry: { Amt: text(isDebit ? -sums.netUnits : sums.netUnits), CdtDbtInd: isDebit ? "DBIT" : "CRDT" },
    },
    TtlCdtNtries: { NbOfNtries: String(sums.credits), Sum: text(sums.creditUnits) },
    TtlDbtNtries: { NbOfNtries: String(sums.debits), Sum: text(sums.debitUnits) },
  };
}
