// Traffic of the module `net-windows`: a few schemes, members of every wealth, payments to the edge of cover, and debts.
import { accountsOf, balanceOf } from "../model/accounts/book.ts";
import {
  debitOf,
  type Member,
  netOf,
  rosterOf,
  type Scheme,
  type Standing,
  slackWith,
  standingOf,
} from "../model/net-windows/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const minuteMs = 60_000;

interface Found {
  readonly number: number;
  readonly scheme: Scheme;
}

function someScheme({ random, model }: World): Found | undefined {
  const all = netOf(model).schemes.entries();
  const open = all.filter(([, { status }]) => status === "open");
  // Mostly the one with most members, so that its windows are busy.
  const size = ([number]: readonly [number, Scheme]) => rosterOf(model, number).length;
  const busiest = [...open].sort((left, right) => size(right) - size(left)).slice(0, 1);
  const liked = busiest.length > 0 && random.percent(75) ? busiest : open;
  const found = random.pickMaybe(random.percent(94) && liked.length > 0 ? liked : all);
  return found === undefined ? undefined : { number: found[0], scheme: found[1] };
}

/** Seldom a number that no scheme has. */
function numberOf({ random, model }: World, { number }: Found): number {
  return random.percent(97) ? number : random.between(1, netOf(model).given.value + 1);
}

/** Nobody, mostly, where no member is fit. */
function someMember(world: World, { number }: Found, ...statuses: readonly Member["status"][]): string | undefined {
  const { random, model } = world;
  const fit = rosterOf(model, number).filter((account) =>
    statuses.includes(netOf(model).members.at(`${number}/${account}`).status),
  );
  return random.percent(97) ? random.pickMaybe(fit) : world.someone();
}

function openScheme(world: World): Draft | undefined {
  const { random, model } = world;
  const currency = random.percent(85) ? random.pick(["CNY", "USD"]) : random.pick(accountsOf(model).codes.value);
  const issuer = accountsOf(model).currencies.get(currency)?.issuer;
  if (issuer === undefined || (netOf(model).schemes.size >= 2 && random.percent(85))) return undefined;
  const windowMs = random.pick([minuteMs, 10 * minuteMs, 60 * minuteMs]);
  const pauseMs = random.percent(95) ? random.pick([0, 0, 1_000, windowMs]) : windowMs + 1;
  const actor = random.percent(95) ? issuer : world.someone();
  return { actor, content: { currency, operator: world.anybody(), windowMs, pauseMs } };
}

function closeScheme(world: World): Draft | undefined {
  const found = someScheme(world);
  // Schemes are few, and those that are there stay for a while.
  if (found === undefined || world.random.percent(netOf(world.model).schemes.size < 2 ? 97 : 85)) {
    return undefined;
  }
  const actor = world.random.percent(60) ? found.scheme.operator : world.someone();
  return { actor, content: { scheme: numberOf(world, found) } };
}

function inviteMember(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const { random } = world;
  const actor = random.percent(95) ? found.scheme.operator : world.someone();
  const operatorCap = 10n ** BigInt(random.between(2, 9));
  const someone = world.anybody();
  const rich = world.people().filter((account) => balanceOf(world.model, found.scheme.currency, account) > 1_000n);
  const account = (random.percent(65) ? random.pickMaybe(rich) : undefined) ?? someone;
  return { actor, content: { scheme: numberOf(world, found), account, operatorCap } };
}

function withdrawInvitation(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const account = someMember(world, found, "invited", ...(world.random.percent(10) ? ["active" as const] : []));
  if (account === undefined) return undefined;
  const actor = world.random.percent(92) ? found.scheme.operator : world.someone();
  return { actor, content: { scheme: numberOf(world, found), account } };
}

/** Whoever is still there when a scheme is being closed. */
function removeMember(world: World): Draft | undefined {
  const { random, model } = world;
  const all = netOf(model)
    .schemes.entries()
    .map(([number, scheme]) => ({ number, scheme }));
  const closing = all.filter(({ scheme }) => scheme.status === "closing");
  const found = random.pickMaybe(random.percent(85) ? closing : all);
  if (found === undefined) return undefined;
  const account = someMember(world, found, "active", "leaving", "suspended", "invited");
  if (account === undefined) return undefined;
  const actor = random.percent(92) ? found.scheme.operator : world.someone();
  return { actor, content: { scheme: numberOf(world, found), account } };
}

const limit = ({ random }: World) => random.bigBetween(0n, 10n ** BigInt(random.between(1, 9)));

function joinScheme(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const actor = someMember(world, found, "invited");
  if (actor === undefined) return undefined;
  return { actor, content: { scheme: numberOf(world, found), ownCap: limit(world), lossShareMost: limit(world) } };
}

function leaveScheme(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const isEnding = found.scheme.status === "closing" || world.random.percent(30);
  const actor = isEnding
    ? someMember(world, found, "active", "leaving", "invited", "suspended")
    : someMember(world, found, "leaving");
  if (actor === undefined) return undefined;
  return { actor, content: { scheme: numberOf(world, found) } };
}

function setMemberCap(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const account = someMember(world, found, "active", "active", "suspended", "invited");
  if (account === undefined) return undefined;
  const actor = world.random.percent(94) ? found.scheme.operator : world.someone();
  return { actor, content: { scheme: numberOf(world, found), account, operatorCap: limit(world) * 10n } };
}

function setOwnTerms(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const actor = someMember(world, found, "active");
  if (actor === undefined) return undefined;
  const terms = { ownCap: limit(world) * 10n, lossShareMost: limit(world) };
  return { actor, content: { scheme: numberOf(world, found), ...terms } };
}

function depositCollateral(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const actor = someMember(world, found, "active");
  if (actor === undefined) return undefined;
  const held = balanceOf(world.model, found.scheme.currency, actor);
  const wanted = world.random.percent(70) ? limit(world) : held;
  const amount = (wanted < held ? wanted : held) + (world.random.percent(5) ? 1n : 0n);
  return { actor, content: { scheme: numberOf(world, found), amount: amount || 1n } };
}

const standing = ({ model }: World, { number }: Found, account: string): Standing | undefined =>
  netOf(model).members.has(`${number}/${account}`) ? standingOf(model, number, account) : undefined;

function withdrawCollateral(world: World): Draft | undefined {
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const actor = someMember(world, found, "active");
  if (actor === undefined) return undefined;
  const { collateral } = standing(world, found, actor) ?? { collateral: 1n };
  return { actor, content: { scheme: numberOf(world, found), amount: world.amount(collateral) } };
}

/** As much as the payer can, now and then: only what lies at the edge of cover tries the promise. */
function payNet(world: World): Draft | undefined {
  const { random, model } = world;
  const found = someScheme(world);
  if (found === undefined) return undefined;
  const actor = someMember(world, found, "active");
  const payee = someMember(world, found, "active");
  if (actor === undefined || payee === undefined) return undefined;
  const payer = standing(world, found, actor);
  if (payer === undefined) return { actor, content: { scheme: found.number, payee, amount: 1n } };
  const cap = payer.ownCap < payer.operatorCap ? payer.ownCap : payer.operatorCap;
  const free = payer.collateral - debitOf(payer) - payer.lossShareMost;
  const slack = slackWith(model, found.number);
  const covered = (free > 0n ? free : 0n) + (slack > 0n ? slack : 0n);
  const left = cap - debitOf(payer);
  const most = left < covered ? left : covered;
  const amount =
    most > 0n && random.percent(75) ? (random.percent(50) ? most : random.bigBetween(1n, most)) : most + 1n;
  const reference = random.percent(20) ? world.text() : undefined;
  const content = { scheme: numberOf(world, found), payee, amount: amount || 1n };
  return { actor, content: reference === undefined ? content : { ...content, reference } };
}

/** Mostly a debtor who has something to pay with. */
function repayDebt(world: World): Draft | undefined {
  const { random, model } = world;
  const owing = netOf(model)
    .debts.entries()
    .map(([key, claims]) => {
      const [scheme = "", actor = ""] = key.split("/");
      const debt = claims.reduce((sum, { amount }) => sum + amount, 0n);
      const held = balanceOf(model, netOf(model).schemes.at(Number(scheme)).currency, actor);
      return { scheme: Number(scheme), actor, debt, most: debt < held ? debt : held };
    });
  const able = owing.filter(({ most }) => most > 0n);
  const found = random.pickMaybe(able.length > 0 ? able : owing);
  if (found === undefined || random.percent(5)) {
    const content = { scheme: netOf(model).given.value || 1, amount: 1n };
    return random.percent(10) ? { actor: world.someone(), content } : undefined;
  }
  const { scheme, actor, debt, most } = found;
  const amount = random.percent(8) ? debt + 1n : random.percent(60) ? most : random.bigBetween(1n, debt);
  return { actor, content: { scheme, amount: amount || 1n } };
}

function forgiveClaim(world: World): Draft | undefined {
  const { random, model } = world;
  const debts = netOf(model).debts.entries();
  // A debt is only repaid while somebody has a claim.
  const found = random.pickMaybe(random.percent(15) ? debts : debts.filter(([, claims]) => claims.length > 1));
  if (found === undefined || random.percent(40)) {
    return random.percent(20)
      ? { actor: world.someone(), content: { scheme: netOf(model).given.value || 1, debtor: world.someone() } }
      : undefined;
  }
  const [scheme = "", debtor = ""] = found[0].split("/");
  const creditor = random.pick(found[1]).creditor;
  return { actor: random.percent(90) ? creditor : world.someone(), content: { scheme: Number(scheme), debtor } };
}

export const traffic: Traffic = {
  openScheme: { weight: 8, draft: openScheme },
  closeScheme: { weight: 2, draft: closeScheme },
  inviteMember: { weight: 14, draft: inviteMember },
  withdrawInvitation: { weight: 2, draft: withdrawInvitation },
  joinScheme: { weight: 14, draft: joinScheme },
  leaveScheme: { weight: 4, draft: leaveScheme },
  removeMember: { weight: 4, draft: removeMember },
  setMemberCap: { weight: 3, draft: setMemberCap },
  setOwnTerms: { weight: 3, draft: setOwnTerms },
  depositCollateral: { weight: 12, draft: depositCollateral },
  withdrawCollateral: { weight: 3, draft: withdrawCollateral },
  payNet: { weight: 24, draft: payNet },
  repayDebt: { weight: 4, draft: repayDebt },
  forgiveClaim: { weight: 3, draft: forgiveClaim },
};
