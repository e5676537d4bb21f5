// Events of payments abroad in the standard's words: the same event makes the same messages, to the byte.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import type { Message, MessageOf } from "#src/iso20022/message.ts";
import { dashed } from "./movements.ts";
import type { OriginalMessage } from "./paymentOrder.ts";

export interface About {
  readonly type: string;
  /** `height.index` of the event. */
  readonly place: string;
  readonly createdAt: string;
  /** Digits alone. */
  readonly uetr: string;
  readonly payer: string;
  readonly payee: string;
  readonly endToEndId?: string | undefined;
}

export interface NoticeSetting {
  /** Of the bank that is told. */
  readonly account: string;
  readonly bicOf: (account: string) => string | undefined;
  /** How the payer's own message calls the payment. */
  readonly originalOf: (uetr: string) => OriginalMessage | undefined;
}

const money = z.looseObject({ currency: z.string(), amount: positiveAmountSchema });
const preparedSchema = z.looseObject({ kind: z.string(), purpose: z.string(), destination: money });
const saidSchema = z.looseObject({ state: z.string(), reason: z.string().optional() });
const reasonSchema = z.looseObject({ reason: z.string() });
const returnedSchema = z.looseObject({ ...money.shape, reason: z.string() });

/** ExternalPaymentTransactionStatus1Code of what a payment has come to. */
const statusCodes: Readonly<Record<string, string>> = {
  pending: "PDNG",
  acceptedNotPosted: "ACWP",
  settled: "ACCC",
  rejected: "RJCT",
  blocked: "BLCK",
  cancelled: "RJCT",
  expired: "RJCT",
};

/** For the one bank: a payee hears of payments and recalls, a payer of statuses, answers and returns, and both of an end. */
export function noticesOf(
  about: About,
  content: unknown,
  setting: NoticeSetting,
  recallCode: string | undefined,
): readonly Message[] {
  const isPayer = about.payer === setting.account;
  const isPayee = about.payee === setting.account;
  if (!isPayer && !isPayee) return [];
  switch (about.type) {
    case "payments/paymentPrepared":
      return isPayee ? [prepared(about, preparedSchema.parse(content), setting)] : [];
    case "payments/paymentPended":
      return isPayer ? [status(about, saidSchema.parse(content), setting)] : [];
    case "payments/paymentSettled":
      return [status(about, { state: "settled" }, setting)];
    case "payments/paymentVoided":
      return [status(about, saidSchema.parse(content), setting)];
    case "payments/recallRequested":
      return isPayee ? [recall(about, reasonSchema.parse(content).reason, setting)] : [];
    case "payments/recallAnswered": {
      const { state, reason } = saidSchema.parse(content);
      return isPayer ? [recallAnswer(about, state === "refused" ? "RJCR" : "PDCR", reason, setting)] : [];
    }
    case "payments/paymentReturned": {
      if (!isPayer) return [];
      const back = returned(about, returnedSchema.parse(content), setting);
      // A return that was not asked for answers nothing, and none that comes after a refusal.
      const answers = recallCode === "CNCL" || recallCode === "PECR";
      return answers ? [recallAnswer(about, recallCode, undefined, setting), back] : [back];
    }
    default:
      return [];
  }
}

/** A bank that has no BIC on the ledger is named by its account. */
function agent(account: string, { bicOf }: NoticeSetting) {
  const bic = bicOf(account);
  return { FinInstnId: bic === undefined ? { Nm: account } : { BICFI: bic } };
}

const idOf = ({ place }: About) => `K${place}`;
const notProvided = "NOTPROVIDED";

/** Who pays whom is told by the record that the attestations are the hash of: the ledger knows the banks alone. */
function prepared(
  about: About,
  { kind, purpose, destination: { currency, amount } }: z.output<typeof preparedSchema>,
  setting: NoticeSetting,
): MessageOf<"pacs.008.001.08"> | MessageOf<"pacs.009.001.08"> {
  const [payer, payee] = [agent(about.payer, setting), agent(about.payee, setting)];
  const GrpHdr = {
    ...{ MsgId: idOf(about), CreDtTm: about.createdAt, NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" as const } },
  };
  const shared = {
    PmtId: { EndToEndId: about.endToEndId ?? notProvided, UETR: dashed(about.uetr) },
    IntrBkSttlmAmt: { currency, units: amount },
    ...{ InstgAgt: payer, InstdAgt: payee, Purp: { Cd: purpose } },
  };
  if (kind === "interbank") {
    return { name: "pacs.009.001.08", content: { GrpHdr, CdtTrfTxInf: [{ ...shared, Dbtr: payer, Cdtr: payee }] } };
  }
  const parties = { Dbtr: { Nm: notProvided }, DbtrAgt: payer, CdtrAgt: payee, Cdtr: { Nm: notProvided } };
  return {
    name: "pacs.008.001.08",
    content: { GrpHdr, CdtTrfTxInf: [{ ...shared, ChrgBr: "SHAR", ...parties }] },
  };
}

function status(
  about: About,
  { state, reason }: { readonly state: string; readonly reason?: string | undefined },
  { originalOf }: NoticeSetting,
): MessageOf<"pacs.002.001.10"> {
  const original = originalOf(dashed(about.uetr));
  return {
    name: "pacs.002.001.10",
    content: {
      GrpHdr: { MsgId: idOf(about), CreDtTm: about.createdAt },
      TxInfAndSts: [
        {
          ...(original && {
            OrgnlGrpInf: {
              ...{ OrgnlMsgId: original.messageId, OrgnlMsgNmId: original.messageName },
              OrgnlCreDtTm: original.createdAt,
            },
          }),
          ...(original?.instructionId !== undefined && { OrgnlInstrId: original.instructionId }),
          ...(about.endToEndId !== undefined && { OrgnlEndToEndId: about.endToEndId }),
          OrgnlUETR: dashed(about.uetr),
          TxSts: statusCodes[state] ?? "PDNG",
          ...(reason !== undefined && { StsRsnInf: [{ Rsn: { Cd: reason } }] }),
        },
      ],
    },
  };
}

function assignment(about: About, from: string, to: string, setting: NoticeSetting) {
  const [Assgnr, Assgne] = [{ Agt: agent(from, setting) }, { Agt: agent(to, setting) }];
  return { Id: idOf(about), Assgnr, Assgne, CreDtTm: about.createdAt };
}

function originalOfRecall(about: About) {
  return {
    ...(about.endToEndId !== undefined && { OrgnlEndToEndId: about.endToEndId }),
    OrgnlUETR: dashed(about.uetr),
  };
}

function recall(about: About, reason: string, setting: NoticeSetting): MessageOf<"camt.056.001.08"> {
  return {
    name: "camt.056.001.08",
    content: {
      Assgnmt: assignment(about, about.payer, about.payee, setting),
      CtrlData: { NbOfTxs: "1" },
      Undrlyg: [
        {
          TxInf: [{ CxlId: idOf(about), ...originalOfRecall(about), CxlRsnInf: [{ Rsn: { Cd: reason } }] }],
        },
      ],
    },
  };
}

/** For one transaction the standard has only codes of its own; the investigation's status says it in full. */
const transactionCodes = { RJCR: "RJCR", PDCR: "PDCR", CNCL: "ACCR", PECR: undefined } as const;

function recallAnswer(
  about: About,
  code: keyof typeof transactionCodes,
  reason: string | undefined,
  setting: NoticeSetting,
): MessageOf<"camt.029.001.09"> {
  const TxCxlSts = transactionCodes[code];
  return {
    name: "camt.029.001.09",
    content: {
      Assgnmt: assignment(about, about.payee, about.payer, setting),
      Sts: { Conf: code },
      CxlDtls: [
        {
          TxInfAndSts: [
            {
              ...{ CxlStsId: idOf(about), ...originalOfRecall(about) },
              ...(TxCxlSts !== undefined && { TxCxlSts }),
              ...(reason !== undefined && { CxlStsRsnInf: [{ Rsn: { Cd: reason } }] }),
            },
          ],
        },
      ],
    },
  };
}

function returned(
  about: About,
  { currency, amount, reason }: z.output<typeof returnedSchema>,
  setting: NoticeSetting,
): MessageOf<"pacs.004.001.09"> {
  const [payer, payee] = [agent(about.payer, setting), agent(about.payee, setting)];
  return {
    name: "pacs.004.001.09",
    content: {
      GrpHdr: { MsgId: idOf(about), CreDtTm: about.createdAt, NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
      TxInf: [
        {
          ...{ RtrId: idOf(about), ...originalOfRecall(about) },
          RtrdIntrBkSttlmAmt: { currency, units: amount },
          ...{ InstgAgt: payee, InstdAgt: payer },
          RtrRsnInf: [{ Rsn: { Cd: reason } }],
        },
      ],
    },
  };
}
