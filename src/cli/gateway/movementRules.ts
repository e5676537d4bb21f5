// What each event of the ledger moves, one line for each type: the one place to change when a module gets another.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";

/** Money that leaves an account, comes to one, or both; the ledger's own books are not named. */
export interface Leg {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly currency: string;
  readonly amount: bigint;
}

export type MovementRule = (content: unknown) => readonly Leg[];

const text = z.string();
const side = z.looseObject({ currency: text, amount: amountSchema });
const hops = z.array(z.looseObject({ provider: text, delivered: side }));
const leg = z.looseObject({ kind: text.optional(), from: text, to: text, currency: text, amount: amountSchema });
const legs = z.array(leg);

function rule<Shape extends z.ZodRawShape>(
  shape: Shape,
  legsOf: (content: z.output<z.ZodObject<Shape, z.core.$loose>>) => readonly Leg[],
): MovementRule {
  const schema = z.looseObject(shape);
  return (content) => legsOf(schema.parse(content));
}

const paid = { ...side.shape, from: text, to: text };
const lock = { ...side.shape, payer: text, payee: text };
const made = { ...side.shape, account: text };
const request = { ...side.shape, kind: text, bank: text };
const liquidity = { account: text, amounts: z.array(side) };

const back = rule(lock, ({ payer, currency, amount }) => [{ to: payer, currency, amount }]);
/** Money that waited for its redemption. */
const returned = rule(request, ({ kind, bank, currency, amount }) =>
  kind === "redemption" ? [{ to: bank, currency, amount }] : [],
);

/** Everything that these events move is told by them. */
export const toldByEvents: Readonly<Record<string, MovementRule>> = {
  "accounts/currencyIssued": rule(made, ({ account, currency, amount }) => [{ to: account, currency, amount }]),
  "accounts/currencyBurnt": rule(made, ({ account, currency, amount }) => [{ from: account, currency, amount }]),
  "settlement/paymentSettled": rule(paid, (payment) => [payment]),
  "settlement/fundsLocked": rule(lock, ({ payer, currency, amount }) => [{ from: payer, currency, amount }]),
  "settlement/lockFulfilled": rule(lock, ({ payee, currency, amount }) => [{ to: payee, currency, amount }]),
  "settlement/lockCancelled": back,
  "settlement/lockExpired": back,
  // What queues settle moves nothing before, so legs are all there is.
  "netting/itemSettled": rule({ legs }, (item) => item.legs),
  // What providers deliver was set aside when the quote was taken; the first exchange and the fee are the payer's.
  "fx/quoteTaken": rule({ hops }, (quote) =>
    quote.hops.map(({ provider, delivered: { currency, amount } }) => ({ from: provider, currency, amount })),
  ),
  "fx/exchangeSettled": rule({ legs }, (exchange) =>
    exchange.legs.map(({ kind, from, to, currency, amount }, at) => ({
      ...((at < 2 || kind === "fee") && { from }),
      ...{ to, currency, amount },
    })),
  ),
  "payments/paymentPrepared": rule({ payer: text, source: side, fee: amountSchema }, ({ payer, source, fee }) => [
    { from: payer, currency: source.currency, amount: source.amount + fee },
  ]),
  // All of it comes out of what was locked and set aside.
  "payments/paymentSettled": rule({ legs }, (payment) =>
    payment.legs.map(({ to, currency, amount }) => ({ to, currency, amount })),
  ),
  "payments/paymentReturned": rule({ ...side.shape, payer: text, payee: text }, (payment) => [
    { from: payment.payee, to: payment.payer, currency: payment.currency, amount: payment.amount },
  ]),
  "exchange-pools/liquidityAdded": rule(liquidity, ({ account, amounts }) =>
    amounts.map(({ currency, amount }) => ({ from: account, currency, amount })),
  ),
  "exchange-pools/liquidityRemoved": rule(liquidity, ({ account, amounts }) =>
    amounts.map(({ currency, amount }) => ({ to: account, currency, amount })),
  ),
  "exchange-pools/poolPaymentMade": rule({ legs }, (payment) => payment.legs),
  "bank-gateway/requestMade": rule(request, ({ kind, bank, currency, amount }) =>
    kind === "redemption" ? [{ from: bank, currency, amount }] : [],
  ),
  "bank-gateway/requestSettled": rule(request, ({ kind, bank, currency, amount }) =>
    kind === "issuance" ? [{ to: bank, currency, amount }] : [],
  ),
  "bank-gateway/requestRejected": returned,
  "bank-gateway/requestLapsed": returned,
  "bank-gateway/excessPassed": rule(
    { ...side.shape, customer: text, bank: text },
    ({ customer, bank, currency, amount }) => [{ from: customer, to: bank, currency, amount }],
  ),
  "bank-gateway/paymentMade": rule(
    { ...paid, pulled: amountSchema, bank: text },
    ({ from, to, currency, amount, pulled, bank }) => [
      { from: bank, to: from, currency, amount: pulled },
      { from, to, currency, amount },
    ],
  ),
  "swap-lines/lineDrawn": rule(
    {
      ...{ drawer: text, lent: side, counter: side, collateral: amountSchema },
      onward: z.looseObject({ bank: text }).optional(),
    },
    ({ drawer, lent, counter, collateral, onward }) => [
      { from: onward?.bank ?? drawer, currency: counter.currency, amount: collateral },
      { to: onward?.bank ?? drawer, currency: lent.currency, amount: lent.amount },
    ],
  ),
  "intraday-credit/creditDrawn": rule(
    { currency: text, bank: text, amount: amountSchema, collateral: side.optional() },
    ({ currency, bank, amount, collateral }) => [
      { to: bank, currency, amount },
      ...(collateral === undefined ? [] : [{ from: bank, currency: collateral.currency, amount: collateral.amount }]),
    ],
  ),
};

/** Of these only a part is told here: the balance of the block tells the rest. */
export const toldInPart: Readonly<Record<string, MovementRule>> = {
  // The fee comes to an operator that the event does not name.
  "corridors/paymentMade": rule({ ...paid, fee: amountSchema }, ({ from, to, currency, amount, fee }) => [
    { from, to, currency, amount },
    { from, currency, amount: fee },
  ]),
  // What providers had set aside goes back, too.
  "payments/paymentVoided": rule({ payer: text, locked: side }, ({ payer, locked: { currency, amount } }) => [
    { to: payer, currency, amount },
  ]),
  // The currency of the collateral that goes back, and who gets the interest, are known to the draw.
  "intraday-credit/creditSettled": rule(
    { currency: text, bank: text, amount: amountSchema, interest: amountSchema },
    ({ currency, bank, amount, interest }) => [{ from: bank, currency, amount: amount + interest }],
  ),
};

/** They move money and do not say which, or whose: the balance of the block tells it. */
export const toldByBalances: ReadonlySet<string> = new Set([
  "accounts/accountOpened",
  "accounts/accountClosed",
  "fx/quoteCancelled",
  "fx/quoteLapsed",
  "net-windows/memberDeparted",
  "net-windows/collateralDeposited",
  "net-windows/collateralWithdrawn",
  "net-windows/debitSettled",
  "net-windows/creditSettled",
  "net-windows/debtReduced",
  "swap-lines/drawSettled",
  "swap-lines/drawReduced",
  "swap-lines/drawRolledOver",
  "swap-lines/marginCallAnswered",
  "swap-lines/collateralReturned",
  "swap-lines/collateralSeized",
  "intraday-credit/collateralSeized",
  "reserve-pool/drawRequested",
  "reserve-pool/requestEnded",
  "reserve-pool/drawFunded",
  "reserve-pool/drawSettled",
  "reserve-pool/drawRenewed",
  "reserve-pool/collateralDivided",
  "issuance/rightTaken",
  "issuance/rightReturned",
  "issuance/bidPlaced",
  "issuance/rightAuctioned",
  "issuance/rightDefaulted",
  "issuance/kdgMinted",
  "issuance/redemptionRequested",
  "issuance/redemptionCancelled",
  "issuance/metalRedeemed",
  "issuance/cashRedeemed",
  "issuance/redemptionSettled",
  "issuance/distributionClaimed",
  "issuance/reserveFunded",
  "reserve-auctions/bidCommitted",
  "reserve-auctions/lotTraded",
  "reserve-auctions/bidClosed",
  "bonds/bondOpened",
  "bonds/bondToppedUp",
  "bonds/bondReleased",
  "bonds/bondPaid",
  "value-support/feesClaimed",
]);
