// Payments between banks as files, for tests of the gateway.
import { randomUUID } from "node:crypto";
import type { PaymentMessage } from "#src/iso20022/duplicates.ts";
import { writeMessage } from "#src/iso20022/message.ts";

export const ownBic = "ALICUS33XXX";
export const otherBic = "BOBBDEFFXXX";
const agent = (bic: string) => ({ FinInstnId: { BICFI: bic } });

export interface PaymentParts {
  readonly uetr?: string | undefined;
  readonly units?: bigint;
  readonly currency?: string;
  readonly to?: string;
  readonly from?: string;
  readonly endToEndId?: string;
  readonly date?: string;
  readonly purpose?: string;
  readonly remittance?: string;
  readonly method?: "CLRG" | "COVE";
  readonly messageId?: string;
}

/** A customer's payment; without a UETR only where it is given as undefined. */
export function customerPayment(parts: PaymentParts = {}): PaymentMessage {
  const { units = 100n, currency = "USD", to = otherBic, from = ownBic, endToEndId = "INVOICE-7" } = parts;
  const uetr = "uetr" in parts ? parts.uetr : randomUUID();
  return {
    name: "pacs.008.001.08",
    content: {
      GrpHdr: {
        MsgId: parts.messageId ?? "M1",
        CreDtTm: "2026-01-05T09:00:00Z",
        NbOfTxs: "1",
        SttlmInf: { SttlmMtd: parts.method ?? "CLRG" },
      },
      CdtTrfTxInf: [
        {
          PmtId: { InstrId: "I1", EndToEndId: endToEndId, ...(uetr !== undefined && { UETR: uetr }) },
          IntrBkSttlmAmt: { currency, units },
          ...(parts.date !== undefined && { IntrBkSttlmDt: parts.date }),
          ChrgBr: "SHAR",
          InstgAgt: agent(from),
          InstdAgt: agent(to),
          Dbtr: { Nm: "Debtor" },
          DbtrAgt: agent(ownBic),
          CdtrAgt: agent(to),
          Cdtr: { Nm: "Creditor" },
          CdtrAcct: { Id: { Othr: { Id: "CUSTOMER-1" } } },
          ...(parts.purpose !== undefined && { Purp: { Cd: parts.purpose } }),
          ...(parts.remittance !== undefined && { RmtInf: { Ustrd: [parts.remittance] } }),
        },
      ],
    },
  };
}

/** A payment between the banks themselves. */
export function bankPayment(units: bigint, currency = "USD"): PaymentMessage {
  return {
    name: "pacs.009.001.08",
    content: {
      GrpHdr: { MsgId: "M9", CreDtTm: "2026-01-05T09:00:00Z", NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
      CdtTrfTxInf: [
        {
          PmtId: { EndToEndId: "COVER-9", UETR: randomUUID() },
          IntrBkSttlmAmt: { currency, units },
          Dbtr: agent(ownBic),
          Cdtr: agent(otherBic),
        },
      ],
    },
  };
}

export function fileOf(message: PaymentMessage): string {
  return new TextDecoder().decode(writeMessage(message));
}
