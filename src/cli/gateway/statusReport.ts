// The answer to a file of payments: a pacs.002 with the status of each.
import type { PaymentMessage } from "#src/iso20022/duplicates.ts";
import type { MessageOf } from "#src/iso20022/message.ts";
import { transactionStatus } from "#src/iso20022/status.ts";
import type { PaymentAnswer } from "./paymentJournal.ts";

/** AddtlInf takes so many characters. */
const textMax = 105;

/** The same message and answers make the same report, however often it is made. */
export function statusReport(
  message: PaymentMessage,
  answers: readonly PaymentAnswer[],
  fileHash: string,
): MessageOf<"pacs.002.001.10"> {
  const id = `K${fileHash.slice(0, 30)}`;
  const createdAt = new Date(Math.max(...answers.map(({ timeMs }) => timeMs))).toISOString();
  const { GrpHdr, CdtTrfTxInf } = message.content;
  const { header } = message;
  return {
    name: "pacs.002.001.10",
    ...(header && {
      header: { Fr: header.To, To: header.Fr, BizMsgIdr: id, MsgDefIdr: "pacs.002.001.10", CreDt: createdAt },
    }),
    content: {
      GrpHdr: { MsgId: id, CreDtTm: createdAt },
      TxInfAndSts: CdtTrfTxInf.map(({ PmtId }, at) => {
        const { InstrId, EndToEndId, TxId, UETR } = PmtId;
        const answer = answers[at];
        if (answer === undefined) throw new RangeError(`payment ${at} has no answer`);
        const original = {
          OrgnlGrpInf: { OrgnlMsgId: GrpHdr.MsgId, OrgnlMsgNmId: message.name, OrgnlCreDtTm: GrpHdr.CreDtTm },
          ...(InstrId !== undefined && { OrgnlInstrId: InstrId }),
          OrgnlEndToEndId: EndToEndId,
          ...(TxId !== undefined && { OrgnlTxId: TxId }),
          ...(UETR !== undefined && { OrgnlUETR: UETR }),
        };
        const status = transactionStatus(original, stateOf(answer));
        const [reason] = status.StsRsnInf ?? [];
        return { ...status, StsRsnInf: [{ ...reason, AddtlInf: [textOf(answer)] }] };
      }),
    },
  };
}

function stateOf(answer: PaymentAnswer): Parameters<typeof transactionStatus>[1] {
  if (answer.state === "refused") return { refused: answer.reason };
  return answer.state === "prepared" ? "reserved" : "settled";
}

export function textOf(answer: PaymentAnswer): string {
  return ("transaction" in answer ? `transaction ${answer.transaction}` : answer.text).slice(0, textMax);
}
