// What the module `corridors` must do: zones, banks, rule books, and payments that meet the firewalls.
import { accountsOf, judgeHolder, judgeTransfer, transfer } from "./accounts/book.ts";
import { judgeRole } from "./authority/book.ts";
import {
  afterNotice,
  bucketsOf,
  type Calendar,
  type Corridor,
  calendarNow,
  corridorsOf,
  hashOf,
  isSame,
  judgeCalendar,
  judgeCentralBank,
  type Limits,
  limitsNow,
  lowerLimits,
  type Participant,
  type RuleBook,
  revisionNow,
  ruleBookNow,
  type Zone,
  zonesIn,
} from "./corridors/book.ts";
import { type Crossing, countCrossing, feeFor, judgeCrossing } from "./corridors/crossing.ts";
import { isBook } from "./encoding.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";

interface OfZone {
  readonly currency: string;
}

interface Described extends OfZone {
  readonly name: string;
  readonly calendar: Calendar;
  readonly limits: Limits;
}

function judgeZone(model: Model, currency: string, grounds: Grounds): Zone | undefined {
  const zone = corridorsOf(model).zones.get(currency);
  grounds.when(zone === undefined, "corridors/unknownZone");
  return zone;
}

const change = (model: Model, currency: string, to: (zone: Zone) => Zone): void => {
  const { zones } = corridorsOf(model);
  zones.set(currency, to(zones.at(currency)));
};

const openZone = modelMessage<Described>({
  judge(model, actor, { currency, calendar }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    grounds.when(corridorsOf(model).zones.has(currency), "corridors/zoneExists");
    judgeCalendar(calendar, grounds);
  },
  apply(model, _actor, { currency, ...zone }) {
    corridorsOf(model).zones.set(currency, { ...zone, openedMs: model.timeMs });
  },
});

const setCalendar = modelMessage<OfZone & { readonly calendar: Calendar }>({
  judge(model, actor, { currency, calendar }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    judgeZone(model, currency, grounds);
    judgeCalendar(calendar, grounds);
  },
  apply(model, _actor, { currency, calendar }) {
    const nextCalendar = { calendar, fromHeight: afterNotice(model) };
    change(model, currency, (zone) => ({ ...zone, calendar: calendarNow(model, zone), nextCalendar }));
    return { fromHeight: nextCalendar.fromHeight };
  },
});

const setLimits = modelMessage<OfZone & { readonly limits: Limits }>({
  judge(model, actor, { currency }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    judgeZone(model, currency, grounds);
  },
  apply(model, _actor, { currency, limits: wanted }) {
    const limits = lowerLimits(limitsNow(model, corridorsOf(model).zones.at(currency)), wanted);
    const next = isSame(limits, wanted) ? {} : { nextLimits: { limits: wanted, fromHeight: afterNotice(model) } };
    change(model, currency, ({ nextLimits: _, ...zone }) => ({ ...zone, limits, ...next }));
    return { limits };
  },
});

const stopZone = modelMessage<OfZone & { readonly reference: string }>({
  judge(model, actor, { currency }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    const zone = judgeZone(model, currency, grounds);
    grounds.when(zone?.stop !== undefined && zone.stop.untilHeight === undefined, "corridors/zoneStopped");
  },
  apply(model, _actor, { currency, reference }) {
    change(model, currency, (zone) => ({ ...zone, stop: { reference, sinceMs: model.timeMs } }));
  },
});

const resumeZone = modelMessage<OfZone>({
  judge(model, actor, { currency }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    const zone = judgeZone(model, currency, grounds);
    const isHeld = zone?.stop !== undefined && zone.stop.untilHeight === undefined;
    grounds.when(zone !== undefined && !isHeld, "corridors/zoneNotStopped");
  },
  apply(model, _actor, { currency }) {
    const fromHeight = afterNotice(model);
    change(model, currency, (zone) => {
      const { reference, sinceMs } = zone.stop ?? { reference: "", sinceMs: 0 };
      return { ...zone, stop: { reference, sinceMs, untilHeight: fromHeight } };
    });
    return { fromHeight };
  },
});

interface Admission extends OfZone {
  readonly account: string;
  readonly bic: string;
  readonly lei?: string;
  readonly isResident: boolean;
}

const banksOf = (model: Model, currency: string) =>
  corridorsOf(model)
    .participants.entries()
    .flatMap(([key, participant]) =>
      key.startsWith(`${currency}/`) ? [{ account: key.slice(currency.length + 1), ...participant }] : [],
    );

/** The number that an identifier spells, letters counting from ten, leaves one when divided by 97. */
const isLei = (lei: string) => BigInt([...lei].map((each) => Number.parseInt(each, 36)).join("")) % 97n === 1n;

function admit(model: Model, { currency, account, bic, lei, isResident }: Admission, fromHeight: number): void {
  const { participants } = corridorsOf(model);
  const named = lei === undefined ? { bic } : { bic, lei };
  participants.set(`${currency}/${account}`, {
    ...named,
    admittedMs: model.timeMs,
    fromHeight,
    isResident,
  } satisfies Participant);
}

const admitParticipant = modelMessage<Admission>({
  judge(model, actor, { currency, account, bic, lei, isResident }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    judgeZone(model, currency, grounds);
    judgeHolder(model, account, grounds);
    const { homes } = corridorsOf(model);
    const banks = banksOf(model, currency);
    grounds.when(
      banks.some((bank) => bank.account === account),
      "corridors/participantKnown",
    );
    grounds.when(isResident && homes.has(account), "corridors/homeElsewhere");
    grounds.when(!isResident && !homes.has(account), "corridors/homeMissing");
    grounds.when(
      banks.some((bank) => bank.bic === bic),
      "corridors/bicTaken",
    );
    grounds.when(lei !== undefined && !isLei(lei), "corridors/leiUnsound");
  },
  apply(model, _actor, admission) {
    const fromHeight = afterNotice(model);
    admit(model, admission, fromHeight);
    return { fromHeight };
  },
});

const acceptAdmission = modelMessage<OfZone>({
  judge(model, actor, { currency }, grounds) {
    const { participants, homes } = corridorsOf(model);
    const offer = participants.get(`${currency}/${actor}`);
    grounds.when(offer === undefined, "corridors/unknownParticipant");
    grounds.when(offer?.isResident === false, "corridors/notResident");
    grounds.when(homes.has(actor), "corridors/homeElsewhere");
  },
  apply(model, actor, { currency }) {
    const { participants, homes } = corridorsOf(model);
    homes.set(actor, currency);
    return { fromHeight: participants.at(`${currency}/${actor}`).fromHeight };
  },
});

const removeParticipant = modelMessage<OfZone & { readonly account: string }>({
  judge(model, actor, { currency, account }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    grounds.when(!corridorsOf(model).participants.has(`${currency}/${account}`), "corridors/unknownParticipant");
  },
  apply(model, _actor, { currency, account }) {
    const { participants, homes } = corridorsOf(model);
    participants.delete(`${currency}/${account}`);
    if (homes.get(account) === currency) homes.delete(account);
  },
});

function judgeRuleBook(model: Model, { purposes, rates, levels }: RuleBook, grounds: Grounds): void {
  const names = rates.map(({ currency }) => currency);
  const marks = [levels.informBp, levels.warnBp, levels.slowBp, levels.stopBp];
  const isRising = marks.every((mark, at) => at === 0 || (marks[at - 1] ?? 0) <= mark);
  const isOnce = new Set(purposes).size === purposes.length && new Set(names).size === names.length;
  grounds.when(!isRising || !isOnce, "corridors/ruleBookUnsound");
  const { currencies } = accountsOf(model);
  grounds.when(
    names.some((name) => !currencies.has(name)),
    "accounts/unknownCurrency",
  );
}

interface Opening {
  readonly corridor: string;
  readonly name: string;
  readonly operator: string;
  readonly ruleBook: RuleBook;
}

function open(model: Model, { corridor, name, operator, ruleBook }: Opening): void {
  const { corridors, ruleBooks } = corridorsOf(model);
  corridors.set(corridor, { name, operator, openedMs: model.timeMs, revision: 1, lastRevision: 1 });
  ruleBooks.set(`${corridor}/1`, ruleBook);
}

const openCorridor = modelMessage<Opening>({
  judge(model, actor, { corridor, operator, ruleBook }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(corridorsOf(model).corridors.has(corridor), "corridors/corridorExists");
    judgeHolder(model, operator, grounds);
    judgeRuleBook(model, ruleBook, grounds);
  },
  apply: (model, _actor, opening) => open(model, opening),
});

function judgeOperator(model: Model, actor: string, corridor: string, grounds: Grounds): Corridor | undefined {
  const row = corridorsOf(model).corridors.get(corridor);
  grounds.when(row === undefined, "corridors/unknownCorridor");
  grounds.when(row !== undefined && row.operator !== actor, "corridors/notOperator");
  return row;
}

const earliestFor = (model: Model, { stage }: RuleBook) => (stage === "closed" ? model.height : afterNotice(model));

const publishRuleBook = modelMessage<{
  readonly corridor: string;
  readonly ruleBook: RuleBook;
  readonly fromHeight?: number;
}>({
  judge(model, actor, { corridor, ruleBook, fromHeight }, grounds) {
    judgeOperator(model, actor, corridor, grounds);
    judgeRuleBook(model, ruleBook, grounds);
    const isEarly = fromHeight !== undefined && fromHeight < earliestFor(model, ruleBook);
    grounds.when(isEarly, "corridors/noticeTooShort");
  },
  apply(model, _actor, { corridor, ruleBook, fromHeight = earliestFor(model, ruleBook) }) {
    const { corridors, ruleBooks } = corridorsOf(model);
    const row = corridors.at(corridor);
    const next = { revision: row.lastRevision + 1, fromHeight };
    corridors.set(corridor, { ...row, revision: revisionNow(model, row), next, lastRevision: next.revision });
    ruleBooks.set(`${corridor}/${next.revision}`, ruleBook);
    return next;
  },
});

interface Joining extends OfZone {
  readonly corridor: string;
}

const zonesMost = 16;

const joinCorridor = modelMessage<Joining>({
  judge(model, actor, { currency, corridor }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    judgeZone(model, currency, grounds);
    const { corridors, joined } = corridorsOf(model);
    grounds.when(!corridors.has(corridor), "corridors/unknownCorridor");
    grounds.when(joined.has(`${corridor}/${currency}`), "corridors/alreadyJoined");
    grounds.when(zonesIn(model, corridor).length >= zonesMost, "corridors/tooManyZones");
    const rates = ruleBookNow(model, corridor)?.rates ?? [];
    grounds.when(!rates.some((rate) => rate.currency === currency), "corridors/currencyUnrated");
  },
  apply: (model, _actor, { currency, corridor }) => corridorsOf(model).joined.set(`${corridor}/${currency}`, true),
});

const leaveCorridor = modelMessage<Joining>({
  judge(model, actor, { currency, corridor }, grounds) {
    judgeCentralBank(model, actor, currency, grounds);
    const { corridors, joined } = corridorsOf(model);
    grounds.when(!corridors.has(corridor), "corridors/unknownCorridor");
    grounds.when(!joined.has(`${corridor}/${currency}`), "corridors/notJoined");
  },
  apply: (model, _actor, { currency, corridor }) => corridorsOf(model).joined.delete(`${corridor}/${currency}`),
});

interface Membership {
  readonly corridor: string;
  readonly account: string;
}

const admitMember = modelMessage<Membership>({
  judge(model, actor, { corridor, account }, grounds) {
    judgeOperator(model, actor, corridor, grounds);
    const { members, homes } = corridorsOf(model);
    grounds.when(members.has(`${corridor}/${account}`), "corridors/memberKnown");
    grounds.when(!homes.has(account), "corridors/homeMissing");
  },
  apply: (model, _actor, { corridor, account }) => corridorsOf(model).members.set(`${corridor}/${account}`, true),
});

const removeMember = modelMessage<Membership>({
  judge(model, actor, { corridor, account }, grounds) {
    judgeOperator(model, actor, corridor, grounds);
    grounds.when(!corridorsOf(model).members.has(`${corridor}/${account}`), "corridors/notMember");
  },
  apply: (model, _actor, { corridor, account }) => corridorsOf(model).members.delete(`${corridor}/${account}`),
});

interface Sending extends Pick<Crossing, "corridor" | "kind" | "purpose"> {
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly feeMost?: bigint;
}

const crossingOf = (payer: string, { to, currency, amount, corridor, kind, purpose }: Sending): Crossing => {
  const side = { currency, amount };
  return { corridor, kind, purpose, payer, payee: to, source: side, destination: side };
};

function judgePay(
  model: Model,
  from: string,
  { to, currency, amount }: Pick<Sending, "to" | "currency" | "amount">,
  grounds: Grounds,
) {
  grounds.when(isBook(to), "accounts/ledgerAccount");
  judgeTransfer(model, { currency, from, to, amount }, grounds);
}

const sendPayment = modelMessage<Sending>({
  judge(model, actor, sending, grounds) {
    judgeCrossing(model, crossingOf(actor, sending), grounds);
    if (grounds.any) return;
    const { fee, operator } = feeFor(model, sending.corridor, sending.amount);
    grounds.when(sending.feeMost !== undefined && fee > sending.feeMost, "corridors/feeHigherThanAsked");
    const mark = model.log.mark;
    judgePay(model, actor, sending, grounds);
    if (!grounds.any) transfer(model, { ...sending, from: actor });
    if (!grounds.any && fee > 0n) judgePay(model, actor, { ...sending, to: operator, amount: fee }, grounds);
    model.log.undoTo(mark);
  },
  apply(model, actor, sending) {
    const { fee, operator } = feeFor(model, sending.corridor, sending.amount);
    transfer(model, { ...sending, from: actor });
    transfer(model, { ...sending, from: actor, to: operator, amount: fee });
    return { fee, judged: countCrossing(model, crossingOf(actor, sending)) };
  },
});

interface GenesisPart {
  readonly zones?: readonly Described[];
  readonly participants?: readonly Admission[];
  readonly corridors?: readonly (Opening & {
    readonly currencies: readonly string[];
    readonly members: readonly string[];
  })[];
}

const padded = (number: number) => number.toString().padStart(16, "0");

export const model: ModuleModel = {
  messages: {
    ...{ openZone, setCalendar, setLimits, stopZone, resumeZone, admitParticipant, acceptAdmission },
    ...{
      removeParticipant,
      openCorridor,
      publishRuleBook,
      joinCorridor,
      leaveCorridor,
      admitMember,
      removeMember,
      sendPayment,
    },
  },
  start(model, part) {
    const { zones = [], participants = [], corridors = [] } = part as GenesisPart;
    const book = corridorsOf(model);
    for (const { currency, ...zone } of zones) book.zones.set(currency, { ...zone, openedMs: model.timeMs });
    for (const admission of participants) {
      admit(model, admission, 0);
      if (admission.isResident) book.homes.set(admission.account, admission.currency);
    }
    for (const { currencies, members, ...opening } of corridors) {
      open(model, opening);
      for (const currency of currencies) book.joined.set(`${opening.corridor}/${currency}`, true);
      for (const account of members) book.members.set(`${opening.corridor}/${account}`, true);
    }
  },
  *rows(model) {
    const { zones, participants, homes, corridors, ruleBooks, joined, members, flows } = corridorsOf(model);
    for (const [currency, zone] of zones.entries()) yield [`corridors/zone/${currency}`, zone];
    for (const [key, participant] of participants.entries()) {
      const [currency = "", account = ""] = key.split("/");
      yield [`corridors/participant/${key}`, participant];
      yield [`corridors/bic/${currency}/${participant.bic}`, account];
    }
    for (const [account, currency] of homes.entries()) yield [`corridors/home/${account}`, currency];
    for (const [corridor, row] of corridors.entries()) {
      yield [`corridors/corridor/${corridor}`, { ...row, zones: zonesIn(model, corridor).length }];
    }
    for (const [key, ruleBook] of ruleBooks.entries()) {
      const [corridor = "", revision] = key.split("/");
      const hash = hashOf(corridor, Number(revision), ruleBook);
      yield [`corridors/rule-book/${corridor}/${padded(Number(revision))}`, { ruleBook, hash }];
    }
    for (const key of joined.keys()) yield [`corridors/joined/${key}`, {}];
    for (const key of members.keys()) yield [`corridors/member/${key}`, {}];
    for (const [key, passages] of flows.entries()) yield [key, bucketsOf(passages)];
  },
};
