// A bank prepares a payment abroad: all that it needs is locked at once, until it settles or is void for all legs.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { codecOf } from "#src/core/form.ts";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import { move as fx, read as quotes } from "#src/modules/fx/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { aboutOf, exchangeOf, settlePayment, stepNow } from "../deciding.ts";
import { events } from "../events.ts";
import { openPayment, requirePlace } from "../locking.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { crossingOf, missingAttestation } from "../rules.ts";
import { type Payment, paymentSchema, type Terms, termsSchema, uetrSchema } from "../schemas.ts";
import { payments, required, standings } from "../tables.ts";

const { source, destination, isStanding } = paymentSchema.shape;

export const preparePayment = defineMessage({
  summary:
    "Prepares a payment abroad, in one currency or by a quote: locks everything that it needs, until one expiry.",
  actors: "anyone",
  schema: z.strictObject({
    uetr: uetrSchema,
    ...termsSchema.shape,
    /** The most that the corridor may take, which may have grown since it was looked at; no part of the terms. */
    feeMost: amountSchema.optional(),
  }),
  /** The same again for the same UETR with the same terms. */
  result: z.strictObject({ source, destination, fee: amountSchema, expiresMs: timeMsSchema, isStanding }),
  work: 1_800,
  handle({ state, actor: payer, emit }, { uetr, feeMost, ...terms }) {
    const known = payments.get(state, bytesToHex(uetr));
    if (known !== undefined) {
      if (!isSame(known, payer, terms)) throw refusals.uetrTaken({ uetr: bytesToHex(uetr) });
      return resultOf(known);
    }
    const { corridor, payee, kind, quote } = terms;
    requirePlace(state, { payer });
    requireExpiry(state, terms);
    const missing = missingAttestation(terms, required.get(state, corridor)?.[kind] ?? []);
    if (missing !== undefined) throw refusals.attestationMissing({ kind: missing });
    const sides = sidesOf(state, payer, terms);
    accounts.requireCanHold(state, payee);
    accounts.requireCanReceive(state, sides.destination.currency, payee);
    const prepared = { payer, terms, ...sides };
    const refusal = corridors.judge(state, crossingOf(prepared));
    if (refusal !== undefined) throw refusal;
    const { fee } = corridors.fee(state, corridor, sides.source.amount);
    if (feeMost !== undefined && fee > feeMost) throw refusals.feeHigherThanAsked({ fee });
    const isAcceptedAtOnce = standings.get(state, payee, corridor)?.[kind] ?? false;

    const payment: Stored<Payment> = {
      ...prepared,
      state: "locked",
      isStanding: isAcceptedAtOnce,
      fee,
      history: [stepNow(state, { step: "locked" })],
      returned: 0n,
    };
    openPayment(state, uetr, payment);
    if (quote !== undefined) fx.bind(state, quote, payer, uetr);
    const { purpose, expiresMs } = terms;
    const told = { corridor, kind, purpose, ...sides, ...exchangeOf(payment), fee: payment.fee, expiresMs };
    emit(events.paymentPrepared({ ...aboutOf(uetr, payment), ...told }));
    if (isAcceptedAtOnce) settlePayment(state, uetr, payment);
    return resultOf(payment);
  },
});

const termsCodec = codecOf(termsSchema);

/** Whether a payer says again what it has said: a repetition is answered, anything else is another payment. */
function isSame(known: Stored<Payment>, payer: Account, terms: Terms): boolean {
  return known.payer === payer && bytesEqual(termsCodec.encode(known.terms as Terms), termsCodec.encode(terms));
}

function resultOf({ source, destination, fee, terms: { expiresMs }, isStanding }: Stored<Payment>) {
  return { source, destination, fee, expiresMs, isStanding };
}

function requireExpiry(state: StateReader, { expiresMs }: Terms): void {
  if (expiresMs <= state.timeMs) throw refusals.expiryPassed({ expiresMs, blockTimeMs: state.timeMs });
  const latestMs = state.timeMs + Number(parameters.expiryMsMost.get(state));
  if (expiresMs > latestMs) throw refusals.expiryTooLate({ latestMs });
}

type Sides = Pick<Stored<Payment>, "source" | "destination" | "hops">;

/** What is paid and delivered: one amount, or what the quote promises to this payee for this purpose. */
function sidesOf(state: StateReader, payer: Account, terms: Terms): Sides {
  const { money, quote: number, corridor, payee, kind, purpose, expiresMs } = terms;
  if (number === undefined && money !== undefined) return { source: money, destination: money, hops: [] };
  if (number === undefined || money !== undefined) throw refusals.meansUnclear({});
  const quote = quotes.requireUsable(state, number, payer);
  const isOther =
    quote.corridor !== corridor || quote.payee !== payee || quote.kind !== kind || quote.purpose !== purpose;
  if (isOther) throw refusals.quoteDiffers({ quote: number });
  if (expiresMs > quote.expiresMs) throw refusals.expiryAfterQuote({ latestMs: quote.expiresMs });
  const { source, destination } = quotes.paymentOf(quote);
  return { source, destination, hops: quote.hops };
}
