// Customers of banks, as the model judges them: offers, links, limits after each block, and payments that pull.
import {
  accountsOf,
  balanceOf,
  balanceRow,
  isFrozen,
  isPaused,
  judgeCurrency,
  judgeHolder,
  judgePayee,
  judgePayer,
  judgeTransfer,
  listBalance,
  listIfQuiet,
  putBalance,
  type Sum,
  transfer,
} from "../accounts/book.ts";
import { isBook } from "../encoding.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { customersOf, gatewayOf, type Link, limitIn, termsNow } from "./book.ts";
import { judgeRunning } from "./channels.ts";
import { isBank } from "./requests.ts";

const dayMs = 86_400_000;
const sweepsMost = 1_024;

interface Offer {
  readonly currency: string;
  readonly customer: string;
  readonly className: string;
  readonly pullPerDayMost: bigint;
}

const offerLink = modelMessage<Offer>({
  judge(model, bank, { currency, customer, className }, grounds) {
    const channel = judgeRunning(model, currency, grounds);
    if (channel === undefined) return;
    grounds.when(!isBank(model, currency, bank), "bank-gateway/notBank");
    grounds.when(limitIn(termsNow(model, channel), className) === undefined, "bank-gateway/unknownClass");
    judgeHolder(model, customer, grounds);
    grounds.when(isBank(model, currency, customer), "bank-gateway/customerIsBank");
    grounds.when(gatewayOf(model).offers.has(`${currency}/${customer}/${bank}`), "bank-gateway/offerKnown");
    const most = parameterNumber(model, "bank-gateway.customersMost");
    grounds.when(customersOf(model, currency, bank) >= most, "bank-gateway/tooManyCustomers");
  },
  apply(model, bank, { currency, customer, className, pullPerDayMost }) {
    gatewayOf(model).offers.set(`${currency}/${customer}/${bank}`, { className, pullPerDayMost });
  },
});

interface Named {
  readonly currency: string;
  readonly customer: string;
}

const withdrawOffer = modelMessage<Named & { readonly bank: string }>({
  judge(model, actor, { currency, customer, bank }, grounds) {
    const isThere = gatewayOf(model).offers.has(`${currency}/${customer}/${bank}`);
    grounds.when(!isThere, "bank-gateway/unknownOffer");
    grounds.when(isThere && actor !== bank && actor !== customer, "bank-gateway/notParty");
  },
  apply(model, _actor, { currency, customer, bank }) {
    gatewayOf(model).offers.delete(`${currency}/${customer}/${bank}`);
  },
});

const limitFor = (model: Model, currency: string, className: string): bigint =>
  limitIn(termsNow(model, gatewayOf(model).channels.at(currency)), className) ?? 0n;

const acceptLink = modelMessage<{ readonly currency: string; readonly bank: string }>({
  judge(model, customer, { currency, bank }, grounds) {
    if (judgeRunning(model, currency, grounds) === undefined) return;
    judgeCurrency(model, currency, grounds);
    const { offers, links } = gatewayOf(model);
    grounds.when(!offers.has(`${currency}/${customer}/${bank}`), "bank-gateway/unknownOffer");
    grounds.when(links.has(`${currency}/${customer}`), "bank-gateway/alreadyLinked");
    grounds.when(isBank(model, currency, customer), "bank-gateway/customerIsBank");
  },
  apply(model, customer, { currency, bank }) {
    const { offers, links } = gatewayOf(model);
    const offer = offers.at(`${currency}/${customer}/${bank}`);
    const heldMost = limitFor(model, currency, offer.className);
    offers.delete(`${currency}/${customer}/${bank}`);
    links.set(`${currency}/${customer}`, { bank, ...offer, pulled: { day: 0, amount: 0n }, heldMost });
    listBalance(model, currency, customer);
  },
});

function judgeLink(model: Model, { currency, customer }: Named, grounds: Grounds): Link | undefined {
  const link = gatewayOf(model).links.get(`${currency}/${customer}`);
  grounds.when(link === undefined, "bank-gateway/unknownLink");
  return link;
}

/** What goes to the bank of a customer that leaves by itself. */
function leaving(model: Model, actor: string, { currency, customer }: Named, { bank }: Link): Sum | undefined {
  const amount = balanceOf(model, currency, customer);
  const isKept = actor !== customer || amount === 0n || isBank(model, currency, customer);
  return isKept ? undefined : { currency, from: customer, to: bank, amount };
}

const endLink = modelMessage<Named>({
  judge(model, actor, named, grounds) {
    const link = judgeLink(model, named, grounds);
    if (link === undefined) return;
    grounds.when(actor !== link.bank && actor !== named.customer, "bank-gateway/notParty");
    const sum = leaving(model, actor, named, link);
    if (sum !== undefined) judgeTransfer(model, sum, grounds);
  },
  apply(model, actor, named) {
    const { currency, customer } = named;
    const sum = leaving(model, actor, named, gatewayOf(model).links.at(`${currency}/${customer}`));
    if (sum !== undefined) transfer(model, sum);
    dropLink(model, currency, customer);
  },
});

function dropLink(model: Model, currency: string, customer: string): void {
  gatewayOf(model).links.delete(`${currency}/${customer}`);
  const { watch: _, ...balance } = balanceRow(model, currency, customer) ?? { amount: 0n };
  putBalance(model, currency, customer, balance);
}

const setAllowance = modelMessage<Named & { readonly pullPerDayMost: bigint }>({
  judge(model, actor, named, grounds) {
    const link = judgeLink(model, named, grounds);
    grounds.when(link !== undefined && link.bank !== actor, "bank-gateway/notParty");
  },
  apply(model, _actor, { currency, customer, pullPerDayMost }) {
    const { links } = gatewayOf(model);
    const key = `${currency}/${customer}`;
    links.set(key, { ...links.at(key), pullPerDayMost });
  },
});

const sweepHolding = modelMessage<Named>({
  judge(model, _actor, named, grounds) {
    judgeLink(model, named, grounds);
  },
  apply: (model, _actor, { currency, customer }) => listIfQuiet(model, currency, customer),
});

interface Payment {
  readonly currency: string;
  readonly to: string;
  readonly amount: bigint;
}

const todayOf = (model: Model) => Math.floor(model.timeMs / dayMs);
const pulledToday = (model: Model, { pulled }: Link): bigint => (pulled.day === todayOf(model) ? pulled.amount : 0n);

const lackOf = (model: Model, customer: string, { currency, amount }: Payment): bigint => {
  const own = balanceOf(model, currency, customer);
  return amount > own ? amount - own : 0n;
};

const payWithWaterfall = modelMessage<Payment>({
  judge(model, customer, payment, grounds) {
    const { currency, to, amount } = payment;
    const link = judgeLink(model, { currency, customer }, grounds);
    if (link === undefined) return;
    grounds.when(to === customer, "bank-gateway/ownPayee");
    const lack = lackOf(model, customer, payment);
    if (lack > 0n) {
      judgeRunning(model, currency, grounds);
      grounds.when(pulledToday(model, link) + lack > link.pullPerDayMost, "bank-gateway/pullExceeded");
      judgeTransfer(model, { currency, from: link.bank, to: customer, amount: lack }, grounds);
    }
    grounds.when(isBook(to), "accounts/ledgerAccount");
    grounds.when(isPaused(model, currency), "accounts/currencyPaused");
    judgePayer(model, currency, customer, amount - lack, grounds);
    // Who is paid by its own bank has less to be paid with.
    judgePayee(model, currency, to, grounds);
  },
  apply(model, customer, payment) {
    const { currency, to, amount } = payment;
    const { links } = gatewayOf(model);
    const key = `${currency}/${customer}`;
    const link = links.at(key);
    const lack = lackOf(model, customer, payment);
    if (lack > 0n) {
      transfer(model, { currency, from: link.bank, to: customer, amount: lack });
      const pulled = { day: todayOf(model), amount: pulledToday(model, link) + lack };
      links.set(key, { ...link, pulled });
    }
    transfer(model, { currency, from: customer, to, amount });
    return { pulled: lack };
  },
});

/** After a block's transactions: everyone who was credited, in turn within each currency. */
export function endCustomers(model: Model): void {
  const { credited, codes } = accountsOf(model);
  const ready = codes.value.filter((code) => credited.has(code) && !isPaused(model, code));
  const looked: [currency: string, customer: string][] = [];
  for (const currency of ready) {
    const { first, list } = credited.at(currency);
    const taken = list.slice(0, Math.floor(sweepsMost / ready.length));
    const rest = list.slice(taken.length);
    if (rest.length === 0) credited.delete(currency);
    else credited.set(currency, { first: first + taken.length, list: rest });
    for (const customer of taken) {
      const balance = balanceRow(model, currency, customer);
      if (balance?.watch !== "credited") continue;
      putBalance(model, currency, customer, { ...balance, watch: "quiet" });
      looked.push([currency, customer]);
    }
  }
  for (const [currency, customer] of looked) look(model, currency, customer);
}

function look(model: Model, currency: string, customer: string): void {
  const { links } = gatewayOf(model);
  const key = `${currency}/${customer}`;
  if (isBank(model, currency, customer)) {
    dropLink(model, currency, customer);
    return;
  }
  const { bank, className } = links.at(key);
  const limit = limitFor(model, currency, className);
  const excess = balanceOf(model, currency, customer) - limit;
  if (excess > 0n) {
    const isHeld = [customer, bank].some(
      (account) => isFrozen(model, account) || balanceRow(model, currency, account)?.frozenReference !== undefined,
    );
    if (isHeld) {
      links.set(key, { ...links.at(key), heldMost: limit + excess });
      return;
    }
    transfer(model, { currency, from: customer, to: bank, amount: excess });
  }
  links.set(key, { ...links.at(key), heldMost: limit });
}

export const customerMessages = {
  ...{ offerLink, withdrawOffer, acceptLink, endLink, setAllowance, sweepHolding, payWithWaterfall },
};
