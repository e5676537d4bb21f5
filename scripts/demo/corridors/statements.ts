// Messages between banks: two statements made of events alone, one leg of a payment versus payment, and the report of a refusal.
import { isDeepStrictEqual } from "node:util";
import { Refusal } from "#src/core/refusal.ts";
import { type Header, type Message, type MessageOf, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { profileBreaches } from "#src/iso20022/profile.ts";
import { type AccountPeriod, buildStatement } from "#src/iso20022/statements/build.ts";
import { readStatements } from "#src/iso20022/statements/check.ts";
import { transactionStatus } from "#src/iso20022/status.ts";
import { summaryOf } from "#src/iso20022/summary.ts";
import type { LedgerEvent } from "#src/sdk/definitions.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import type { Refused } from "./firewalls.ts";
import { eventsBetween, type Movement, movementsOf } from "./movements.ts";
import type { Leg } from "./queueApart.ts";
import { decimalsOf, shown } from "./setting.ts";

export const stated = [
  ["sgd-bank", "SGD"],
  ["cny-bank-2", "CNY"],
] as const;

/** Where statements begin. */
export interface Opening {
  readonly height: number;
  readonly balances: readonly bigint[];
}

export async function openingNow(cast: Cast): Promise<Opening> {
  const balances = await Promise.all(stated.map(([bank, currency]) => cast.balance(bank, currency)));
  return { height: (await cast.ledger.health()).height, balances };
}

const codes = new Map<string, string>();
/** The code under which a bank's own central bank has admitted it. */
async function codeOf(cast: Cast, bank: string): Promise<string> {
  const currency = bank.slice(0, 3).toUpperCase();
  const known = codes.get(bank);
  if (known !== undefined) return known;
  const { bic } = await cast.ledger.query("corridors/participant", { currency, account: cast.account(bank) });
  codes.set(bank, bic);
  return bic;
}

const agent = (bic: string) => ({ FinInstnId: { BICFI: bic } });
const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();
const isoDay = (timeMs: number): string => isoTime(timeMs).slice(0, 10);

async function timeOf(cast: Cast, height: number): Promise<number> {
  return ((await (await fetch(`${cast.ledger.url}/v1/blocks/${height}`)).json()) as { timeMs: number }).timeMs;
}

export async function showStatements(cast: Cast, story: Story, opening: Opening): Promise<LedgerEvent[]> {
  story.chapter("Statements balance, made of events alone");
  // Something that comes last: the bank needs its reserve no longer.
  const earmarks = messages.netting.setEarmarks({ currency: "SGD", direct: 0n, urgent: 0n });
  const { id, height } = await cast.send("sgd-bank", earmarks);
  const events = await eventsBetween(cast, opening.height, id);
  story.say(`    ${events.length} events from block ${opening.height + 1} to block ${height}`);
  for (const [at, [bank, currency]] of stated.entries()) {
    const movements = movementsOf(events, cast.account(bank), currency);
    await showStatement(cast, story, {
      bank,
      currency,
      movements,
      opening: opening.balances[at] ?? 0n,
      from: opening.height,
    });
  }
  story.fact("events", events.length);
  return events;
}

interface Period {
  readonly bank: string;
  readonly currency: string;
  readonly movements: readonly Movement[];
  readonly opening: bigint;
  readonly from: number;
}

async function showStatement(cast: Cast, story: Story, period: Period): Promise<void> {
  const { bank, currency, movements, opening, from } = period;
  const heights = [...new Set([from, ...movements.map(({ height }) => height)])];
  const times = new Map(
    await Promise.all(heights.map(async (height) => [height, await timeOf(cast, height)] as const)),
  );
  const dayOf = (height: number) => isoDay(times.get(height) ?? 0);
  const closing = await cast.balance(bank, currency);
  const now = Date.now();
  const stating: AccountPeriod = {
    ...{ messageId: `DEMO-${bank}-1`, statementId: `DEMO-${bank}-${currency}`, createdAt: isoTime(now) },
    ...{ sequenceNumber: 1n, account: { Othr: { Id: cast.account(bank).slice(0, 34) } }, currency },
    servicer: agent(await codeOf(cast, bank)),
    ...{ from: isoTime(times.get(from) ?? 0), to: isoTime(now), openingDate: dayOf(from), closingDate: isoDay(now) },
    ...{ openingUnits: opening, closingUnits: closing },
    entries: movements.map(({ height, units, reference, endToEndId }) => ({
      ...{ units, reference, bookingDate: dayOf(height), valueDate: dayOf(height) },
      ...(endToEndId !== undefined && { endToEndId }),
    })),
  };
  const message = buildStatement(stating);
  story.check(
    "with one entry left out it is not made",
    refusalOf(() => buildStatement({ ...stating, entries: stating.entries.slice(1) })) ===
      "iso20022/balancesDoNotAddUp",
  );
  const bytes = writeMessage(message);
  story.check(
    `${bank}'s statement (camt.053) is read again as it was written`,
    isDeepStrictEqual(readStatements(bytes), message),
  );
  const sums = sumsOfText(new TextDecoder().decode(bytes), currency);
  const kinds = [...new Set(movements.map(({ what }) => what))].join(", ");
  story.say(`    ${movements.length} entries in ${bytes.length} bytes of XML: ${kinds}`);
  story.check(
    `${shown(sums.opening, currency)} + entries of ${shown(sums.credits, currency)} - ${shown(sums.debits, currency)} = ${shown(closing, currency)}`,
    sums.opening === opening && sums.closing === closing && sums.opening + sums.credits - sums.debits === closing,
  );
  story.checkEqual("entries counted in its text", sums.entries, movements.length);
  story.fact(`statement${currency}`, {
    ...{ bank, entries: movements.length, opening: String(opening), closing: String(closing) },
    ...{ credits: String(sums.credits), debits: String(sums.debits) },
  });
}

function refusalOf(act: () => unknown): string {
  try {
    act();
    return "nothing";
  } catch (reason) {
    if (reason instanceof Refusal) return reason.definition.code;
    throw reason;
  }
}

/** The sums of a statement by its text alone, as another program would see it. */
function sumsOfText(xml: string, currency: string) {
  const amount = `<Amt Ccy="${currency}">([0-9.]+)</Amt><CdtDbtInd>(CRDT|DBIT)</CdtDbtInd>`;
  const units = (text = "") => {
    const [whole = "0", fraction = ""] = text.split(".");
    return BigInt(whole + fraction.padEnd(decimalsOf(currency), "0"));
  };
  const balance = (code: string) => units(new RegExp(`<Cd>${code}</Cd></CdOrPrtry></Tp>${amount}`).exec(xml)?.[1]);
  const entries = [...xml.matchAll(new RegExp(`<Ntry><NtryRef>[^<]*</NtryRef>${amount}`, "g"))];
  const sum = (direction: string) =>
    entries.reduce((total, [, text, found]) => (found === direction ? total + units(text) : total), 0n);
  return {
    opening: balance("OPBD"),
    closing: balance("CLBD"),
    credits: sum("CRDT"),
    debits: sum("DBIT"),
    entries: entries.length,
  };
}

export async function showMessages(cast: Cast, story: Story, leg: Leg, refused: Refused): Promise<void> {
  story.chapter("What banks are told of it");
  const time = isoTime(Date.now());
  const transfer = await transferOf(cast, leg, "DEMO-PVP-1", "PVP-OF-THE-DEMO", time);
  showMessage(story, transfer, "a leg of the payment versus payment (pacs.009)");
  const { currency, units } = transfer.content.CdtTrfTxInf[0]?.IntrBkSttlmAmt ?? { currency: "", units: 0n };
  story.checkEqual("what it moves", shown(units, currency), shown(leg.amount, leg.currency));

  const original = await transferOf(cast, refused, "DEMO-CAP-1", "BEYOND-THE-CAP", time);
  const { UETR, EndToEndId } = original.content.CdtTrfTxInf[0]?.PmtId ?? {};
  const status = transactionStatus(
    {
      OrgnlGrpInf: { OrgnlMsgId: "DEMO-CAP-1", OrgnlMsgNmId: original.name },
      ...(EndToEndId !== undefined && { OrgnlEndToEndId: EndToEndId }),
      ...(UETR !== undefined && { OrgnlUETR: UETR }),
    },
    // ExternalStatusReason1Code: the amount is greater than allowed.
    { refused: "AM02" },
  );
  const report: MessageOf<"pacs.002.001.10"> = {
    name: "pacs.002.001.10",
    header: headerOf(
      "DEMO-STS-1",
      "pacs.002.001.10",
      await codeOf(cast, "kdg-bank"),
      await codeOf(cast, refused.from),
      time,
    ),
    content: { GrpHdr: { MsgId: "DEMO-STS-1", CreDtTm: time }, TxInfAndSts: [status] },
  };
  showMessage(story, report, `the refusal by ${refused.code} (pacs.002)`);
}

function headerOf(id: string, kind: string, from: string, to: string, time: string): Header {
  const party = (bic: string) => ({ FIId: { FinInstnId: { BICFI: bic } } });
  return { Fr: party(from), To: party(to), BizMsgIdr: id, MsgDefIdr: kind, CreDt: time };
}

async function transferOf(
  cast: Cast,
  { from, to, currency, amount }: Leg,
  id: string,
  endToEndId: string,
  time: string,
): Promise<MessageOf<"pacs.009.001.08">> {
  const [payer, payee] = [await codeOf(cast, from), await codeOf(cast, to)];
  const identified = { InstrId: `${id}-1`, EndToEndId: endToEndId, UETR: crypto.randomUUID() };
  return {
    name: "pacs.009.001.08",
    header: headerOf(id, "pacs.009.001.08", payer, payee, time),
    content: {
      GrpHdr: { MsgId: id, CreDtTm: time, NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
      CdtTrfTxInf: [
        {
          PmtId: identified,
          IntrBkSttlmAmt: { currency, units: amount },
          IntrBkSttlmDt: time.slice(0, 10),
          ...{ InstgAgt: agent(payer), InstdAgt: agent(payee), Dbtr: agent(payer), Cdtr: agent(payee) },
        },
      ],
    },
  };
}

function showMessage(story: Story, message: Message, what: string): void {
  const bytes = writeMessage(message);
  story.check(
    `${what} is read again as it was written, and breaks no rule of cross-border messages`,
    isDeepStrictEqual(readMessage(bytes), message) && profileBreaches(message).length === 0,
  );
  for (const { id, amount = "", from = "", to = "", says = "" } of summaryOf(message).lines) {
    story.say(`    ${[id, amount, from && `${from} to ${to}`, says].filter((part) => part !== "").join(", ")}`);
  }
}
