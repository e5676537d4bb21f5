// Traffic of the module `accounts`: accounts come and go, are re-keyed, frozen and recovered; currencies are issued.
import { accountsOf, anchored, balanceOf, type Guardians, isFrozen } from "../model/accounts/book.ts";
import { accountFor, isBook } from "../model/encoding.ts";
import { netOf } from "../model/net-windows/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const peopleMost = 70;

function guardians({ random, people }: { random: World["random"]; people: readonly string[] }): Guardians {
  const accounts = random.some(people, 3);
  return { threshold: random.between(1, accounts.length), accounts, delayMs: random.spread(0, 3_600_000) };
}

function newAccount(world: World): Draft | undefined {
  const { random, model } = world;
  const people = world.people();
  const rich = people.filter((account) => balanceOf(model, anchored, account) >= 1_000_000n);
  const bank = world.officer("participant-bank", "issuer");
  const actor = random.percent(30) ? random.pickMaybe(rich) : bank;
  const isClosed = ({ account }: { account: string }) => !accountsOf(model).records.has(account);
  const again = random.pickMaybe(world.identities.filter(isClosed));
  if (actor === undefined) return undefined;
  if (again !== undefined && random.percent(60)) return { actor, content: { policy: again.policy, salt: again.salt } };
  const { policy, salt } = random.pick(world.identities);
  if (random.percent(3)) return { actor, content: { policy, salt } };
  if (people.length > peopleMost && random.percent(90)) return undefined;
  const identity = { policy: world.policy(), salt: random.bytes(random.between(0, 1)) };
  world.identities.push({ account: accountFor(identity.policy, identity.salt), ...identity });
  const content = random.percent(30) ? { ...identity, guardians: guardians({ random, people }) } : identity;
  return { actor, content };
}

/** Whoever may freeze and pause a currency. */
function authorityOver(world: World, currency: string): string | undefined {
  if (currency === anchored) return world.officer("issuer");
  const { issuer } = accountsOf(world.model).currencies.at(currency);
  return isFrozen(world.model, issuer) ? undefined : issuer;
}

const isEmpty = (world: World, account: string): boolean =>
  accountsOf(world.model).codes.value.every((code) => !accountsOf(world.model).balances.has(`${code}/${account}`));

function freeze(world: World): Draft | undefined {
  const { random, model } = world;
  const frozen = accountsOf(model)
    .records.keys()
    .filter((account) => isFrozen(model, account));
  if (frozen.length > 4) return undefined;
  const account = world.anybody();
  const reference = world.text();
  if (random.percent(50)) {
    const actor = world.officer("regulator");
    return actor === undefined ? undefined : { actor, content: { account, reference } };
  }
  const currency = random.pick(accountsOf(model).codes.value);
  const actor = authorityOver(world, currency);
  return actor === undefined ? undefined : { actor, content: { account, currency, reference } };
}

function unfreeze(world: World): Draft | undefined {
  const { random, model } = world;
  const { records, balances } = accountsOf(model);
  const reference = world.text();
  const whole = records.keys().filter((account) => isFrozen(model, account));
  const regulator = world.officer("regulator");
  const account = random.pickMaybe(whole);
  if (account !== undefined && regulator !== undefined && random.percent(60)) {
    return { actor: regulator, content: { account, reference } };
  }
  const parts = balances.entries().filter(([, balance]) => balance.frozenWith === "currency");
  const [currency, owner] = random.pickMaybe(parts)?.[0].split("/") ?? [];
  if (currency === undefined) return undefined;
  const actor = authorityOver(world, currency);
  return actor === undefined ? undefined : { actor, content: { account: owner, currency, reference } };
}

function pauseOrResume(world: World, isPause: boolean): Draft | undefined {
  const { random, model } = world;
  const { currencies } = accountsOf(model);
  const isPaused = (code: string) => currencies.at(code).pausedReference !== undefined;
  const paused = currencies.keys().filter(isPaused);
  if (isPause && paused.length > 1) return undefined;
  const currency = random.pickMaybe(isPause || random.percent(5) ? currencies.keys() : paused);
  if (currency === undefined) return undefined;
  const actor = authorityOver(world, currency);
  return actor === undefined ? undefined : { actor, content: { currency, reference: world.text() } };
}

/** A currency with an issuer who can act. */
function issued(world: World): { readonly currency: string; readonly issuer: string } | undefined {
  const { currencies } = accountsOf(world.model);
  const own = currencies.entries().filter(([, { issuer }]) => !isBook(issuer) && !isFrozen(world.model, issuer));
  const found = world.random.pickMaybe(own);
  return found === undefined ? undefined : { currency: found[0], issuer: found[1].issuer };
}

/** Who defaulted in net settlement earns something to repay with, sooner or later. */
function lendToDebtor({ random, model }: World): Draft | undefined {
  const { debts, schemes } = netOf(model);
  const [scheme = "", to] = random.pickMaybe(debts.keys())?.split("/") ?? [];
  if (to === undefined) return undefined;
  const { currency } = schemes.at(Number(scheme));
  const { issuer } = accountsOf(model).currencies.at(currency);
  return { actor: issuer, content: { currency, to, amount: random.bigBetween(1n, 1_000_000n) } };
}

function issueTo(world: World): Draft | undefined {
  const toDebtor = world.random.percent(30) ? lendToDebtor(world) : undefined;
  if (toDebtor !== undefined) return toDebtor;
  const found = issued(world);
  if (found === undefined) return undefined;
  const { random } = world;
  const to = random.percent(20) ? found.issuer : world.someone();
  const amount = random.percent(1) ? 2n ** 96n - 1n : random.bigBetween(1n, 50_000_000n);
  return { actor: found.issuer, content: { currency: found.currency, to, amount } };
}

function burnOwn(world: World): Draft | undefined {
  const { currencies } = accountsOf(world.model);
  const held = currencies.entries().filter(([code, { issuer }]) => balanceOf(world.model, code, issuer) > 0n);
  const found = world.random.pickMaybe(held);
  if (found === undefined) return undefined;
  const [currency, { issuer }] = found;
  return { actor: issuer, content: { currency, amount: world.amount(balanceOf(world.model, currency, issuer)) } };
}

function support(world: World): Draft | undefined {
  const { random, model } = world;
  const { records, recoveries } = accountsOf(model);
  const guarded = records.entries().filter(([, { guardians: named }]) => named !== undefined);
  const found = random.pickMaybe(guarded);
  if (found === undefined) return undefined;
  const [account, record] = found;
  const running = recoveries.get(account);
  const policy = running !== undefined && random.percent(80) ? running.policy : world.policy();
  const isLeft = (guardian: string) => random.percent(5) || !running?.supporters.includes(guardian);
  const left = (record.guardians?.accounts ?? []).filter(isLeft);
  const actor = random.pickMaybe(left.filter((guardian) => records.has(guardian)));
  return actor === undefined ? undefined : { actor, content: { account, policy } };
}

function complete(world: World): Draft | undefined {
  const { random, model } = world;
  const { records, recoveries } = accountsOf(model);
  const due = recoveries.entries().filter(([, { effectiveMs }]) => effectiveMs !== undefined);
  const account = random.pickMaybe(due)?.[0];
  if (account === undefined) return undefined;
  const actor = random.pickMaybe(records.at(account).guardians?.accounts ?? []);
  return actor === undefined ? undefined : { actor, content: { account } };
}

function register(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("governor");
  if (actor === undefined || accountsOf(model).codes.value.length > 13) return undefined;
  const currency = `X${random.pick(["AA", "BB", "CC", "DD", "EE", "FF"])}`;
  return { actor, content: { currency, decimals: random.between(0, 18), issuer: world.someone() } };
}

export const traffic: Traffic = {
  openAccount: { weight: 14, draft: newAccount },
  closeAccount: {
    weight: 5,
    draft(world) {
      const empty = world.people().filter((account) => isEmpty(world, account) && !world.isPillar(account));
      const expendable = empty.filter((account) => !world.isDevnets(account) || world.random.percent(5));
      const actor = world.random.pickMaybe(expendable);
      return actor === undefined ? undefined : { actor, content: {} };
    },
  },
  rotateKeys: { weight: 4, draft: (world) => ({ actor: world.someone(), content: { policy: world.policy() } }) },
  setGuardians: {
    weight: 5,
    draft(world) {
      const { random } = world;
      const named = { guardians: guardians({ random, people: world.people() }) };
      return { actor: world.someone(), content: random.percent(85) ? named : {} };
    },
  },
  supportRecovery: { weight: 7, draft: support },
  completeRecovery: { weight: 4, draft: complete },
  cancelRecovery: {
    weight: 2,
    draft(world) {
      const actor = world.random.pickMaybe(accountsOf(world.model).recoveries.keys());
      return actor === undefined ? undefined : { actor, content: {} };
    },
  },
  freezeAccount: { weight: 4, draft: freeze },
  unfreezeAccount: { weight: 9, draft: unfreeze },
  registerCurrency: { weight: 2, draft: register },
  pauseCurrency: { weight: 3, draft: (world) => pauseOrResume(world, true) },
  resumeCurrency: { weight: 9, draft: (world) => pauseOrResume(world, false) },
  issueCurrency: { weight: 8, draft: issueTo },
  burnCurrency: { weight: 3, draft: burnOwn },
  voidTransaction: {
    weight: 4,
    draft(world) {
      const sent = world.random.pickMaybe(world.heldBack);
      const actor = sent === undefined ? world.someone() : world.random.pick(sent.actors);
      const validUntilMs = sent?.validUntilMs ?? world.timeMs + 60_000;
      const transaction = sent === undefined ? world.random.bytes(32) : Uint8Array.from(Buffer.from(sent.id, "hex"));
      return { actor, content: { transaction, validUntilMs } };
    },
  },
};
