// Messages as objects and as bytes: `readMessage` and `writeMessage` are each other's inverse.
import { present } from "#src/core/assert.ts";
import { type MessageName, messageKinds } from "./catalogue.ts";
import { type CurrencyDecimals, currencyDecimals } from "./currencies.ts";
import type { ValueOf } from "./description.ts";
import { ElementReader } from "./elementReader.ts";
import { writeElement } from "./elementWriter.ts";
import { header } from "./header.ts";
import { namespaceOf } from "./messageKind.ts";
import { refusals } from "./refusals.ts";
import { requireAgreement } from "./rules.ts";
import { scanXml, type XmlAttribute, type XmlListener } from "./xml.ts";

type Kind = (typeof messageKinds)[number];
export type Header = ValueOf<typeof header>;
/** What stands in a message of a kind, below the element that is the message. */
export type ContentOf<Name extends MessageName> = ValueOf<Extract<Kind, { readonly name: Name }>["content"]>;

export interface MessageOf<Name extends MessageName> {
  readonly name: Name;
  readonly header?: Header;
  readonly content: ContentOf<Name>;
}
export type Message = { [Name in MessageName]: MessageOf<Name> }[MessageName];

export interface MessageOptions {
  readonly currencies?: CurrencyDecimals;
  /** Larger messages are refused unread. */
  readonly bytesMax?: number;
  readonly depthMax?: number;
}

/** A statement of some sixteen thousand entries; reading one takes some 80 MB for a moment, and keeps 30. */
export const messageBytesMax = 8 * 1024 * 1024;
/** The deepest element of any message, in its envelope, is at 17. */
export const messageDepthMax = 32;

const headerName = "head.001.001.02";
const headerNamespace = namespaceOf(headerName);
/** The standard leaves it to networks what holds the header and the document together. We write SWIFT's. */
const envelopeNames: ReadonlySet<string> = new Set(["Envelope", "RequestPayload", "BusMsgEnvlp", "BusinessMessage"]);
const envelopeNamespace = "urn:swift:xsd:envelope";
const kindsByNamespace: ReadonlyMap<string, Kind> = new Map(messageKinds.map((kind) => [kind.namespace, kind]));
const kindsByName: ReadonlyMap<string, Kind> = new Map(messageKinds.map((kind) => [kind.name, kind]));

/** Reads one message, with or without its header, or refuses it with the path of what is wrong. */
export function readMessage(bytes: Uint8Array, options: MessageOptions = {}): Message {
  const { bytesMax = messageBytesMax, depthMax = messageDepthMax, currencies = currencyDecimals } = options;
  const listener = new MessageListener(currencies);
  scanXml(bytes, { bytesMax, depthMax }, listener);
  const message = listener.message();
  requireAgreement(message, currencies);
  return message;
}

/** The one form in which a message is written: no white space between elements, amounts with their currency's decimals. */
export function writeMessage(message: Message, options: Pick<MessageOptions, "currencies"> = {}): Uint8Array {
  return new TextEncoder().encode(messageText(message, options));
}

function messageText(message: Message, { currencies = currencyDecimals }: Pick<MessageOptions, "currencies">): string {
  const kind = kindsByName.get(message.name);
  if (kind === undefined) throw refusals.unknownMessage({ path: "/Document", namespace: String(message.name) });
  const content = { [kind.root]: message.content };
  const document = writeElement("Document", kind.document, content, currencies, ` xmlns="${kind.namespace}"`);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  requireAgreement(message, currencies);
  if (message.header === undefined) return `${declaration}${document}\n`;
  const head = writeElement("AppHdr", header, message.header, currencies, ` xmlns="${headerNamespace}"`);
  return `${declaration}<Envelope xmlns="${envelopeNamespace}">${head}${document}</Envelope>\n`;
}

/** Follows a document from its root: perhaps an envelope with a header, then the document, each read by its description. */
class MessageListener implements XmlListener {
  readonly #currencies: CurrencyDecimals;
  #envelope: string | undefined;
  #isEnvelopeClosed = false;
  #kind: Kind | undefined;
  #header: ElementReader | undefined;
  #document: ElementReader | undefined;
  #reader: ElementReader | undefined;

  constructor(currencies: CurrencyDecimals) {
    this.#currencies = currencies;
  }

  open(name: string, namespace: string, attributes: readonly XmlAttribute[]): void {
    if (this.#reader === undefined) this.#openOutside(name, namespace, attributes);
    else this.#reader.open(name, namespace, attributes);
  }

  #openOutside(name: string, namespace: string, attributes: readonly XmlAttribute[]): void {
    const isRoot = this.#envelope === undefined;
    const path = isRoot ? `/${name}` : `/${this.#envelope}/${name}`;
    const [attribute] = attributes;
    if (attribute !== undefined) {
      throw refusals.unexpectedAttribute({ path, attribute: attribute.name.slice(0, 64) });
    }
    if (name === "Document") this.#openDocument(path, namespace);
    else if (name === "AppHdr" && !isRoot) this.#openHeader(path, namespace);
    else if (isRoot && envelopeNames.has(name)) this.#envelope = name;
    else throw refusals.unknownElement({ path });
  }

  #openDocument(path: string, namespace: string): void {
    if (this.#document !== undefined) throw refusals.tooMany({ path, most: 1 });
    const kind = kindsByNamespace.get(namespace);
    if (kind === undefined) throw refusals.unknownMessage({ path, namespace });
    this.#kind = kind;
    this.#document = new ElementReader("Document", kind.document, namespace, this.#currencies);
    this.#reader = this.#document;
  }

  #openHeader(path: string, namespace: string): void {
    if (this.#header !== undefined) throw refusals.tooMany({ path, most: 1 });
    if (this.#document !== undefined) throw refusals.wrongOrder({ path });
    if (namespace !== headerNamespace) {
      throw refusals.wrongNamespace({ path, namespace, expected: headerNamespace });
    }
    this.#header = new ElementReader("AppHdr", header, namespace, this.#currencies);
    this.#reader = this.#header;
  }

  text(text: string): void {
    if (this.#reader !== undefined) this.#reader.text(text);
    else if (this.#envelope !== undefined && !this.#isEnvelopeClosed && text.trim() !== "") {
      throw refusals.unexpectedText({ path: `/${this.#envelope}` });
    }
  }

  close(): void {
    if (this.#reader === undefined) this.#isEnvelopeClosed = true;
    else {
      this.#reader.close();
      if (this.#reader.isDone) this.#reader = undefined;
    }
  }

  message(): Message {
    if (this.#document === undefined) throw refusals.missing({ path: `/${this.#envelope ?? ""}/Document` });
    const { name, root } = present(this.#kind, "a document was read by no description");
    const content = (this.#document.result as Readonly<Record<string, unknown>>)[root];
    const head = this.#header === undefined ? {} : { header: this.#header.result };
    return { name, ...head, content } as unknown as Message;
  }
}
