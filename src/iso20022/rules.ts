// What a message says about itself must be so: its kind in the header, and how many transactions of what total it holds.
import { currencyAmount } from "./amounts.ts";
import type { CurrencyDecimals } from "./currencies.ts";
import { Complaint } from "./description.ts";
import type { Message } from "./message.ts";
import { refusals } from "./refusals.ts";

/** A group header that counts and adds up, and the amounts of its transactions; some messages have none. */
interface Totals {
  readonly path: string;
  readonly count?: string;
  readonly counted: number;
  readonly total?: { readonly element: string; readonly currency: string; readonly units: bigint };
  readonly amounts: readonly { readonly currency: string; readonly units: bigint }[];
}

function totalsOf(message: Message): Totals | undefined {
  switch (message.name) {
    case "pacs.008.001.08":
    case "pacs.009.001.08": {
      const { GrpHdr, CdtTrfTxInf } = message.content;
      const root = message.name === "pacs.008.001.08" ? "FIToFICstmrCdtTrf" : "FICdtTrf";
      return {
        path: `/Document/${root}/GrpHdr`,
        count: GrpHdr.NbOfTxs,
        counted: CdtTrfTxInf.length,
        ...(GrpHdr.TtlIntrBkSttlmAmt && { total: { element: "TtlIntrBkSttlmAmt", ...GrpHdr.TtlIntrBkSttlmAmt } }),
        amounts: CdtTrfTxInf.map(({ IntrBkSttlmAmt }) => IntrBkSttlmAmt),
      };
    }
    case "pacs.004.001.09": {
      const { GrpHdr, TxInf } = message.content;
      // A whole group is returned without naming its transactions.
      if (TxInf === undefined) return undefined;
      const total = GrpHdr.TtlRtrdIntrBkSttlmAmt;
      return {
        path: "/Document/PmtRtr/GrpHdr",
        count: GrpHdr.NbOfTxs,
        counted: TxInf.length,
        ...(total && { total: { element: "TtlRtrdIntrBkSttlmAmt", ...total } }),
        amounts: TxInf.map(({ RtrdIntrBkSttlmAmt }) => RtrdIntrBkSttlmAmt),
      };
    }
    default:
      return undefined;
  }
}

/** Refuses a message that contradicts itself, when it is read and when it is written. */
export function requireAgreement(message: Message, currencies: CurrencyDecimals): void {
  const { header, name } = message;
  if (header !== undefined && header.MsgDefIdr !== name) {
    throw refusals.headerNamesAnother({ path: "/AppHdr/MsgDefIdr", named: header.MsgDefIdr, found: name });
  }
  const totals = totalsOf(message);
  if (totals === undefined) return;
  const { path, count, counted, total, amounts } = totals;
  if (count !== undefined && BigInt(count) !== BigInt(counted)) {
    throw refusals.wrongCount({ path: `${path}/NbOfTxs`, stated: count, counted });
  }
  if (total === undefined) return;
  const place = `${path}/${total.element}`;
  let units = 0n;
  for (const amount of amounts) {
    if (amount.currency !== total.currency) {
      throw refusals.wrongTotal({ path: place, stated: total.currency, summed: amount.currency });
    }
    units += amount.units;
  }
  if (units === total.units) return;
  throw refusals.wrongTotal({
    path: place,
    stated: textOf(total, currencies),
    summed: textOf({ currency: total.currency, units }, currencies),
  });
}

function textOf(amount: { readonly currency: string; readonly units: bigint }, currencies: CurrencyDecimals): string {
  const written = currencyAmount.write(amount, currencies);
  return written instanceof Complaint ? `${amount.units} ${amount.currency}` : `${written.text} ${amount.currency}`;
}
