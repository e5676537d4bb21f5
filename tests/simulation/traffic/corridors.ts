// Traffic of the module `corridors`: central banks that tighten, loosen and stop, operators, and banks that pay abroad.
import { accountsOf, balanceOf } from "../model/accounts/book.ts";
import {
  type Caps,
  corridorsOf,
  countedIn,
  type Limits,
  passagesOf,
  type RuleBook,
  ruleBookNow,
  type WindowName,
  zonesIn,
} from "../model/corridors/book.ts";
import { isBook } from "../model/encoding.ts";
import type { Draft, Traffic, World } from "../world.ts";

const always = {
  ...{ offsetMinutes: 0, opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440 },
  ...{ weekendDays: [], holidays: [] },
};
const noCaps: Caps = { hour: {}, day: {}, month: {}, year: {} };

/** Whoever decides about a currency, mostly. */
function bankOf(world: World, currency: string): string | undefined {
  const { issuer } = accountsOf(world.model).currencies.get(currency) ?? { issuer: world.someone() };
  if (world.random.percent(4)) return world.someone();
  return isBook(issuer) ? world.officer("issuer") : issuer;
}

function currencyOf({ random, model }: World): string {
  const { zones } = corridorsOf(model);
  return random.percent(96) ? random.pick(zones.keys()) : random.pick(accountsOf(model).codes.value);
}

/** Something that a central bank says about a zone. */
function byCentralBank(world: World, content: object, currency = currencyOf(world)): Draft | undefined {
  const actor = bankOf(world, currency);
  return actor === undefined ? undefined : { actor, content: { currency, ...content } };
}

function calendar({ random }: World): object {
  if (random.percent(80)) return always;
  if (random.percent(20)) return { ...always, opensMinute: 1_440 };
  return {
    offsetMinutes: random.between(-720, 840),
    opensMinute: random.between(0, 700),
    cutOffMinute: random.between(690, 1_200),
    closesMinute: random.between(1_200, 1_440),
    weekendDays: random.pick([[6, 7], [5, 6], [], [7, 7]]),
    holidays: random.pick([[], ["2026-01-02"], ["2026-01-03", "2026-02-30"], ["2027-01-01", "2026-01-01"]]),
  };
}

/** Caps a little above, at or below what is counted now. */
function caps({ random, model, timeMs }: World, key: string): Caps {
  const of = (name: WindowName) => {
    if (random.percent(60)) return {};
    const { inflow, outflow } = countedIn(passagesOf(model, key), name, timeMs);
    // Where nothing passed yet, a cap of nothing would let nothing pass.
    if (inflow + outflow === 0n) return {};
    const grossMost = ((inflow + outflow) * random.bigBetween(9_000n, 16_000n)) / 10_000n;
    return random.percent(50) ? { grossMost } : { netMost: grossMost };
  };
  return { hour: of("hour"), day: of("day"), month: of("month"), year: of("year") };
}

function limits(world: World, currency: string): Limits {
  const { random } = world;
  if (random.percent(55)) return { caps: noCaps, participantCaps: noCaps };
  const banks = corridorsOf(world.model)
    .flows.keys()
    .filter((key) => key.startsWith(`corridors/participant-flow/${currency}/`));
  return {
    ...(random.percent(20) ? { singleMost: random.bigBetween(0n, 1_000_000_000n) } : {}),
    caps: random.percent(70) ? caps(world, `corridors/zone-flow/${currency}`) : noCaps,
    participantCaps: random.percent(30) ? caps(world, random.pickMaybe(banks) ?? "") : noCaps,
  };
}

function setLimits(world: World): Draft | undefined {
  const currency = currencyOf(world);
  return byCentralBank(world, { limits: limits(world, currency) }, currency);
}

function openZone(world: World): Draft | undefined {
  const { random, model } = world;
  const free = accountsOf(model).codes.value.filter((code) => !corridorsOf(model).zones.has(code));
  const currency = random.percent(92) ? random.pickMaybe(free) : currencyOf(world);
  if (currency === undefined) return undefined;
  return byCentralBank(
    world,
    { name: world.text(), calendar: calendar(world), limits: limits(world, currency) },
    currency,
  );
}

function stopZone(world: World): Draft | undefined {
  const { zones } = corridorsOf(world.model);
  const running = zones.entries().flatMap(([currency, { stop }]) => (stop === undefined ? [currency] : []));
  // One stop at a time, mostly: a corridor that stands still tells nothing.
  if (running.length < zones.size - 1 && world.random.percent(80)) return undefined;
  return byCentralBank(world, { reference: world.text() }, world.random.pickMaybe(running) ?? currencyOf(world));
}

function resumeZone(world: World): Draft | undefined {
  const { zones } = corridorsOf(world.model);
  const stopped = zones
    .entries()
    .flatMap(([currency, { stop }]) => (stop !== undefined && stop.untilHeight === undefined ? [currency] : []));
  const currency = world.random.percent(95) ? world.random.pickMaybe(stopped) : currencyOf(world);
  return currency === undefined ? undefined : byCentralBank(world, {}, currency);
}

function admitParticipant(world: World): Draft | undefined {
  const { random, model } = world;
  const { homes, participants } = corridorsOf(model);
  const currency = currencyOf(world);
  const isResident = random.percent(50);
  const able = isResident ? world.people().filter((account) => !homes.has(account)) : homes.keys();
  const fresh = able.filter((account) => !participants.has(`${currency}/${account}`));
  const account = random.percent(93) ? random.pickMaybe(fresh) : world.anybody();
  if (account === undefined) return undefined;
  const leis = ["5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R13"];
  const lei = random.percent(40) ? random.pick(leis) : undefined;
  const content = {
    account,
    bic: `KDGM${random.pick(["CN", "KZ", "US"])}${random.between(20, 99)}`,
    isResident,
    ...(lei === undefined ? {} : { lei }),
  };
  return byCentralBank(world, content, currency);
}

/** Mostly by a bank that has an offer. */
function acceptAdmission(world: World): Draft | undefined {
  const { random, model } = world;
  const { homes, participants } = corridorsOf(model);
  const offers = participants.entries().flatMap(([place, { isResident }]) => {
    const [currency = "", actor = ""] = place.split("/");
    return isResident && !homes.has(actor) ? [{ actor, currency }] : [];
  });
  const offer = random.percent(90) ? random.pickMaybe(offers) : undefined;
  if (offer !== undefined) return { actor: offer.actor, content: { currency: offer.currency } };
  const [currency = "CNY", actor = ""] = random.pick(participants.keys()).split("/");
  return random.percent(10) ? { actor, content: { currency } } : undefined;
}

function removeParticipant(world: World): Draft | undefined {
  const { random, model } = world;
  if (random.percent(75)) return undefined;
  const [currency = "CNY", account = ""] = random.pick(corridorsOf(model).participants.keys()).split("/");
  return byCentralBank(world, { account: random.percent(90) ? account : world.anybody() }, currency);
}

function corridorOf({ random, model }: World): string {
  return random.percent(97) ? random.pick(corridorsOf(model).corridors.keys()) : "nowhere";
}

function ruleBook(world: World, before: RuleBook): RuleBook {
  const { random, model } = world;
  const codes = random.shuffle(accountsOf(model).codes.value).slice(0, 3);
  const added = codes
    .filter((code) => random.percent(3) || !before.rates.some(({ currency }) => currency === code))
    .map((currency) => ({ currency, unitNano: random.bigBetween(1n, 1_000_000_000n) }));
  const rates = random.percent(30) ? [...before.rates, ...added] : before.rates;
  const levels = random.percent(92)
    ? random.pick([
        { informBp: 7_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 },
        { informBp: 2_000, warnBp: 3_000, slowBp: 4_000, stopBp: 6_000 },
      ])
    : { informBp: 9_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 };
  return {
    ...before,
    levels,
    rates: rates.slice(0, 16),
    stage: random.pick(["open", "open", "open", "open", "limited", "limited", "limited", "pilot", "closed"]),
    purposes: random.percent(4)
      ? ["GDDS", "GDDS"]
      : random.pick([
          ["GDDS", "TRAD"],
          ["GDDS", "SCVE", "INTC"],
        ]),
    feeBp: random.pick([0, 1, 10]),
    singleNanoMost: random.percent(90) ? 10n ** 18n : random.bigBetween(1n, 10n ** 15n),
    slowPartBp: random.pick([1, 2_500, 10_000]),
    concentrationFloorNano: random.pick([0n, 10n ** 12n, 10n ** 16n, 10n ** 20n]),
  };
}

/** Rule books with caps around what is counted now. */
function withCaps(world: World, corridor: string, book: RuleBook): RuleBook {
  const { random } = world;
  const share = random.pick([{}, { concentrationBp: 5_000 }, { concentrationBp: 9_000 }]);
  const { concentrationBp: _, ...rest } = book;
  const tight = random.percent(30) ? caps(world, `corridors/corridor-flow/${corridor}`) : noCaps;
  return { ...rest, ...share, caps: tight };
}

const operatorOf = (world: World, corridor: string): string =>
  (world.random.percent(96) ? corridorsOf(world.model).corridors.get(corridor)?.operator : undefined) ??
  world.someone();

function publishRuleBook(world: World): Draft | undefined {
  const { random, model } = world;
  const corridor = corridorOf(world);
  const before = ruleBookNow(model, corridor) ?? ruleBookNow(model, "gulf");
  if (before === undefined) return undefined;
  const isEarly = random.percent(5);
  const later = isEarly ? { fromHeight: model.height } : random.percent(20) ? { fromHeight: model.height + 12 } : {};
  const content = { corridor, ruleBook: withCaps(world, corridor, ruleBook(world, before)), ...later };
  return { actor: operatorOf(world, corridor), content };
}

function openCorridor(world: World): Draft | undefined {
  const { random, model } = world;
  const before = ruleBookNow(model, "gulf");
  if (corridorsOf(model).corridors.size > 4 && random.percent(90)) return undefined;
  const actor = random.percent(95) ? world.officer("governor") : world.someone();
  if (actor === undefined || before === undefined) return undefined;
  const corridor = random.percent(95) ? `corridor-${corridorsOf(model).corridors.size}` : "gulf";
  const content = { corridor, name: world.text(), operator: world.anybody(), ruleBook: ruleBook(world, before) };
  return { actor, content };
}

function joinCorridor(world: World): Draft | undefined {
  const { random, model } = world;
  const corridor = corridorOf(world);
  const inside = new Set(zonesIn(model, corridor));
  const rated = (ruleBookNow(model, corridor)?.rates ?? []).map(({ currency }) => currency);
  const zones = corridorsOf(model).zones.keys();
  const fit = zones.filter((currency) => !inside.has(currency) && rated.includes(currency));
  const currency = random.percent(92) ? random.pickMaybe(fit) : random.pick(zones);
  return currency === undefined ? undefined : byCentralBank(world, { corridor }, currency);
}

function leaveCorridor(world: World): Draft | undefined {
  const { random, model } = world;
  const joined = random.pickMaybe(corridorsOf(model).joined.keys());
  if (joined === undefined) return undefined;
  const [corridor = "", currency = "CNY"] = joined.split("/");
  // What leaves must join again: most zones stay.
  if (random.percent(75)) return undefined;
  return byCentralBank(world, { corridor }, random.percent(93) ? currency : currencyOf(world));
}

function admitMember(world: World): Draft | undefined {
  const { random, model } = world;
  const corridor = corridorOf(world);
  const { homes, members } = corridorsOf(model);
  const fit = homes.keys().filter((account) => !members.has(`${corridor}/${account}`));
  const account = random.percent(93) ? random.pickMaybe(fit) : world.anybody();
  return account === undefined ? undefined : { actor: operatorOf(world, corridor), content: { corridor, account } };
}

function removeMember(world: World): Draft | undefined {
  const { random, model } = world;
  if (random.percent(50)) return undefined;
  const member = random.pickMaybe(corridorsOf(model).members.keys());
  if (member === undefined) return undefined;
  const [corridor = "", account = ""] = member.split("/");
  const content = { corridor, account: random.percent(93) ? account : world.anybody() };
  return { actor: operatorOf(world, corridor), content };
}

/** Banks of a corridor that are at home in different zones, and a currency that both may use. */
export function pairOf(
  world: World,
): { readonly corridor: string; readonly payer: string; readonly payee: string } | undefined {
  const { random, model } = world;
  const { members, homes } = corridorsOf(model);
  const corridor = corridorOf(world);
  const banks = members
    .keys()
    .flatMap((key) => (key.startsWith(`${corridor}/`) ? [key.slice(corridor.length + 1)] : []));
  const payer = random.percent(97) ? random.pickMaybe(banks) : world.someone();
  if (payer === undefined) return undefined;
  const abroad = banks.filter((account) => homes.get(account) !== homes.get(payer));
  const payee = random.percent(96) ? random.pickMaybe(abroad) : world.anybody();
  return payee === undefined ? undefined : { corridor, payer, payee };
}

export const purposeOf = (world: World, corridor: string): string =>
  world.random.percent(94) ? (ruleBookNow(world.model, corridor)?.purposes[0] ?? "GDDS") : "SALA";

function sendPayment(world: World): Draft | undefined {
  const { random, model } = world;
  const pair = pairOf(world);
  if (pair === undefined) return undefined;
  const { corridor, payer, payee } = pair;
  const owned = zonesIn(model, corridor).filter((currency) => balanceOf(model, currency, payer) > 0n);
  const currency = random.percent(95) ? random.pickMaybe(owned) : currencyOf(world);
  if (currency === undefined) return undefined;
  const held = balanceOf(model, currency, payer);
  const amount = random.percent(90) ? held / random.bigBetween(50n, 5_000n) || 1n : world.amount(held);
  const kind = random.pick(["customer", "interbank"]);
  return {
    actor: payer,
    content: { corridor, to: payee, currency, amount, kind, purpose: purposeOf(world, corridor) },
  };
}

export const traffic: Traffic = {
  openZone: { weight: 1, draft: openZone },
  setCalendar: { weight: 1, draft: (world) => byCentralBank(world, { calendar: calendar(world) }) },
  setLimits: { weight: 2, draft: setLimits },
  stopZone: { weight: 1, draft: stopZone },
  resumeZone: { weight: 2, draft: resumeZone },
  admitParticipant: { weight: 2, draft: admitParticipant },
  acceptAdmission: { weight: 3, draft: acceptAdmission },
  removeParticipant: { weight: 1, draft: removeParticipant },
  openCorridor: { weight: 1, draft: openCorridor },
  publishRuleBook: { weight: 2, draft: publishRuleBook },
  joinCorridor: { weight: 2, draft: joinCorridor },
  leaveCorridor: { weight: 1, draft: leaveCorridor },
  admitMember: { weight: 2, draft: admitMember },
  removeMember: { weight: 1, draft: removeMember },
  sendPayment: { weight: 8, draft: sendPayment },
};
