// Every movement on one account, taken from the ledger's events alone: what a bank books, without asking for a balance.
import type { LedgerEvent } from "#src/sdk/definitions.ts";
import type { Cast } from "../cast.ts";

export interface Movement {
  readonly height: number;
  /** `height.index` of the event, and which of its movements it is. */
  readonly reference: string;
  /** Below zero: it leaves the account. */
  readonly units: bigint;
  readonly what: string;
  readonly endToEndId?: string;
}

/** All events after a height, up to those of a transaction that comes last. */
export async function eventsBetween(cast: Cast, afterHeight: number, lastTransaction: string): Promise<LedgerEvent[]> {
  const found: LedgerEvent[] = [];
  for await (const event of cast.ledger.events({ after: `${afterHeight}.999999999` })) {
    found.push(event);
    if (event.transactionId === lastTransaction) return found;
  }
  throw new Error("the stream of events ended before its time");
}

interface Moved {
  readonly what: string;
  readonly amount: string;
  readonly sign: 1n | -1n;
}

/** What an event moves of a currency on an account; what providers set aside leaves them when a quote is taken. */
function movedBy(event: LedgerEvent, account: string, currency: string, aside: Map<number | string, bigint>): Moved[] {
  const moved: Moved[] = [];
  const move = (what: string, leg: { from?: string; to?: string; currency: string; amount: string }) => {
    if (leg.currency !== currency || BigInt(leg.amount) === 0n) return;
    if (leg.from === account) moved.push({ what, amount: leg.amount, sign: -1n });
    if (leg.to === account) moved.push({ what, amount: leg.amount, sign: 1n });
  };
  switch (event.type) {
    case "accounts/currencyIssued":
      move("issue", { ...event.content, to: event.content.account });
      break;
    case "settlement/paymentSettled":
      move("payment", event.content);
      break;
    case "netting/itemSettled":
      for (const leg of event.content.legs) move(`queue, ${event.content.step}`, leg);
      break;
    case "corridors/paymentMade":
      move("corridor", event.content);
      // The operator's gain is in another statement.
      move("corridor's fee", { ...event.content, to: "", amount: event.content.fee });
      break;
    case "fx/quoteTaken":
      for (const { provider, delivered } of event.content.hops) {
        move("set aside", { ...delivered, from: provider });
        const isOwn = provider === account && delivered.currency === currency;
        if (isOwn) aside.set(event.content.number, BigInt(delivered.amount));
      }
      break;
    case "fx/quoteLapsed":
    case "fx/quoteCancelled": {
      const amount = String(aside.get(event.content.number) ?? 0n);
      move("given back", { to: account, currency, amount });
      break;
    }
    case "payments/paymentPrepared": {
      const { uetr, payer, source, fee, hops } = event.content;
      const amount = BigInt(source.amount) + BigInt(fee);
      move("locked", { from: payer, currency: source.currency, amount: String(amount) });
      if (payer === account && source.currency === currency) aside.set(uetr, amount);
      // Set aside when its quote was taken; what is void is back with everybody.
      for (const { provider, delivered } of hops) {
        const isOwn = provider === account && delivered.currency === currency;
        if (isOwn) aside.set(uetr, BigInt(delivered.amount));
      }
      break;
    }
    case "payments/paymentVoided":
      move("given back", { to: account, currency, amount: String(aside.get(event.content.uetr) ?? 0n) });
      break;
    case "payments/paymentReturned": {
      const { payer, payee, ...returned } = event.content;
      move("return", { from: payee, to: payer, ...returned });
      break;
    }
    case "payments/paymentSettled":
      // What the payer and the providers give was taken from them before.
      for (const { kind, to, currency: paid, amount } of event.content.legs) move(kind, { to, currency: paid, amount });
      break;
    case "fx/exchangeSettled": {
      const providers = event.content.hops.map(({ provider }) => provider);
      for (const { from, kind, ...leg } of event.content.legs) {
        move(kind, providers.includes(from) ? leg : { ...leg, from });
      }
      break;
    }
  }
  return moved;
}

export function movementsOf(events: readonly LedgerEvent[], account: string, currency: string): Movement[] {
  const aside = new Map<number | string, bigint>();
  return events.flatMap((event) => {
    const { height, index } = event;
    return movedBy(event, account, currency, aside).map(({ what, amount, sign }, at) => ({
      ...{ height, what, units: sign * BigInt(amount), reference: `${height}.${index}.${at + 1}` },
      ...(event.type === "netting/itemSettled" && event.content.endToEndId && { endToEndId: event.content.endToEndId }),
    }));
  });
}
