// admi.002.001.01: a message that was rejected before anybody looked at what it asks for.
import { optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { isoDateTime, max35Text, max350Text, max20000Text } from "../values.ts";

const messageReference = sequence({ Ref: max35Text });

const rejectionReason2 = sequence({
  RjctgPtyRsn: max35Text,
  RjctnDtTm: optional(isoDateTime),
  ErrLctn: optional(max350Text),
  RsnDesc: optional(max350Text),
  AddtlData: optional(max20000Text),
});

/** The standard named this element after the message itself. */
export const admi002 = defineMessage(
  "admi.002.001.01",
  "admi.002.001.01",
  sequence({ RltdRef: messageReference, Rsn: rejectionReason2 }),
);
