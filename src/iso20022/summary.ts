// A message in a few lines for people: its payments or entries, each with identifier, UETR, amount and parties.
import type { CurrencyAmount } from "./amounts.ts";
import { currencyAmount } from "./amounts.ts";
import { type CurrencyDecimals, currencyDecimals } from "./currencies.ts";
import { Complaint } from "./description.ts";
import type { ContentOf, Message } from "./message.ts";

export interface SummaryLine {
  readonly id: string;
  readonly uetr?: string;
  /** `-100.00 EUR` leaves an account. */
  readonly amount?: string;
  readonly from?: string;
  readonly to?: string;
  /** A status or reason, where the message is about one. */
  readonly says?: string;
}

export interface MessageSummary {
  readonly name: string;
  readonly id: string;
  readonly lines: readonly SummaryLine[];
}

type Pacs008 = ContentOf<"pacs.008.001.08">["CdtTrfTxInf"][number];
type Party = Pacs008["Dbtr"];
type Agent = Pacs008["DbtrAgt"];
type Account = Pacs008["DbtrAcct"];

export function summaryOf(message: Message, currencies: CurrencyDecimals = currencyDecimals): MessageSummary {
  const amountText = (amount: CurrencyAmount | undefined, isDebit = false) =>
    amount && { amount: `${isDebit ? "-" : ""}${textOf(amount, currencies)}` };
  return { name: message.name, ...identified(message, amountText) };
}

type AmountText = (amount: CurrencyAmount | undefined, isDebit?: boolean) => { readonly amount: string } | undefined;

function identified(message: Message, amountText: AmountText): Omit<MessageSummary, "name"> {
  switch (message.name) {
    case "pacs.008.001.08":
    case "pacs.009.001.08":
      return { id: message.content.GrpHdr.MsgId, lines: paymentLines(message, amountText) };
    case "pacs.002.001.10":
      return { id: message.content.GrpHdr.MsgId, lines: statusLines(message.content) };
    case "pacs.004.001.09":
      return { id: message.content.GrpHdr.MsgId, lines: returnLines(message.content, amountText) };
    case "camt.056.001.08":
      return { id: message.content.Assgnmt.Id, lines: cancellationLines(message.content, amountText) };
    case "camt.029.001.09":
      return { id: message.content.Assgnmt.Id, lines: resolutionLines(message.content) };
    case "admi.002.001.01": {
      const { RltdRef, Rsn } = message.content;
      return { id: RltdRef.Ref, lines: [{ id: RltdRef.Ref, says: Rsn.RsnDesc ?? Rsn.RjctgPtyRsn }] };
    }
    case "camt.053.001.08":
      return {
        id: message.content.GrpHdr.MsgId,
        lines: message.content.Stmt.flatMap((one) => entryLines(one, amountText)),
      };
    case "camt.054.001.08":
      return {
        id: message.content.GrpHdr.MsgId,
        lines: message.content.Ntfctn.flatMap((one) => entryLines(one, amountText)),
      };
  }
}

function paymentLines(
  message: Extract<Message, { readonly name: "pacs.008.001.08" | "pacs.009.001.08" }>,
  amountText: AmountText,
): readonly SummaryLine[] {
  if (message.name === "pacs.008.001.08") {
    return message.content.CdtTrfTxInf.map(({ PmtId, IntrBkSttlmAmt, Dbtr, DbtrAcct, Cdtr, CdtrAcct }) => ({
      id: PmtId.EndToEndId,
      ...uetrOf(PmtId.UETR),
      ...amountText(IntrBkSttlmAmt),
      from: partyName(Dbtr) ?? accountName(DbtrAcct) ?? "?",
      to: partyName(Cdtr) ?? accountName(CdtrAcct) ?? "?",
    }));
  }
  return message.content.CdtTrfTxInf.map(({ PmtId, IntrBkSttlmAmt, Dbtr, Cdtr, UndrlygCstmrCdtTrf }) => ({
    id: PmtId.EndToEndId,
    ...uetrOf(PmtId.UETR),
    ...amountText(IntrBkSttlmAmt),
    from: agentName(Dbtr) ?? "?",
    to: agentName(Cdtr) ?? "?",
    ...(UndrlygCstmrCdtTrf && {
      says: `covers ${partyName(UndrlygCstmrCdtTrf.Dbtr) ?? "?"} to ${partyName(UndrlygCstmrCdtTrf.Cdtr) ?? "?"}`,
    }),
  }));
}

function statusLines({ TxInfAndSts = [] }: ContentOf<"pacs.002.001.10">): readonly SummaryLine[] {
  return TxInfAndSts.map(({ OrgnlEndToEndId, OrgnlTxId, OrgnlUETR, TxSts, StsRsnInf, InstgAgt, InstdAgt }) => ({
    id: OrgnlEndToEndId ?? OrgnlTxId ?? "?",
    ...uetrOf(OrgnlUETR),
    ...partiesOf(agentName(InstgAgt), agentName(InstdAgt)),
    says: [TxSts, ...(StsRsnInf ?? []).map(({ Rsn }) => Rsn?.Cd ?? Rsn?.Prtry)].filter(Boolean).join(" "),
  }));
}

function returnLines({ TxInf = [] }: ContentOf<"pacs.004.001.09">, amountText: AmountText): readonly SummaryLine[] {
  return TxInf.map(
    ({ RtrId, OrgnlEndToEndId, OrgnlUETR, RtrdIntrBkSttlmAmt, RtrChain, RtrRsnInf, InstgAgt, InstdAgt }) => ({
      id: RtrId ?? OrgnlEndToEndId ?? "?",
      ...uetrOf(OrgnlUETR),
      ...amountText(RtrdIntrBkSttlmAmt),
      ...partiesOf(
        eitherName(RtrChain?.Dbtr) ?? agentName(InstgAgt),
        eitherName(RtrChain?.Cdtr) ?? agentName(InstdAgt),
      ),
      ...reasonsOf(RtrRsnInf?.map(({ Rsn }) => Rsn)),
    }),
  );
}

function cancellationLines(
  { Assgnmt, Undrlyg }: ContentOf<"camt.056.001.08">,
  amountText: AmountText,
): readonly SummaryLine[] {
  return Undrlyg.flatMap(({ TxInf = [] }) =>
    TxInf.map(({ CxlId, OrgnlEndToEndId, OrgnlUETR, OrgnlIntrBkSttlmAmt, CxlRsnInf }) => ({
      id: CxlId ?? OrgnlEndToEndId ?? "?",
      ...uetrOf(OrgnlUETR),
      ...amountText(OrgnlIntrBkSttlmAmt),
      ...partiesOf(assigned(Assgnmt.Assgnr), assigned(Assgnmt.Assgne)),
      ...reasonsOf(CxlRsnInf?.map(({ Rsn }) => Rsn)),
    })),
  );
}

function resolutionLines({ Assgnmt, Sts, CxlDtls = [] }: ContentOf<"camt.029.001.09">): readonly SummaryLine[] {
  const parties = partiesOf(assigned(Assgnmt.Assgnr), assigned(Assgnmt.Assgne));
  const says = "Conf" in Sts && Sts.Conf !== undefined ? { says: Sts.Conf } : {};
  const lines = CxlDtls.flatMap(({ TxInfAndSts = [] }) =>
    TxInfAndSts.map(({ CxlStsId, OrgnlEndToEndId, OrgnlUETR }) => ({
      id: CxlStsId ?? OrgnlEndToEndId ?? "?",
      ...uetrOf(OrgnlUETR),
      ...parties,
      ...says,
    })),
  );
  return lines.length > 0 ? lines : [{ id: Assgnmt.Id, ...parties, ...says }];
}

type Entries = Pick<ContentOf<"camt.053.001.08">["Stmt"][number], "Acct" | "Ntry">;

function entryLines({ Acct, Ntry = [] }: Entries, amountText: AmountText): readonly SummaryLine[] {
  return Ntry.map(({ NtryRef, AcctSvcrRef, Amt, CdtDbtInd, NtryDtls, Sts }) => {
    const references = NtryDtls?.[0]?.TxDtls?.[0]?.Refs;
    return {
      id: AcctSvcrRef ?? NtryRef ?? references?.EndToEndId ?? references?.InstrId ?? "?",
      ...uetrOf(references?.UETR),
      ...amountText(Amt, CdtDbtInd === "DBIT"),
      [CdtDbtInd === "DBIT" ? "from" : "to"]: accountName(Acct) ?? "?",
      says: Sts.Cd ?? Sts.Prtry ?? "?",
    };
  });
}

function uetrOf(uetr: string | undefined) {
  return uetr !== undefined && { uetr };
}

function partiesOf(from: string | undefined, to: string | undefined) {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function reasonsOf(reasons: readonly ({ readonly Cd?: string; readonly Prtry?: string } | undefined)[] | undefined) {
  const codes = (reasons ?? []).flatMap((reason) => reason?.Cd ?? reason?.Prtry ?? []);
  return codes.length > 0 && { says: codes.join(" ") };
}

function assigned(party: ContentOf<"camt.056.001.08">["Assgnmt"]["Assgnr"]): string | undefined {
  return party.Agt === undefined ? partyName(party.Pty) : agentName(party.Agt);
}

function eitherName(
  party: { readonly Pty?: Party; readonly Agt?: never } | { readonly Agt: Agent; readonly Pty?: never } | undefined,
): string | undefined {
  return party?.Agt === undefined ? partyName(party?.Pty) : agentName(party.Agt);
}

function partyName(party: Party | undefined): string | undefined {
  return party?.Nm ?? party?.Id?.OrgId?.AnyBIC ?? party?.Id?.OrgId?.LEI;
}

function agentName(agent: Agent | undefined): string | undefined {
  const { BICFI, LEI, Nm, ClrSysMmbId } = agent?.FinInstnId ?? {};
  return BICFI ?? LEI ?? Nm ?? ClrSysMmbId?.MmbId;
}

function accountName(account: NonNullable<Account> | undefined): string | undefined {
  return account?.Id.IBAN ?? account?.Id.Othr?.Id;
}

function textOf(amount: CurrencyAmount, currencies: CurrencyDecimals): string {
  const written = currencyAmount.write(amount, currencies);
  return written instanceof Complaint
    ? `${amount.units} units of ${amount.currency}`
    : `${written.text} ${amount.currency}`;
}
