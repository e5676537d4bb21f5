// Traffic of the module `bank-gateway`: channels of a few currencies, banks that pledge and redeem, and their customers.
import { accountsOf, balanceOf } from "../model/accounts/book.ts";
import {
  gatewayOf,
  issuerIn,
  type Request,
  redeemingIn,
  reservesOf,
  type Terms,
  type Throttles,
  termsNow,
} from "../model/bank-gateway/book.ts";
import { isBank } from "../model/bank-gateway/requests.ts";
import { corridorsOf } from "../model/corridors/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

/** Few, so that something comes together in each. */
const currencies = ["CNY", "KZT"];

const currencyOf = ({ random, model }: World): string =>
  random.percent(97) ? random.pick(currencies) : random.pick(accountsOf(model).codes.value);

function throttles({ random }: World): Throttles {
  const bound = () => {
    if (random.percent(70)) return {};
    return random.percent(70)
      ? { amountMost: random.bigBetween(300_000n, 3_000_000n) }
      : { supplyBp: random.between(1, 10_000) };
  };
  const of = () => ({ hour: bound(), day: bound() });
  return { bank: of(), all: of() };
}

function terms(world: World): Terms {
  const { random } = world;
  const limit = () => random.bigBetween(1n, 200_000n);
  const classes = [
    { name: "merchant", limit: 0n },
    { name: "person", limit: limit() },
    ...(random.percent(30) ? [{ name: "trader", limit: limit() }] : []),
  ];
  return {
    classes: random.percent(95) ? classes : classes.slice().reverse(),
    supplyFloor: random.bigBetween(0n, 1_000_000n),
    issue: throttles(world),
    redeem: throttles(world),
  };
}

/** Something that a central bank says about its channel. */
function byCentralBank(world: World, content: object, currency = currencyOf(world)): Draft | undefined {
  const issuer = issuerIn(world.model, currency);
  const actor = world.random.percent(12) ? world.someone() : issuer;
  return actor === undefined ? undefined : { actor, content: { currency, ...content } };
}

function openChannel(world: World): Draft | undefined {
  const { random, model } = world;
  const missing = currencies.filter((currency) => !gatewayOf(model).channels.has(currency));
  const currency = random.percent(80) ? random.pickMaybe(missing) : currencyOf(world);
  if (currency === undefined) return undefined;
  return byCentralBank(world, { agent: world.someone(), terms: terms(world) }, currency);
}

/** A class that there is never goes. */
function setTerms(world: World): Draft | undefined {
  const currency = currencyOf(world);
  const channel = gatewayOf(world.model).channels.get(currency);
  const next = terms(world);
  const had = channel === undefined ? [] : termsNow(world.model, channel).classes;
  const kept = had.filter(({ name }) => next.classes.every((each) => each.name !== name));
  const classes = world.random.percent(90) ? [...next.classes, ...kept] : next.classes;
  return byCentralBank(world, { terms: { ...next, classes } }, currency);
}

function pauseChannel(world: World): Draft | undefined {
  return world.random.percent(70) ? undefined : byCentralBank(world, { reference: world.text() });
}

function resumeChannel(world: World): Draft | undefined {
  const { random, model } = world;
  const paused = gatewayOf(model)
    .channels.entries()
    .flatMap(([currency, { pausedReference }]) => (pausedReference === undefined ? [] : [currency]));
  const currency = random.percent(95) ? random.pickMaybe(paused) : currencyOf(world);
  return currency === undefined ? undefined : byCentralBank(world, {}, currency);
}

function bankIn(world: World, currency: string): string {
  const { random, model } = world;
  const banks = corridorsOf(model)
    .participants.keys()
    .flatMap((key) => (key.startsWith(`${currency}/`) ? [key.slice(currency.length + 1)] : []));
  // Few of them, so that a bank has several requests.
  return random.percent(95) ? (random.pickMaybe(banks.slice(0, 3)) ?? world.someone()) : world.someone();
}

function requestIssuance(world: World): Draft {
  const { random } = world;
  const currency = currencyOf(world);
  const content = { currency, amount: random.bigBetween(1n, 900_000n), reference: `T2-${random.below(400)}` };
  return { actor: bankIn(world, currency), content };
}

function requestRedemption(world: World): Draft {
  const { random, model } = world;
  const currency = currencyOf(world);
  const left = reservesOf(model, currency) - redeemingIn(model, currency);
  const amount = random.percent(92) ? left / random.bigBetween(1n, 8n) || 1n : left + 1n;
  return { actor: bankIn(world, currency), content: { currency, amount } };
}

/** Something the agent says about a request, mostly of the wanted kind. */
function byAgent(
  world: World,
  isWanted: (request: Request) => boolean,
  contentOf: (request: Request | undefined) => object,
): Draft | undefined {
  const { random, model } = world;
  const { requests, channels } = gatewayOf(model);
  const wanted = requests.entries().filter(([, request]) => isWanted(request));
  const found = random.pickMaybe(random.percent(92) ? wanted : requests.entries());
  if (found === undefined) return undefined;
  const [currency = "", number] = found[0].split("/");
  const request = random.percent(96) ? Number(number) : random.between(1, channels.at(currency).requests + 1);
  const actor = random.percent(96) ? channels.at(currency).agent : world.someone();
  return { actor, content: { currency, request, ...contentOf(found[1]) } };
}

const confirmIssuance = (world: World) =>
  byAgent(
    world,
    ({ kind }) => kind === "issuance",
    (request) => ({
      reference: world.random.percent(95) ? (request?.reference ?? "T2-1") : `T2-${world.random.below(400)}`,
    }),
  );

const startPayout = (world: World) =>
  byAgent(
    world,
    ({ kind, status }) => kind === "redemption" && status === "open",
    () => ({}),
  );

const confirmPayout = (world: World) =>
  byAgent(
    world,
    ({ status }) => status === "paying",
    () => ({ reference: `OUT-${world.random.below(900)}` }),
  );

const rejectRequest = (world: World) =>
  byAgent(
    world,
    () => world.random.percent(50),
    () => ({ reason: world.text() }),
  );

/** Some accounts that are no banks, always the same few. */
function customerIn(world: World, currency: string): string {
  const { random, model, cast } = world;
  const people = ["alice", "bob", "carol", "wei"].flatMap((alias) => (cast.aliases.includes(alias) ? [alias] : []));
  const account = random.percent(90) ? cast.account(random.pick(people)) : world.anybody();
  return isBank(model, currency, account) && random.percent(90) ? world.someone() : account;
}

function offerLink(world: World): Draft {
  const { random } = world;
  const currency = currencyOf(world);
  const className = random.pick(["person", "person", "merchant", "trader"]);
  const pullPerDayMost = random.percent(80) ? random.bigBetween(0n, 500_000n) : 0n;
  const content = { currency, customer: customerIn(world, currency), className, pullPerDayMost };
  return { actor: bankIn(world, currency), content };
}

/** An offer that there is, mostly. */
function someOffer(world: World): { readonly currency: string; readonly customer: string; readonly bank: string } {
  const { random, model } = world;
  const key = random.percent(92) ? random.pickMaybe(gatewayOf(model).offers.keys()) : undefined;
  const [currency = currencyOf(world), customer = world.someone(), bank = world.someone()] = key?.split("/") ?? [];
  return { currency, customer, bank };
}

function withdrawOffer(world: World): Draft {
  const offer = someOffer(world);
  const actor = world.random.pick([offer.bank, offer.customer]);
  return { actor: world.random.percent(94) ? actor : world.someone(), content: offer };
}

function acceptLink(world: World): Draft {
  const { customer, ...content } = someOffer(world);
  return { actor: customer, content };
}

/** A link that there is, mostly, with its bank. */
function someLink(world: World): { readonly currency: string; readonly customer: string; readonly bank: string } {
  const { random, model } = world;
  const found = random.percent(95) ? random.pickMaybe(gatewayOf(model).links.entries()) : undefined;
  if (found === undefined) return someOffer(world);
  const [currency = "", customer = ""] = found[0].split("/");
  return { currency, customer, bank: found[1].bank };
}

function endLink(world: World): Draft | undefined {
  // Customers are few: most of them stay.
  if (world.random.percent(60)) return undefined;
  const { bank, ...content } = someLink(world);
  return { actor: world.random.pick([bank, content.customer, world.someone()]), content };
}

function setAllowance(world: World): Draft {
  const { bank, ...content } = someLink(world);
  const pullPerDayMost = world.random.bigBetween(0n, 500_000n);
  return { actor: world.random.percent(92) ? bank : world.someone(), content: { ...content, pullPerDayMost } };
}

function sweepHolding(world: World): Draft {
  const { bank, ...content } = someLink(world);
  return { actor: world.random.percent(50) ? bank : world.someone(), content };
}

function payWithWaterfall(world: World): Draft | undefined {
  const { random, model } = world;
  if (gatewayOf(model).links.size === 0 && random.percent(80)) return undefined;
  const { currency, customer } = someLink(world);
  const own = balanceOf(model, currency, customer);
  const amount = own / random.bigBetween(1n, 5n) + random.bigBetween(1n, random.percent(85) ? 100_000n : 900_000n);
  return { actor: customer, content: { currency, to: world.anybody(), amount } };
}

export const traffic: Traffic = {
  openChannel: { weight: 4, draft: openChannel },
  replaceAgent: { weight: 2, draft: (world) => byCentralBank(world, { agent: world.someone() }) },
  setTerms: { weight: 2, draft: setTerms },
  pauseChannel: { weight: 2, draft: pauseChannel },
  resumeChannel: { weight: 4, draft: resumeChannel },
  requestIssuance: { weight: 6, draft: requestIssuance },
  confirmIssuance: { weight: 8, draft: confirmIssuance },
  requestRedemption: { weight: 6, draft: requestRedemption },
  startPayout: { weight: 5, draft: startPayout },
  confirmPayout: { weight: 4, draft: confirmPayout },
  rejectRequest: { weight: 1, draft: rejectRequest },
  offerLink: { weight: 5, draft: offerLink },
  withdrawOffer: { weight: 1, draft: withdrawOffer },
  acceptLink: { weight: 8, draft: acceptLink },
  endLink: { weight: 1, draft: endLink },
  setAllowance: { weight: 1, draft: setAllowance },
  sweepHolding: { weight: 2, draft: sweepHolding },
  payWithWaterfall: { weight: 6, draft: payWithWaterfall },
};
