// What the module `directory` must do: payees registered, ported and withdrawn, and keys published and revoked.
import { accountsOf } from "./accounts/book.ts";
import { hasRole } from "./authority/book.ts";
import { corridorsOf, isCentralBank } from "./corridors/book.ts";
import {
  type Described,
  type DisclosureKey,
  directoryOf,
  filledBy,
  filledByAll,
  type Payee,
  type Port,
} from "./directory/book.ts";
import { hex } from "./encoding.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";

interface OfProxy {
  readonly proxy: Uint8Array;
}
type Said = OfProxy & Described & { readonly lifeMs: number };

function judgeParticipant(model: Model, currency: string, account: string, grounds: Grounds): void {
  const participant = corridorsOf(model).participants.get(`${currency}/${account}`);
  grounds.when(participant === undefined, "corridors/unknownParticipant");
  grounds.when((participant?.fromHeight ?? 0) > model.height, "corridors/notYetAdmitted");
}

const limit = (model: Model, name: string) => parameterNumber(model, `directory.${name}`);
const rowOf = (model: Model, proxy: Uint8Array): Payee | undefined => directoryOf(model).payees.get(hex(proxy));
const livingOf = (model: Model, proxy: Uint8Array): Payee | undefined => {
  const row = rowOf(model, proxy);
  return row === undefined || row.expiresMs <= model.timeMs ? undefined : row;
};

function judgeAccount(model: Model, bank: string, accountHash: Uint8Array, proxy: Uint8Array, grounds: Grounds): void {
  const same = directoryOf(model)
    .payees.entries()
    .some(([key, row]) => key !== hex(proxy) && row.bank === bank && hex(row.accountHash) === hex(accountHash));
  grounds.when(same, "directory/accountTaken");
}

function judgeRoom(model: Model, bank: string, going: number, grounds: Grounds): void {
  const { proxies, ports } = filledBy(model, bank);
  grounds.when(proxies + ports >= limit(model, "bankProxiesMost"), "directory/bankFull");
  grounds.when(filledByAll(model) - going >= limit(model, "proxiesMost"), "directory/directoryFull");
}

function judgeReleased(model: Model, actor: string, row: Payee | undefined, grounds: Grounds): void {
  const isOthers = row !== undefined && row.bank !== actor && row.expiresMs <= model.timeMs;
  grounds.when(isOthers && model.timeMs - row.expiresMs < limit(model, "portWaitMs"), "directory/proxyKept");
}

const registerProxy = modelMessage<Said>({
  judge(model, actor, { proxy, currency, accountHash, lifeMs }, grounds) {
    judgeParticipant(model, currency, actor, grounds);
    const [row, living] = [rowOf(model, proxy), livingOf(model, proxy)];
    grounds.when(living !== undefined && living.bank !== actor, "directory/proxyTaken");
    judgeReleased(model, actor, row, grounds);
    grounds.when(lifeMs > limit(model, "lifeMsMost"), "directory/lifeTooLong");
    judgeAccount(model, actor, accountHash, proxy, grounds);
    if (row?.bank === actor) return;
    const isOver = row !== undefined && living === undefined;
    const going = isOver ? 1 + (directoryOf(model).ports.has(hex(proxy)) ? 1 : 0) : 0;
    judgeRoom(model, actor, going, grounds);
  },
  apply(model, bank, { proxy, lifeMs, ...described }) {
    const { payees, ports, refused } = directoryOf(model);
    if (rowOf(model, proxy)?.bank !== bank) refused.delete(hex(proxy));
    if (livingOf(model, proxy) === undefined) ports.delete(hex(proxy));
    const expiresMs = model.timeMs + lifeMs;
    payees.set(hex(proxy), { ...described, bank, expiresMs });
    return { expiresMs };
  },
});

const requestPort = modelMessage<Said>({
  judge(model, actor, { proxy, currency, accountHash, lifeMs }, grounds) {
    judgeParticipant(model, currency, actor, grounds);
    const living = livingOf(model, proxy);
    grounds.when(living === undefined, "directory/unknownProxy");
    grounds.when(living?.bank === actor, "directory/ownProxy");
    const port = directoryOf(model).ports.get(hex(proxy));
    const refusals = directoryOf(model).refused.get(hex(proxy)) ?? [];
    const mustWait = refusals.some((one) => one.bank === actor && model.timeMs < one.untilMs);
    grounds.when(mustWait, "directory/portRefused");
    grounds.when(port !== undefined && port.lapsesMs > model.timeMs, "directory/portOpen");
    grounds.when(lifeMs > limit(model, "lifeMsMost"), "directory/lifeTooLong");
    judgeAccount(model, actor, accountHash, proxy, grounds);
    judgeRoom(model, actor, 0, grounds);
  },
  apply(model, bank, { proxy, ...said }) {
    const waitMs = limit(model, "portWaitMs");
    const times = { dueMs: model.timeMs + waitMs, lapsesMs: model.timeMs + 2 * waitMs };
    directoryOf(model).ports.set(hex(proxy), { ...said, bank, ...times });
    return times;
  },
});

function take(model: Model, proxy: Uint8Array): void {
  const { payees, ports } = directoryOf(model);
  const { bank, currency, accountHash, maskedName, nameHash, lifeMs } = ports.at(hex(proxy));
  ports.delete(hex(proxy));
  directoryOf(model).refused.delete(hex(proxy));
  payees.set(hex(proxy), { bank, currency, accountHash, maskedName, nameHash, expiresMs: model.timeMs + lifeMs });
}

function judgeTaking(model: Model, port: Port, proxy: Uint8Array, grounds: Grounds): void {
  grounds.when(port.lapsesMs <= model.timeMs, "directory/portLapsed");
  judgeParticipant(model, port.currency, port.bank, grounds);
  judgeAccount(model, port.bank, port.accountHash, proxy, grounds);
}

const answerPort = modelMessage<OfProxy & { readonly consents: boolean }>({
  judge(model, actor, { proxy, consents }, grounds) {
    const port = directoryOf(model).ports.get(hex(proxy));
    if (port === undefined) {
      grounds.when(true, "directory/unknownPort");
      return;
    }
    const isHolder = livingOf(model, proxy)?.bank === actor;
    grounds.when(!isHolder && !(port.bank === actor && !consents), "directory/notHolder");
    if (consents) judgeTaking(model, port, proxy, grounds);
  },
  apply(model, actor, { proxy, consents }) {
    if (consents) {
      take(model, proxy);
      return;
    }
    const { ports, refused } = directoryOf(model);
    const { bank } = ports.at(hex(proxy));
    ports.delete(hex(proxy));
    if (actor === bank) return;
    const still = (refused.get(hex(proxy)) ?? []).filter((one) => one.bank !== bank && model.timeMs < one.untilMs);
    refused.set(hex(proxy), [...still, { bank, untilMs: model.timeMs + limit(model, "portWaitMs") }].slice(-8));
  },
});

const completePort = modelMessage<OfProxy>({
  judge(model, actor, { proxy }, grounds) {
    const port = directoryOf(model).ports.get(hex(proxy));
    if (port === undefined) {
      grounds.when(true, "directory/unknownPort");
      return;
    }
    grounds.when(port.bank !== actor, "directory/notRequester");
    grounds.when(livingOf(model, proxy) === undefined, "directory/unknownProxy");
    grounds.when(model.timeMs < port.dueMs, "directory/portTooEarly");
    judgeTaking(model, port, proxy, grounds);
  },
  apply: (model, _actor, { proxy }) => take(model, proxy),
});

const withdrawProxy = modelMessage<OfProxy>({
  judge(model, actor, { proxy }, grounds) {
    const row = rowOf(model, proxy);
    if (row === undefined) {
      grounds.when(true, "directory/unknownProxy");
      return;
    }
    const isOver = row.expiresMs <= model.timeMs;
    const may = isOver || row.bank === actor || isCentralBank(model, actor, row.currency);
    grounds.when(!may, "directory/notHolder");
    if (!isCentralBank(model, actor, row.currency)) judgeReleased(model, actor, row, grounds);
  },
  apply(model, _actor, { proxy }) {
    directoryOf(model).refused.delete(hex(proxy));
    directoryOf(model).payees.delete(hex(proxy));
    directoryOf(model).ports.delete(hex(proxy));
  },
});

/** Keys with which every exchange gives the same: the coordinates of small order, below and above the field's prime. */
function isWeak(publicKey: Uint8Array): boolean {
  const prime = 2n ** 255n - 19n;
  const littleEndian = (bytes: Uint8Array) => BigInt(`0x${hex(Uint8Array.from(bytes).reverse())}`);
  const u = (littleEndian(publicKey) % 2n ** 255n) % prime;
  const ofOrderEight = [
    325606250916557431795983626356110631294008115727848805560023387167927233504n,
    39382357235489614581723060781553021112529911719440698176882885853963445705823n,
  ];
  return u === 0n || u === 1n || u === prime - 1n || ofOrderEight.includes(u);
}

interface Publication {
  readonly currency: string;
  readonly publicKey: Uint8Array;
  readonly fromMs: number;
  readonly untilMs: number;
}
const kept = 8;

const publishDisclosureKey = modelMessage<Publication>({
  judge(model, actor, { currency, publicKey, fromMs, untilMs }, grounds) {
    if (!hasRole(model, actor, "regulator")) {
      const isKnown = accountsOf(model).currencies.has(currency);
      grounds.when(!isKnown, "accounts/unknownCurrency");
      const participant = corridorsOf(model).participants.get(`${currency}/${actor}`);
      const isBank = participant !== undefined && participant.fromHeight <= model.height;
      grounds.when(isKnown && !isBank && !isCentralBank(model, actor, currency), "directory/mayNotPublish");
    }
    const isOver = untilMs <= Math.max(fromMs, model.timeMs);
    grounds.when(isOver || untilMs - model.timeMs > limit(model, "keyMsMost"), "directory/keyTimesWrong");
    grounds.when(isWeak(publicKey), "directory/keyWeak");
  },
  apply(model, actor, { publicKey, fromMs, untilMs }) {
    const { keys } = directoryOf(model);
    const all = [...(keys.get(actor) ?? []), { publicKey, fromMs, untilMs }];
    keys.set(actor, all);
    return { number: all.length };
  },
});

const revokeDisclosureKey = modelMessage<{ readonly number: number }>({
  judge(model, actor, { number }, grounds) {
    const all = directoryOf(model).keys.get(actor) ?? [];
    const key = number > all.length - kept ? all[number - 1] : undefined;
    grounds.when(key === undefined, "directory/unknownKey");
    grounds.when(key !== undefined && key.untilMs <= model.timeMs, "directory/keyEnded");
  },
  apply(model, actor, { number }) {
    const { keys } = directoryOf(model);
    const end = ({ publicKey, fromMs }: DisclosureKey) => ({
      publicKey,
      fromMs: Math.min(fromMs, model.timeMs),
      untilMs: model.timeMs,
    });
    keys.set(
      actor,
      keys.at(actor).map((key, at) => (at === number - 1 ? end(key) : key)),
    );
  },
});

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: {
    registerProxy,
    requestPort,
    answerPort,
    completePort,
    withdrawProxy,
    publishDisclosureKey,
    revokeDisclosureKey,
  },
  /** The last port that comes due alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const dues = directoryOf(model)
      .ports.values()
      .map(({ dueMs }) => dueMs);
    return dues.length === 0 ? [] : [Math.max(...dues)];
  },
  *rows(model) {
    const { payees, ports, refused, keys } = directoryOf(model);
    const banks = new Set([...payees.values(), ...ports.values()].map(({ bank }) => bank));
    for (const [proxy, payee] of payees.entries()) {
      yield [`directory/payee/${proxy}`, payee];
      yield [
        `directory/account/${payee.bank}/${hex(payee.accountHash)}`,
        { proxy: Uint8Array.from(Buffer.from(proxy, "hex")) },
      ];
    }
    for (const [proxy, port] of ports.entries()) yield [`directory/port/${proxy}`, port];
    for (const [proxy, refusals] of refused.entries()) yield [`directory/refused-port/${proxy}`, refusals];
    for (const bank of banks) yield [`directory/holding/${bank}`, filledBy(model, bank)];
    if (filledByAll(model) > 0) yield ["directory/total", filledByAll(model)];
    for (const [owner, all] of keys.entries()) {
      yield [`directory/newest-key/${owner}`, all.length];
      for (const [at, key] of all.entries())
        if (at >= all.length - kept) yield [`directory/disclosure-key/${owner}/${padded(at + 1)}`, key];
    }
  },
};
