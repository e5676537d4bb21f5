// The answer to a file that is no message which is taken here: an admi.002, which needs no identifier out of the file.
import type { DescribedFailure } from "#src/cli/failure.ts";
import type { MessageOf } from "#src/iso20022/message.ts";

const referenceMax = 35;
const descriptionMax = 350;

/** What no XML may hold, and line breaks, which no reader keeps, become spaces. */
const plain = (text: string) => text.replace(/[^\P{C}]/gu, " ");

/** A pacs.002 would have to name the message that it answers; this names the file by its hash. */
export function rejection(
  file: { readonly name: string; readonly hash: string; readonly ledgerMs: number },
  { code, message }: Pick<DescribedFailure, "code" | "message">,
): MessageOf<"admi.002.001.01"> {
  return {
    name: "admi.002.001.01",
    content: {
      RltdRef: { Ref: file.hash.slice(0, referenceMax) },
      Rsn: {
        RjctgPtyRsn: code.slice(0, referenceMax),
        RjctnDtTm: new Date(file.ledgerMs).toISOString(),
        RsnDesc: plain(message).slice(0, descriptionMax),
        AddtlData: plain(file.name),
      },
    },
  };
}
