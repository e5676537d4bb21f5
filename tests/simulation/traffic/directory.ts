// Traffic of the module `directory`: banks that register, port and withdraw a few proxies, and publish keys.
import { accountsOf } from "../model/accounts/book.ts";
import { corridorsOf } from "../model/corridors/book.ts";
import { directoryOf, type Port } from "../model/directory/book.ts";
import { hash, isBook } from "../model/encoding.ts";
import type { Draft, Traffic, World } from "../world.ts";

const dayMs = 86_400_000;
/** Few, so that banks want the same ones. */
const proxiesMost = 30;

const some = (world: World, what: string, most: number): Uint8Array => hash(`${what} ${world.random.below(most)}`);
const bytesOf = (proxy: string): Uint8Array => Uint8Array.from(Buffer.from(proxy, "hex"));

/** A bank with a currency that it may use. */
function bankOf({ random, model }: World): { readonly actor: string; readonly currency: string } {
  const known = random.pick(corridorsOf(model).participants.keys());
  const [currency = "CNY", account = ""] = known.split("/");
  return { actor: account, currency };
}

function saying(world: World, bank: string, currency: string): object {
  const { random } = world;
  return {
    currency,
    accountHash: some(world, `account of ${bank}`, 200),
    maskedName: random.pick(["L* W** M***", "И*** П****", "李**", "*"]),
    nameHash: some(world, "name", 50),
    lifeMs: random.percent(96) ? random.pick([dayMs, 30 * dayMs, 400 * dayMs]) : 401 * dayMs,
  };
}

function registerProxy(world: World): Draft {
  const { actor, currency } = bankOf(world);
  const by = world.random.percent(96) ? actor : world.someone();
  return { actor: by, content: { proxy: some(world, "proxy", proxiesMost), ...saying(world, actor, currency) } };
}

function requestPort(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const { actor, currency } = bankOf(world);
  const { payees, ports } = directoryOf(model);
  const fit = payees
    .entries()
    .filter(([proxy, { bank, expiresMs }]) => bank !== actor && expiresMs > timeMs && !ports.has(proxy));
  const chosen = random.percent(85) ? random.pickMaybe(fit)?.[0] : random.pickMaybe(payees.keys());
  const proxy = chosen === undefined ? some(world, "proxy", proxiesMost) : bytesOf(chosen);
  return { actor, content: { proxy, ...saying(world, actor, currency) } };
}

/** Some port, those that can be answered first, and who holds its proxy. */
function somePort(
  world: World,
  isFit: (port: Port) => boolean,
): { readonly proxy: Uint8Array; readonly port: Port; readonly holder: string | undefined } | undefined {
  const { payees, ports } = directoryOf(world.model);
  const fit = ports.entries().filter(([, port]) => isFit(port));
  const found = world.random.pickMaybe(world.random.percent(90) ? fit : ports.entries());
  if (found === undefined) return undefined;
  const [proxy, port] = found;
  return { proxy: bytesOf(proxy), port, holder: payees.get(proxy)?.bank };
}

function answerPort(world: World): Draft | undefined {
  const { random, timeMs } = world;
  const found = somePort(world, ({ lapsesMs }) => timeMs < lapsesMs);
  if (found === undefined || random.percent(40)) return undefined;
  const { proxy, port, holder } = found;
  const consents = random.percent(60);
  const actor = (random.percent(consents ? 93 : 70) ? holder : port.bank) ?? world.someone();
  return { actor, content: { proxy, consents } };
}

function completePort(world: World): Draft | undefined {
  const { random, timeMs } = world;
  const found = somePort(world, ({ dueMs, lapsesMs }) => dueMs <= timeMs && timeMs < lapsesMs);
  if (found === undefined) return undefined;
  const { proxy, port } = found;
  return { actor: random.percent(95) ? port.bank : world.someone(), content: { proxy } };
}

function withdrawProxy(world: World): Draft | undefined {
  const { random, model, timeMs } = world;
  const { payees } = directoryOf(model);
  const isCrowded = payees.size > 10;
  const found = random.pickMaybe(payees.entries());
  if (found === undefined) return { actor: world.someone(), content: { proxy: some(world, "proxy", proxiesMost) } };
  if (!isCrowded && random.percent(70)) return undefined;
  const [proxy, { bank, currency, expiresMs }] = found;
  const issuer = accountsOf(model).currencies.get(currency)?.issuer ?? bank;
  const other = isBook(issuer) ? world.officer("issuer") : issuer;
  const isOver = expiresMs <= timeMs;
  const actor = random.percent(isOver ? 30 : 70) ? bank : random.percent(70) ? other : world.someone();
  return actor === undefined ? undefined : { actor, content: { proxy: bytesOf(proxy) } };
}

function publishDisclosureKey(world: World): Draft | undefined {
  const { random, timeMs } = world;
  const { actor: bank, currency } = bankOf(world);
  const actor = random.percent(70) ? bank : random.percent(60) ? world.officer("regulator") : world.someone();
  if (actor === undefined) return undefined;
  const fromMs = timeMs + random.pick([-dayMs, 0, dayMs]);
  const untilMs = fromMs + random.pick([0, dayMs, dayMs + 1, 300 * dayMs, 600 * dayMs, 740 * dayMs]);
  const weak = random.pick(["00".repeat(32), `01${"00".repeat(30)}80`, `ed${"ff".repeat(30)}7f`]);
  const publicKey = random.percent(94) ? some(world, "key", 1_000) : bytesOf(weak);
  return { actor, content: { currency: random.percent(97) ? currency : "XXX", publicKey, fromMs, untilMs } };
}

function revokeDisclosureKey(world: World): Draft | undefined {
  const { random, model } = world;
  const [actor = world.someone(), all = []] = random.pickMaybe(directoryOf(model).keys.entries()) ?? [];
  if (random.percent(30)) return undefined;
  return { actor, content: { number: random.percent(80) ? Math.max(1, all.length - random.below(3)) : 1 } };
}

export const traffic: Traffic = {
  registerProxy: { weight: 4, draft: registerProxy },
  requestPort: { weight: 3, draft: requestPort },
  answerPort: { weight: 1, draft: answerPort },
  completePort: { weight: 2, draft: completePort },
  withdrawProxy: { weight: 2, draft: withdrawProxy },
  publishDisclosureKey: { weight: 2, draft: publishDisclosureKey },
  revokeDisclosureKey: { weight: 1, draft: revokeDisclosureKey },
};
