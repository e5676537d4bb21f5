// What central banks do with channels, as the model judges it.
import { judgeHolder } from "../accounts/book.ts";
import { least } from "../arithmetic.ts";
import { isSame, withoutHoles } from "../corridors/book.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  type Bound,
  type Channel,
  gatewayOf,
  issuerIn,
  limitIn,
  type Terms,
  type Throttles,
  termsNow,
} from "./book.ts";

export function judgeChannel(model: Model, currency: string, grounds: Grounds): Channel | undefined {
  const channel = gatewayOf(model).channels.get(currency);
  grounds.when(channel === undefined, "bank-gateway/unknownChannel");
  return channel;
}

export function judgeRunning(model: Model, currency: string, grounds: Grounds): Channel | undefined {
  const channel = judgeChannel(model, currency, grounds);
  grounds.when(channel?.pausedReference !== undefined, "bank-gateway/channelPaused");
  return channel;
}

function judgeIssuer(model: Model, actor: string, currency: string, grounds: Grounds): void {
  const issuer = issuerIn(model, currency);
  grounds.when(issuer === undefined, "accounts/unknownCurrency");
  grounds.when(issuer !== undefined && issuer !== actor, "bank-gateway/notCentralBank");
}

const isSound = ({ classes }: Terms) =>
  classes.every(({ name }, at) => at === 0 || (classes[at - 1]?.name ?? "") < name);

interface Opening {
  readonly currency: string;
  readonly agent: string;
  readonly terms: Terms;
}

const openChannel = modelMessage<Opening>({
  judge(model, actor, { currency, agent, terms }, grounds) {
    judgeIssuer(model, actor, currency, grounds);
    grounds.when(gatewayOf(model).channels.has(currency), "bank-gateway/channelKnown");
    judgeHolder(model, agent, grounds);
    grounds.when(!isSound(terms), "bank-gateway/termsUnsound");
  },
  apply(model, _actor, { currency, agent, terms }) {
    gatewayOf(model).channels.set(currency, { agent, openedMs: model.timeMs, terms, requests: 0 });
  },
});

const replaceAgent = modelMessage<Pick<Opening, "currency" | "agent">>({
  judge(model, actor, { currency, agent }, grounds) {
    judgeIssuer(model, actor, currency, grounds);
    judgeChannel(model, currency, grounds);
    judgeHolder(model, agent, grounds);
  },
  apply(model, _actor, { currency, agent }) {
    const { channels } = gatewayOf(model);
    channels.set(currency, { ...channels.at(currency), agent });
  },
});

const lower = <Value extends bigint | number>(left: Value | undefined, right: Value | undefined) =>
  left === undefined || (right !== undefined && right < left) ? right : left;

const lowerBound = (left: Bound, right: Bound): Bound =>
  withoutHoles({
    amountMost: lower(left.amountMost, right.amountMost),
    supplyBp: lower(left.supplyBp, right.supplyBp),
  } as Bound);

function lowerThrottles(left: Throttles, right: Throttles): Throttles {
  const of = (whose: "bank" | "all") => ({
    hour: lowerBound(left[whose].hour, right[whose].hour),
    day: lowerBound(left[whose].day, right[whose].day),
  });
  return { bank: of("bank"), all: of("all") };
}

const setTerms = modelMessage<Pick<Opening, "currency" | "terms">>({
  judge(model, actor, { currency, terms }, grounds) {
    judgeIssuer(model, actor, currency, grounds);
    const channel = judgeChannel(model, currency, grounds);
    if (channel === undefined) return;
    const loses = termsNow(model, channel).classes.some(({ name }) => limitIn(terms, name) === undefined);
    grounds.when(loses || !isSound(terms), "bank-gateway/termsUnsound");
  },
  apply(model, _actor, { currency, terms: next }) {
    const { channels } = gatewayOf(model);
    const { nextTerms: _, ...channel } = channels.at(currency);
    const now = termsNow(model, channels.at(currency));
    const terms = {
      classes: now.classes.map(({ name, limit }) => ({ name, limit: least(limit, limitIn(next, name) ?? limit) })),
      supplyFloor: least(now.supplyFloor, next.supplyFloor),
      issue: lowerThrottles(now.issue, next.issue),
      redeem: lowerThrottles(now.redeem, next.redeem),
    };
    const fromHeight = model.height + parameterNumber(model, "bank-gateway.noticeBlocks");
    const later = isSame(terms, next) ? {} : { nextTerms: { terms: next, fromHeight } };
    channels.set(currency, { ...channel, terms, ...later });
    return { terms };
  },
});

const pauseChannel = modelMessage<{ readonly currency: string; readonly reference: string }>({
  judge(model, actor, { currency }, grounds) {
    judgeIssuer(model, actor, currency, grounds);
    judgeRunning(model, currency, grounds);
  },
  apply(model, _actor, { currency, reference: pausedReference }) {
    const { channels } = gatewayOf(model);
    channels.set(currency, { ...channels.at(currency), pausedReference });
  },
});

const resumeChannel = modelMessage<{ readonly currency: string }>({
  judge(model, actor, { currency }, grounds) {
    judgeIssuer(model, actor, currency, grounds);
    const channel = judgeChannel(model, currency, grounds);
    grounds.when(channel !== undefined && channel.pausedReference === undefined, "bank-gateway/channelNotPaused");
  },
  apply(model, _actor, { currency }) {
    const { channels } = gatewayOf(model);
    const { pausedReference: _, ...channel } = channels.at(currency);
    channels.set(currency, channel);
  },
});

export const channelMessages = { openChannel, replaceAgent, setTerms, pauseChannel, resumeChannel };
