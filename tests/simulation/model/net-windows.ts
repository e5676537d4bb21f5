// What the module `net-windows` must do: schemes, members, payments within caps and cover, closes and settlements.
import {
  accountsOf,
  giveBack,
  judgeCurrency,
  judgeHolder,
  judgePayee,
  judgePayer,
  judgeTransfer,
  openBook,
  transfer,
} from "./accounts/book.ts";
import { least, sum } from "./arithmetic.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import {
  coverWith,
  debitOf,
  type Member,
  netOf,
  note,
  rosterOf,
  type Scheme,
  type Standing,
  slackWith,
  standingOf,
} from "./net-windows/book.ts";
import {
  begin,
  book,
  changeMember,
  depart,
  isFree,
  isHeld,
  leaveClaims,
  payClaims,
  removeMember,
  removeScheme,
} from "./net-windows/settling.ts";
import { parameterNumber } from "./parameters/book.ts";

const amountMost = 2n ** 96n - 1n;
const membersMost = 64;

interface OfScheme {
  readonly scheme: number;
}

function judgeScheme(model: Model, number: number, grounds: Grounds, open = false): Scheme | undefined {
  const { schemes, given } = netOf(model);
  const scheme = schemes.get(number);
  if (scheme === undefined)
    grounds.when(true, `net-windows/${number <= given.value ? "schemeEnded" : "unknownScheme"}`);
  if (open) grounds.when(scheme?.status === "closing", "net-windows/schemeClosing");
  return scheme;
}

function judgeMember(model: Model, scheme: number, account: string, grounds: Grounds): Standing | undefined {
  const isKnown = netOf(model).members.has(`${scheme}/${account}`);
  if (grounds.when(!isKnown, "net-windows/unknownMember")) return undefined;
  return standingOf(model, scheme, account);
}

function judgeActive(model: Model, scheme: number, account: string, grounds: Grounds): Standing | undefined {
  const member = judgeMember(model, scheme, account, grounds);
  grounds.when(member !== undefined && member.status !== "active", "net-windows/notActive");
  return member;
}

function judgeCover(model: Model, scheme: number, would: ReadonlyMap<string, Standing>, grounds: Grounds): void {
  const [before, after] = [slackWith(model, scheme), slackWith(model, scheme, would)];
  grounds.when(after < 0n && after < before, "net-windows/coverExceeded");
}

const schemesOf = (model: Model, currency: string) => {
  const all = netOf(model)
    .schemes.values()
    .filter((scheme) => scheme.currency === currency);
  const open = all.filter(({ status }) => status === "open").length;
  return { open, closing: all.length - open };
};

interface Opening {
  readonly currency: string;
  readonly operator: string;
  readonly windowMs: number;
  readonly pauseMs: number;
}

const openScheme = modelMessage<Opening>({
  judge(model, actor, { currency, operator, windowMs, pauseMs }, grounds) {
    const known = accountsOf(model).currencies.get(currency);
    grounds.when(known === undefined, "accounts/unknownCurrency");
    grounds.when(known !== undefined && known.issuer !== actor, "net-windows/notIssuer");
    judgeHolder(model, operator, grounds);
    grounds.when(pauseMs > windowMs, "net-windows/pauseTooLong");
    const most = parameterNumber(model, "net-windows.schemesMost");
    const { open, closing } = schemesOf(model, currency);
    grounds.when(open >= most || closing >= 64, "net-windows/tooManySchemes");
  },
  apply(model, _actor, opening) {
    const { schemes, given } = netOf(model);
    given.value += 1;
    const nothing = { windows: 0, oldest: 1, open: undefined, closed: undefined };
    schemes.set(given.value, { ...opening, status: "open", openedMs: model.timeMs, ...nothing });
    return { scheme: given.value };
  },
});

const closeScheme = modelMessage<OfScheme>({
  judge(model, actor, { scheme: number }, grounds) {
    const scheme = judgeScheme(model, number, grounds, true);
    if (scheme === undefined) return;
    const { issuer } = accountsOf(model).currencies.at(scheme.currency);
    grounds.when(actor !== issuer && actor !== scheme.operator, "net-windows/notOperator");
  },
  apply(model, _actor, { scheme }) {
    const { schemes } = netOf(model);
    schemes.set(scheme, { ...schemes.at(scheme), status: "closing" });
    if (rosterOf(model, scheme).length === 0) removeScheme(model, scheme);
  },
});

interface OfMember extends OfScheme {
  readonly account: string;
}

const inviteMember = modelMessage<OfMember & Pick<Member, "operatorCap">>({
  judge(model, actor, { scheme: number, account }, grounds) {
    const scheme = judgeScheme(model, number, grounds, true);
    grounds.when(scheme !== undefined && scheme.operator !== actor, "net-windows/notOperator");
    judgeHolder(model, account, grounds);
    grounds.when(netOf(model).members.has(`${number}/${account}`), "net-windows/memberKnown");
    grounds.when(rosterOf(model, number).length >= membersMost, "net-windows/schemeFull");
  },
  apply(model, _actor, { scheme, account, operatorCap }) {
    const { rosters, members } = netOf(model);
    rosters.set(scheme, [...rosterOf(model, scheme), account]);
    const nothing = { ownCap: 0n, lossShareMost: 0n, collateral: 0n };
    members.set(`${scheme}/${account}`, { status: "invited", operatorCap, ...nothing });
  },
});

const withdrawInvitation = modelMessage<OfMember>({
  judge(model, actor, { scheme: number, account }, grounds) {
    const scheme = judgeScheme(model, number, grounds);
    if (scheme === undefined) return;
    grounds.when(scheme.operator !== actor, "net-windows/notOperator");
    const member = judgeMember(model, number, account, grounds);
    grounds.when(member !== undefined && member.status !== "invited", "net-windows/alreadyJoined");
  },
  apply: (model, _actor, { scheme, account }) => removeMember(model, scheme, account),
});

type Terms = OfScheme & Pick<Member, "ownCap" | "lossShareMost">;

const joinScheme = modelMessage<Terms>({
  judge(model, actor, { scheme: number }, grounds) {
    if (judgeScheme(model, number, grounds, true) === undefined) return;
    const member = judgeMember(model, number, actor, grounds);
    grounds.when(member !== undefined && member.status !== "invited", "net-windows/notInvited");
  },
  apply: (model, actor, { scheme, ownCap, lossShareMost }) =>
    changeMember(model, scheme, actor, { status: "active", ownCap, lossShareMost }),
});

const setMemberCap = modelMessage<OfMember & Pick<Member, "operatorCap">>({
  judge(model, actor, { scheme: number, account, operatorCap }, grounds) {
    const scheme = judgeScheme(model, number, grounds);
    if (scheme === undefined) return;
    grounds.when(scheme.operator !== actor, "net-windows/notOperator");
    const member = judgeMember(model, number, account, grounds);
    grounds.when(member !== undefined && debitOf(member) > operatorCap, "net-windows/capBelowDebit");
  },
  apply: (model, _actor, { scheme, account, operatorCap }) => changeMember(model, scheme, account, { operatorCap }),
});

const setOwnTerms = modelMessage<Terms>({
  judge(model, actor, { scheme: number, ownCap, lossShareMost }, grounds) {
    if (judgeScheme(model, number, grounds) === undefined) return;
    const member = judgeActive(model, number, actor, grounds);
    if (member === undefined) return;
    grounds.when(debitOf(member) > ownCap, "net-windows/capBelowDebit");
    judgeCover(model, number, new Map([[actor, { ...member, lossShareMost }]]), grounds);
  },
  apply: (model, actor, { scheme, ownCap, lossShareMost }) =>
    changeMember(model, scheme, actor, { ownCap, lossShareMost }),
});

interface Sum extends OfScheme {
  readonly amount: bigint;
}

const depositCollateral = modelMessage<Sum>({
  judge(model, actor, { scheme: number, amount }, grounds) {
    const scheme = judgeScheme(model, number, grounds, true);
    if (scheme === undefined) return;
    judgeActive(model, number, actor, grounds);
    judgeTransfer(model, { currency: scheme.currency, from: actor, to: book, amount }, grounds);
  },
  apply(model, actor, { scheme, amount }) {
    const collateral = standingOf(model, scheme, actor).collateral + amount;
    transfer(model, { currency: netOf(model).schemes.at(scheme).currency, from: actor, to: book, amount });
    changeMember(model, scheme, actor, { collateral });
    return { collateral };
  },
});

const withdrawCollateral = modelMessage<Sum>({
  judge(model, actor, { scheme: number, amount }, grounds) {
    const scheme = judgeScheme(model, number, grounds);
    if (scheme === undefined) return;
    const member = judgeActive(model, number, actor, grounds);
    if (member === undefined) return;
    judgeCurrency(model, scheme.currency, grounds);
    if (grounds.when(member.collateral < amount, "net-windows/collateralTooSmall")) return;
    judgeCover(model, number, new Map([[actor, { ...member, collateral: member.collateral - amount }]]), grounds);
  },
  apply(model, actor, { scheme, amount }) {
    const collateral = standingOf(model, scheme, actor).collateral - amount;
    giveBack(model, { currency: netOf(model).schemes.at(scheme).currency, from: book, to: actor, amount });
    changeMember(model, scheme, actor, { collateral });
    return { collateral };
  },
});

interface Payment extends Sum {
  readonly payee: string;
}

const grossOf = (model: Model, scheme: number, window: number | undefined): bigint =>
  sum((netOf(model).windows.get(`${scheme}/${window ?? 0}`)?.paid ?? []).map(({ amount }) => amount));

const payNet = modelMessage<Payment>({
  judge(model, actor, { scheme: number, payee, amount }, grounds) {
    const scheme = judgeScheme(model, number, grounds, true);
    grounds.when(payee === actor, "net-windows/samePayee");
    if (scheme === undefined) return;
    judgeCurrency(model, scheme.currency, grounds);
    judgePayer(model, scheme.currency, actor, 0n, grounds);
    judgePayee(model, scheme.currency, payee, grounds);
    const payer = judgeActive(model, number, actor, grounds);
    const paid = judgeActive(model, number, payee, grounds);
    if (payer === undefined || paid === undefined || payee === actor) return;
    const after = { ...payer, openPosition: payer.openPosition - amount };
    const grows = debitOf(after) > debitOf(payer);
    grounds.when(grows && debitOf(after) > least(payer.ownCap, payer.operatorCap), "net-windows/capExceeded");
    const received = { ...paid, openPosition: paid.openPosition + amount };
    const would = [
      [actor, after],
      [payee, received],
    ] as const;
    judgeCover(model, number, new Map(would), grounds);
    grounds.when(grossOf(model, number, scheme.open) + amount > amountMost, "net-windows/windowFull");
  },
  apply(model, actor, { scheme: number, payee, amount }) {
    const { schemes, windows } = netOf(model);
    const scheme = schemes.at(number);
    const window = scheme.open ?? scheme.windows + 1;
    if (scheme.open === undefined) {
      const past = Math.floor((model.timeMs - scheme.openedMs) / scheme.windowMs);
      const closesMs = scheme.openedMs + (past + 1) * scheme.windowMs;
      const times = { openedMs: model.timeMs, closesMs, settlesMs: closesMs + scheme.pauseMs };
      windows.set(`${number}/${window}`, { status: "open", ...times, paid: [], positions: [] });
      schemes.set(number, { ...scheme, windows: window, open: window });
      note(model, closesMs, { scheme: number, window, kind: "close" });
    }
    const row = windows.at(`${number}/${window}`);
    windows.set(`${number}/${window}`, { ...row, paid: [...row.paid, { payer: actor, payee, amount }] });
    return { window, settlesMs: row.settlesMs, position: standingOf(model, number, actor).openPosition };
  },
});

const owedBy = (model: Model, scheme: number, account: string): bigint =>
  sum((netOf(model).debts.get(`${scheme}/${account}`) ?? []).map(({ amount }) => amount));

function canLeave(model: Model, scheme: number, account: string, member: Standing): boolean {
  if (member.status === "invited") return true;
  if (isHeld(model, scheme, member)) return false;
  return isFree(model, scheme, account, member);
}

const leaveScheme = modelMessage<OfScheme>({
  judge(model, actor, { scheme: number }, grounds) {
    if (judgeScheme(model, number, grounds) === undefined) return;
    const member = judgeMember(model, number, actor, grounds);
    if (member === undefined) return;
    grounds.when(owedBy(model, number, actor) > 0n, "net-windows/debtOpen");
    const held = isHeld(model, number, member);
    grounds.when(held && member.status === "leaving", "accounts/currencyPaused");
    const isStuck = member.status === "leaving" && !isFree(model, number, actor, member);
    grounds.when(isStuck, "net-windows/positionsOpen");
  },
  apply(model, actor, { scheme }) {
    const member = standingOf(model, scheme, actor);
    if (!canLeave(model, scheme, actor, member)) {
      changeMember(model, scheme, actor, { status: "leaving" });
      const { rosters } = netOf(model);
      rosters.set(scheme, [...rosterOf(model, scheme).filter((one) => one !== actor), actor]);
      return { hasLeft: false };
    }
    depart(model, scheme, actor);
    return { hasLeft: true };
  },
});

const removeByWord = modelMessage<OfMember>({
  judge(model, actor, { scheme: number, account }, grounds) {
    const scheme = judgeScheme(model, number, grounds);
    if (scheme === undefined) return;
    const { issuer } = accountsOf(model).currencies.at(scheme.currency);
    grounds.when(actor !== issuer && actor !== scheme.operator, "net-windows/notOperator");
    grounds.when(scheme.status === "open", "net-windows/schemeOpen");
    const member = judgeMember(model, number, account, grounds);
    if (member === undefined) return;
    grounds.when(owedBy(model, number, account) > 0n, "net-windows/debtOpen");
    grounds.when(isHeld(model, number, member), "accounts/currencyPaused");
    const isUsed = member.status !== "invited" && !isFree(model, number, account, member);
    grounds.when(isUsed, "net-windows/positionsOpen");
  },
  apply: (model, _actor, { scheme, account }) => depart(model, scheme, account),
});

const repayDebt = modelMessage<Sum>({
  judge(model, actor, { scheme: number, amount }, grounds) {
    const scheme = judgeScheme(model, number, grounds);
    if (scheme === undefined) return;
    const owed = owedBy(model, number, actor);
    if (grounds.when(owed === 0n, "net-windows/noDebt")) return;
    grounds.when(amount > owed, "net-windows/debtSmaller");
    judgeTransfer(model, { currency: scheme.currency, from: actor, to: book, amount }, grounds);
  },
  apply(model, actor, { scheme, amount }) {
    transfer(model, { currency: netOf(model).schemes.at(scheme).currency, from: actor, to: book, amount });
    payClaims(model, scheme, actor, amount);
    return { debt: owedBy(model, scheme, actor) };
  },
});

const forgiveClaim = modelMessage<OfScheme & { readonly debtor: string }>({
  judge(model, actor, { scheme: number, debtor }, grounds) {
    if (judgeScheme(model, number, grounds) === undefined) return;
    const claims = netOf(model).debts.get(`${number}/${debtor}`);
    if (grounds.when(claims === undefined, "net-windows/noDebt")) return;
    grounds.when(!claims?.some(({ creditor }) => creditor === actor), "net-windows/noClaim");
  },
  apply(model, actor, { scheme, debtor }) {
    const claims = netOf(model).debts.at(`${scheme}/${debtor}`);
    const amount = sum(claims.map((claim) => (claim.creditor === actor ? claim.amount : 0n)));
    const others = claims.filter(({ creditor }) => creditor !== actor);
    leaveClaims(model, scheme, debtor, others);
    return { amount };
  },
});

const padded = (number: number) => number.toString().padStart(16, "0");
const paddedKey = (key: string) => {
  const [scheme = "", part = ""] = key.split("/");
  return `${padded(Number(scheme))}/${/^[0-9]+$/.test(part) ? padded(Number(part)) : part}`;
};

export const model: ModuleModel = {
  messages: {
    ...{ openScheme, closeScheme, inviteMember, withdrawInvitation, joinScheme, leaveScheme, setMemberCap },
    ...{ setOwnTerms, depositCollateral, withdrawCollateral, payNet, repayDebt, forgiveClaim },
    removeMember: removeByWord,
  },
  start: (model) => openBook(model, book),
  begin,
  moments(model) {
    const last = netOf(model).dues.value.map(({ dueMs }) => dueMs);
    return last.length === 0 ? [] : [Math.max(...last)];
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["net-windows/due/entry/"],
  *rows(model) {
    const { schemes, given, rosters, members, windows, debts, dues, noted } = netOf(model);
    for (const [number, scheme] of schemes.entries()) {
      yield [`net-windows/scheme/${padded(number)}`, { ...scheme, ...coverWith(model, number) }];
      yield [`net-windows/count/${scheme.currency}`, schemesOf(model, scheme.currency)];
    }
    if (given.value > 0) yield ["net-windows/next-scheme", given.value + 1];
    for (const [number, roster] of rosters.entries()) yield [`net-windows/roster/${padded(number)}`, roster];
    for (const key of members.keys()) {
      const [scheme = "", account = ""] = key.split("/");
      yield [`net-windows/member/${paddedKey(key)}`, standingOf(model, Number(scheme), account)];
    }
    for (const [key, { paid, ...window }] of windows.entries()) {
      const value = sum(paid.map(({ amount }) => amount));
      yield [`net-windows/window/${paddedKey(key)}`, { ...window, payments: paid.length, value }];
    }
    for (const [key, claims] of debts.entries()) {
      yield [`net-windows/debt/${paddedKey(key)}`, { amount: sum(claims.map(({ amount }) => amount)), claims }];
    }
    if (noted.value === 0) return;
    yield ["net-windows/due/size", { size: dues.value.length, sequence: noted.value }];
    for (const [at, due] of dues.value.entries()) yield [`net-windows/due/entry/${padded(at)}`, due];
  },
};
