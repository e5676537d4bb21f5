// The same payment sent twice is answered as it was the first time; another payment under the same UETR is refused.
import { present } from "#src/core/assert.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { type CurrencyDecimals, currencyDecimals } from "./currencies.ts";
import type { Group } from "./description.ts";
import { writeElement } from "./elementWriter.ts";
import type { MessageOf } from "./message.ts";
import { pacs008 } from "./messages/pacs008.ts";
import { pacs009 } from "./messages/pacs009.ts";
import { type PaymentStatus, paymentStatuses } from "./status.ts";

export type PaymentMessage = MessageOf<"pacs.008.001.08"> | MessageOf<"pacs.009.001.08">;

export interface PaymentContent {
  /** What it is remembered by: a payment and its cover have one UETR, and are two messages. */
  readonly key: string | undefined;
  readonly contentHash: Uint8Array;
}

/** Of the group header, what is new each time that the same payment is sent, or tells of its neighbours. */
const besidesContent: ReadonlySet<string> = new Set([
  "MsgId",
  "CreDtTm",
  "BtchBookg",
  "NbOfTxs",
  "CtrlSum",
  "TtlIntrBkSttlmAmt",
]);

/** The payments of a message in their order, each with the hash of its canonical form. A payment without UETR has no key. */
export function paymentContents(
  message: PaymentMessage,
  currencies: CurrencyDecimals = currencyDecimals,
): readonly PaymentContent[] {
  const { name, content } = message;
  const type = name === "pacs.008.001.08" ? pacs008.content : pacs009.content;
  const text = (parent: Group, element: string, value: unknown) => {
    const rule = present(parent.elements[parent.places.get(element) ?? -1], `there is no element ${element}`);
    return writeElement(element, rule.type, value, currencies);
  };
  const groupType = present(type.elements[0], "a message begins with its group header").type as Group;
  const shared = Object.entries(content.GrpHdr)
    .filter(([element]) => !besidesContent.has(element))
    .toSorted(([left], [right]) => (groupType.places.get(left) ?? 0) - (groupType.places.get(right) ?? 0))
    .map(([element, value]) => text(groupType, element, value))
    .join("");
  return content.CdtTrfTxInf.map((transaction) => {
    const { UETR } = transaction.PmtId;
    const isCover = "UndrlygCstmrCdtTrf" in transaction && transaction.UndrlygCstmrCdtTrf !== undefined;
    const canonical = `${name}\n${shared}\n${text(type, "CdtTrfTxInf", transaction)}`;
    return {
      key: UETR === undefined ? undefined : `${name}${isCover ? "/cover" : ""}/${UETR}`,
      contentHash: sha256(new TextEncoder().encode(canonical)),
    };
  });
}

/** What is remembered of a payment for a year, under its key. */
export interface Remembered<Answer> {
  readonly contentHash: Uint8Array;
  readonly answer: Answer;
}

export type Verdict<Answer> =
  | { readonly kind: "new" }
  | { readonly kind: "replay"; readonly answer: Answer }
  | { readonly kind: "reject"; readonly status: PaymentStatus };

export function judgeDuplicate<Answer>(
  earlier: Remembered<Answer> | undefined,
  { contentHash }: Pick<PaymentContent, "contentHash">,
): Verdict<Answer> {
  if (earlier === undefined) return { kind: "new" };
  const isSame =
    earlier.contentHash.length === contentHash.length &&
    contentHash.every((byte, at) => byte === earlier.contentHash[at]);
  return isSame ? { kind: "replay", answer: earlier.answer } : { kind: "reject", status: paymentStatuses.duplicate };
}
