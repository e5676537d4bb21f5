// What Kedge asks of cross-border messages beyond the standard: near to CBPR+, stricter where it finds accounts by BIC and statements by number, and not the whole of it.
import type { Refusal } from "#src/core/refusal.ts";
import { type MessageName, messageKinds } from "./catalogue.ts";
import type { Message } from "./message.ts";
import { refusals } from "./refusals.ts";

interface ProfileRules {
  /** Elements that may not be left out, from the content on; in lists, of each item. */
  readonly required: readonly string[];
  /** Lists that have one item only. */
  readonly single: readonly string[];
}

const agentRules = ["InstgAgt/FinInstnId/BICFI", "InstdAgt/FinInstnId/BICFI"];

export const crossBorderRules: { readonly [Name in MessageName]: ProfileRules } = {
  "pacs.008.001.08": {
    single: ["CdtTrfTxInf"],
    required: [
      "CdtTrfTxInf/PmtId/InstrId",
      "CdtTrfTxInf/PmtId/UETR",
      "CdtTrfTxInf/IntrBkSttlmDt",
      ...agentRules.map((path) => `CdtTrfTxInf/${path}`),
      "CdtTrfTxInf/Dbtr/Nm",
      "CdtTrfTxInf/DbtrAgt/FinInstnId/BICFI",
      "CdtTrfTxInf/CdtrAgt/FinInstnId/BICFI",
      "CdtTrfTxInf/Cdtr/Nm",
    ],
  },
  "pacs.009.001.08": {
    single: ["CdtTrfTxInf"],
    required: [
      "CdtTrfTxInf/PmtId/InstrId",
      "CdtTrfTxInf/PmtId/UETR",
      "CdtTrfTxInf/IntrBkSttlmDt",
      ...agentRules.map((path) => `CdtTrfTxInf/${path}`),
      "CdtTrfTxInf/Dbtr/FinInstnId/BICFI",
      "CdtTrfTxInf/Cdtr/FinInstnId/BICFI",
    ],
  },
  "pacs.002.001.10": {
    single: ["TxInfAndSts"],
    required: ["TxInfAndSts/OrgnlGrpInf", "TxInfAndSts/OrgnlEndToEndId", "TxInfAndSts/OrgnlUETR", "TxInfAndSts/TxSts"],
  },
  "pacs.004.001.09": {
    single: ["TxInf"],
    required: [
      "TxInf/RtrId",
      "TxInf/OrgnlUETR",
      "TxInf/IntrBkSttlmDt",
      ...agentRules.map((path) => `TxInf/${path}`),
      "TxInf/RtrChain",
      "TxInf/RtrRsnInf/Rsn/Cd",
    ],
  },
  "camt.056.001.08": {
    single: ["Undrlyg", "Undrlyg/TxInf"],
    required: ["Undrlyg/TxInf/OrgnlGrpInf", "Undrlyg/TxInf/OrgnlUETR", "Undrlyg/TxInf/CxlRsnInf/Rsn/Cd"],
  },
  "camt.029.001.09": {
    single: ["CxlDtls", "CxlDtls/TxInfAndSts"],
    required: ["Sts/Conf", "CxlDtls/TxInfAndSts/OrgnlUETR"],
  },
  "camt.053.001.08": { single: ["Stmt"], required: ["Stmt/ElctrncSeqNb", "Stmt/StmtPgntn", "Stmt/Acct/Ccy"] },
  "admi.002.001.01": { single: [], required: [] },
  "camt.054.001.08": { single: ["Ntfctn"], required: ["Ntfctn/Acct/Ccy"] },
};

function rootOf(name: MessageName): string {
  return messageKinds.find((kind) => kind.name === name)?.root ?? "";
}

/** What breaks the rules of cross-border payments, in the order of the rules; empty when nothing does. */
export function profileBreaches(message: Message): readonly Refusal[] {
  const { required, single } = crossBorderRules[message.name];
  const start = `/Document/${rootOf(message.name)}`;
  const found: Refusal[] = [];
  const add = (path: string, rule: string) => found.push(refusals.outsideProfile({ path, rule }));
  if (message.header === undefined) add("/AppHdr", "a header must come with the message");
  for (const path of single) {
    for (const [place, value] of valuesAt(message.content, path.split("/"), start)) {
      const items = Array.isArray(value) ? value.length : value === undefined ? 0 : 1;
      if (items > 1) add(`${place}[2]`, "there may be only one");
      if (items === 0) add(place, "there must be one");
    }
  }
  for (const path of required) {
    for (const [place, value] of valuesAt(message.content, path.split("/"), start)) {
      if (value === undefined) add(place, "it must be there");
    }
  }
  if (message.name === "pacs.002.001.10")
    found.push(...rejectionsWithoutReason(message.content.TxInfAndSts ?? [], start));
  return found;
}

function rejectionsWithoutReason(
  reports: readonly { readonly TxSts?: string; readonly StsRsnInf?: readonly { readonly Rsn?: unknown }[] }[],
  start: string,
): readonly Refusal[] {
  return reports
    .filter(({ TxSts, StsRsnInf }) => TxSts === "RJCT" && StsRsnInf?.[0]?.Rsn === undefined)
    .map(() => refusals.outsideProfile({ path: `${start}/TxInfAndSts/StsRsnInf/Rsn`, rule: "a rejection says why" }));
}

/** Every value that a path of names leads to, with the place of each; a missing parent ends the path as missing. */
function valuesAt(value: unknown, names: readonly string[], place: string): readonly (readonly [string, unknown])[] {
  const [name, ...rest] = names;
  if (name === undefined) return [[place, value]];
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  const at = `${place}/${name}`;
  if (rest.length === 0 || inner === undefined) return [[[at, ...rest].join("/"), inner]];
  if (!Array.isArray(inner)) return valuesAt(inner, rest, at);
  return inner.flatMap((item, index) => valuesAt(item, rest, index === 0 ? at : `${at}[${index + 1}]`));
}
