// What a bank's own system says of payments abroad: accepts, rejects, recalls, answers a recall, returns.
import { sha256 } from "#src/crypto/sha256.ts";
import type { Message, MessageOf } from "#src/iso20022/message.ts";
import type { PaymentAnswer } from "./paymentJournal.ts";
import { type LedgerOrder, type OrderRefused, uetrDigits } from "./paymentOrder.ts";

export type InstructionMessage =
  | MessageOf<"pacs.002.001.10">
  | MessageOf<"pacs.004.001.09">
  | MessageOf<"camt.029.001.09">
  | MessageOf<"camt.056.001.08">;

/** One of them, as it is made once: under its key nothing else is sent. */
export interface Instruction {
  readonly uetr: string | undefined;
  readonly endToEndId: string | undefined;
  /** Undefined where the message says too little to be told from another. */
  readonly key: string | undefined;
  readonly contentHash: Uint8Array;
  readonly order: LedgerOrder | OrderRefused | Noted;
  /** What is returned, in the currency that the message says. */
  readonly currency?: string;
}

export interface Noted {
  readonly noted: string;
}

interface Said {
  readonly uetr: string | undefined;
  readonly endToEndId: string | undefined;
  /** What tells it from another of its kind: the message that says it, or the return's own name. */
  readonly id: string | undefined;
  readonly order: LedgerOrder | OrderRefused | Noted;
  readonly currency?: string;
}

const reasonForm = /^[A-Z][A-Z0-9]{3}$/;

export function isInstruction(message: Message): message is InstructionMessage {
  return ["pacs.002.001.10", "pacs.004.001.09", "camt.029.001.09", "camt.056.001.08"].includes(message.name);
}

/** In the order of the message. */
export function instructionsOf(message: InstructionMessage): readonly Instruction[] {
  return saidIn(message).map(({ id, ...said }) => {
    const { uetr, order } = said;
    const verb = "type" in order ? order.type : "noted";
    const text = JSON.stringify([message.name, order]);
    return {
      ...said,
      key: uetr === undefined || id === undefined ? undefined : `${message.name}/${verb}/${id}/${uetr}`,
      contentHash: sha256(new TextEncoder().encode(text)),
    };
  });
}

/** The message's own identifier, and its kind and time, for what answers it. */
export function identifiedBy(message: InstructionMessage): { readonly id: string; readonly createdAt: string } {
  if (message.name === "pacs.002.001.10" || message.name === "pacs.004.001.09") {
    const { MsgId, CreDtTm } = message.content.GrpHdr;
    return { id: MsgId, createdAt: CreDtTm };
  }
  const { Id, CreDtTm } = message.content.Assgnmt;
  return { id: Id, createdAt: CreDtTm };
}

function saidIn(message: InstructionMessage): readonly Said[] {
  const { id } = identifiedBy(message);
  switch (message.name) {
    case "pacs.002.001.10":
      return (message.content.TxInfAndSts ?? []).map(({ OrgnlUETR, OrgnlEndToEndId, TxSts, StsRsnInf }) => ({
        ...{ uetr: OrgnlUETR, endToEndId: OrgnlEndToEndId, id },
        order: decisionOf(OrgnlUETR, TxSts, StsRsnInf?.[0]?.Rsn?.Cd),
      }));
    case "camt.056.001.08":
      return message.content.Undrlyg.flatMap(({ TxInf = [] }) => TxInf).map(
        ({ OrgnlUETR, OrgnlEndToEndId, CxlRsnInf }) => ({
          ...{ uetr: OrgnlUETR, endToEndId: OrgnlEndToEndId, id },
          order: say("requestRecall", OrgnlUETR, { reason: reasonOf(CxlRsnInf?.[0]?.Rsn?.Cd) }),
        }),
      );
    case "camt.029.001.09": {
      const { Sts, CxlDtls = [] } = message.content;
      const said = "Conf" in Sts ? Sts.Conf : undefined;
      return CxlDtls.flatMap(({ TxInfAndSts = [] }) => TxInfAndSts).map(
        ({ OrgnlUETR, OrgnlEndToEndId, TxCxlSts, CxlStsRsnInf }) => ({
          ...{ uetr: OrgnlUETR, endToEndId: OrgnlEndToEndId, id },
          order: recallAnswerOf(OrgnlUETR, TxCxlSts ?? said, CxlStsRsnInf?.[0]?.Rsn?.Cd),
        }),
      );
    }
    case "pacs.004.001.09":
      return (message.content.TxInf ?? []).map(
        ({ RtrId, OrgnlUETR, OrgnlEndToEndId, RtrdIntrBkSttlmAmt: { currency, units }, RtrRsnInf }) => ({
          // Parts are returned under names of their own: without one it could not be told from another part.
          ...{ uetr: OrgnlUETR, endToEndId: OrgnlEndToEndId, id: RtrId, currency },
          order: say("returnPayment", OrgnlUETR, {
            amount: units.toString(),
            reason: reasonOf(RtrRsnInf?.[0]?.Rsn?.Cd),
          }),
        }),
      );
  }
}

function decisionOf(uetr: string | undefined, status: string | undefined, code: string | undefined): Said["order"] {
  const reason = reasonOf(code);
  switch (status) {
    case "ACCP":
    case "ACTC":
    case "ACSC":
    case "ACCC":
      return say("acceptPayment", uetr, {});
    case "RJCT":
      return say("rejectPayment", uetr, { as: "rejected", reason });
    case "BLCK":
      return say("rejectPayment", uetr, { as: "blocked", reason });
    case "PDNG":
      return say("pendPayment", uetr, { as: "pending", ...(code !== undefined && { reason }) });
    case "ACWP":
      return say("pendPayment", uetr, { as: "acceptedNotPosted", ...(code !== undefined && { reason }) });
    default:
      return { reason: "NARR", text: `the status ${status ?? "that is missing"} decides nothing` };
  }
}

function recallAnswerOf(uetr: string | undefined, status: string | undefined, code: string | undefined): Said["order"] {
  const reason = reasonOf(code);
  if (status === "RJCR") return say("answerRecall", uetr, { answer: "refused", reason });
  if (status === "PDCR") return say("answerRecall", uetr, { answer: "pended", reason });
  // Only the money itself grants a recall.
  if (status === "CNCL" || status === "ACCR") return { noted: "granted once a pacs.004 returns the payment" };
  return { reason: "NARR", text: `the status ${status ?? "that is missing"} answers no recall` };
}

function say(verb: string, uetr: string | undefined, more: Readonly<Record<string, string>>): Said["order"] {
  if (uetr === undefined) return { reason: "CH21", text: "OrgnlUETR is missing" };
  return { type: `payments/${verb}`, content: { uetr: uetrDigits(uetr), ...more } };
}

function reasonOf(code: string | undefined): string {
  return code !== undefined && reasonForm.test(code) ? code : "NARR";
}

/** How the bank's own system hears what became of it: a status of each, in the order of the message. */
export function instructionReport(
  message: InstructionMessage,
  answers: readonly PaymentAnswer[],
  { fileHash, textOf }: { readonly fileHash: string; readonly textOf: (answer: PaymentAnswer) => string },
): MessageOf<"pacs.002.001.10"> {
  const { id, createdAt } = identifiedBy(message);
  const group = { OrgnlMsgId: id, OrgnlMsgNmId: message.name, OrgnlCreDtTm: createdAt };
  const instructions = instructionsOf(message);
  return {
    name: "pacs.002.001.10",
    content: {
      GrpHdr: {
        MsgId: `K${fileHash.slice(0, 30)}`,
        CreDtTm: new Date(Math.max(...answers.map(({ timeMs }) => timeMs))).toISOString(),
      },
      TxInfAndSts: answers.map((answer, at) => {
        const { uetr, endToEndId } = instructions[at] ?? {};
        return {
          OrgnlGrpInf: group,
          ...(endToEndId !== undefined && { OrgnlEndToEndId: endToEndId }),
          ...(uetr !== undefined && { OrgnlUETR: uetr }),
          // The instruction was taken; what it brought about is told by messages of its own.
          TxSts: answer.state === "refused" ? "RJCT" : "ACTC",
          StsRsnInf: [
            { ...(answer.state === "refused" && { Rsn: { Cd: answer.reason } }), AddtlInf: [textOf(answer)] },
          ],
        };
      }),
    },
  };
}
