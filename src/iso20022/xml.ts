// XML as far as messages need it: bytes become elements and text; what could cost memory or hide meaning is refused by name.
import { type SaxesAttributeNS, SaxesParser } from "saxes";
import { refusals } from "./refusals.ts";

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
}

/** Hears the elements of a document in their order, and may throw to end the reading. */
export interface XmlListener {
  open(name: string, namespace: string, attributes: readonly XmlAttribute[]): void;
  text(text: string): void;
  close(): void;
}

export interface XmlBounds {
  readonly bytesMax: number;
  readonly depthMax: number;
}

/** A namespace declaration has been heard already; where a schema may be found says nothing about the message. */
const namespaceDeclarations = "http://www.w3.org/2000/xmlns/";
const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/** As much of a name and of a namespace as a refusal repeats. */
const nameMax = 64;
const namespaceMax = 128;
/** As much of the parser's own words as is told back. */
const reasonMax = 200;

/** Pieces that the parser is given: a refusal at the beginning of a large document ends its reading there. */
const pieceCharacters = 65_536;

export function scanXml(bytes: Uint8Array, { bytesMax, depthMax }: XmlBounds, listener: XmlListener): void {
  if (bytes.length > bytesMax) throw refusals.tooLarge({ bytes: bytes.length, bytesMax });
  const text = decodeUtf8(bytes);
  // Only a declaration, a comment or a CDATA section can hold this: a message needs it in none of them.
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) throw refusals.documentTypeDeclared({});
  const parser = new SaxesParser({ xmlns: true, position: false });
  const names: string[] = [];
  let isClosed = false;
  parser.on("xmldecl", requireKnownDeclaration);
  parser.on("processinginstruction", ({ target }) => {
    throw refusals.processingInstruction({ target: target.slice(0, reasonMax) });
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    // No name of the standard is nearly as long: cut off, it is as unknown as before.
    const name = local.slice(0, nameMax);
    if (isClosed) throw refusals.trailingContent({ reason: `a second element ${name}` });
    names.push(name);
    if (names.length > depthMax) throw refusals.tooDeep({ path: `/${names.join("/")}`, depthMax });
    listener.open(name, uri.slice(0, namespaceMax), attributesOf(attributes));
  });
  parser.on("text", (piece) => listener.text(piece));
  parser.on("cdata", (piece) => listener.text(piece));
  parser.on("closetag", () => {
    names.pop();
    isClosed = names.length === 0;
    listener.close();
  });
  try {
    for (let at = 0; at < text.length; at += pieceCharacters) parser.write(text.slice(at, at + pieceCharacters));
    parser.close();
  } catch (reason) {
    // Faults and refusals have classes of their own; the parser's errors have none.
    if (!(reason instanceof Error) || reason.constructor !== Error) throw reason;
    const said = reason.message.slice(0, reasonMax);
    throw isClosed ? refusals.trailingContent({ reason: said }) : refusals.notWellFormed({ reason: said });
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusals.notUtf8({ reason: "the bytes are not UTF-8" });
  }
}

function requireKnownDeclaration({ version, encoding }: { version?: string; encoding?: string }): void {
  if (encoding !== undefined && encoding.toUpperCase() !== "UTF-8") {
    throw refusals.notUtf8({ reason: `it declares the encoding ${encoding.slice(0, reasonMax)}` });
  }
  if (version !== undefined && version !== "1.0")
    throw refusals.notWellFormed({ reason: "XML is read in version 1.0" });
}

const none: readonly XmlAttribute[] = [];

function attributesOf(attributes: Readonly<Record<string, SaxesAttributeNS>>): readonly XmlAttribute[] {
  let found: XmlAttribute[] | undefined;
  for (const key in attributes) {
    const attribute = attributes[key];
    if (attribute === undefined || attribute.uri === namespaceDeclarations || isSchemaPlace(attribute)) continue;
    found ??= [];
    found.push({ name: attribute.uri === "" ? attribute.local : attribute.name, value: attribute.value });
  }
  return found ?? none;
}

function isSchemaPlace({ uri, local }: SaxesAttributeNS): boolean {
  return uri === schemaInstance && (local === "schemaLocation" || local === "noNamespaceSchemaLocation");
}

/** Text as it may stand between tags; a carriage return would be read as a line feed if it were not escaped. */
export function escapeXml(text: string): string {
  return /[&<>\r]/.test(text)
    ? text.replace(/[&<>\r]/g, (character) => escapes[character as keyof typeof escapes])
    : text;
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;" } as const;
