// head.001.001.02: the business application header, which says who sends which message to whom.
import { many, optional, sequence } from "./description.ts";
import { copyDuplicate1Code } from "./parts/codes.ts";
import { party44Choice } from "./parts/parties.ts";
import { flag, isoDateTime, max35Text, max350Text, max2048Text, shortText } from "./values.ts";

const implementationSpecification1 = sequence({
  Regy: max350Text,
  Id: max2048Text,
});

const businessApplicationHeader5 = sequence({
  CharSet: optional(shortText),
  Fr: party44Choice,
  To: party44Choice,
  BizMsgIdr: max35Text,
  MsgDefIdr: max35Text,
  BizSvc: optional(max35Text),
  CreDt: isoDateTime,
  CpyDplct: optional(copyDuplicate1Code),
  PssblDplct: optional(flag),
  Prty: optional(shortText),
});

export const header = sequence({
  CharSet: optional(shortText),
  Fr: party44Choice,
  To: party44Choice,
  BizMsgIdr: max35Text,
  MsgDefIdr: max35Text,
  BizSvc: optional(max35Text),
  MktPrctc: optional(implementationSpecification1),
  CreDt: isoDateTime,
  BizPrcgDt: optional(isoDateTime),
  CpyDplct: optional(copyDuplicate1Code),
  PssblDplct: optional(flag),
  Prty: optional(shortText),
  Rltd: optional(many(businessApplicationHeader5)),
});
