// A kind of message: its name with version, its element below `Document`, and the description of what that holds.
import { type Group, sequence } from "./description.ts";

const namespaceStart = "urn:iso:std:iso:20022:tech:xsd:";

export interface MessageKind<Name extends string = string, Content = unknown> {
  /** Such as `pacs.008.001.08`. */
  readonly name: Name;
  readonly namespace: string;
  /** The element of the standard that is the message: `FIToFICstmrCdtTrf`. */
  readonly root: string;
  /** What `Document` holds: the root alone. */
  readonly document: Group;
  readonly content: Group<Content>;
}

export function namespaceOf(name: string): string {
  return namespaceStart + name;
}

export function defineMessage<const Name extends string, Content>(
  name: Name,
  root: string,
  content: Group<Content>,
): MessageKind<Name, Content> {
  return { name, namespace: namespaceOf(name), root, content, document: sequence({ [root]: content }) };
}
