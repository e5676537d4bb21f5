// Every message that is read and written here, in the versions that CBPR+ and T2 use; a further one is one line.
import { admi002 } from "./messages/admi002.ts";
import { camt029 } from "./messages/camt029.ts";
import { camt053 } from "./messages/camt053.ts";
import { camt054 } from "./messages/camt054.ts";
import { camt056 } from "./messages/camt056.ts";
import { pacs002 } from "./messages/pacs002.ts";
import { pacs004 } from "./messages/pacs004.ts";
import { pacs008 } from "./messages/pacs008.ts";
import { pacs009 } from "./messages/pacs009.ts";

export const messageKinds = [pacs002, pacs004, pacs008, pacs009, camt029, camt053, camt054, camt056, admi002] as const;

export type MessageName = (typeof messageKinds)[number]["name"];
