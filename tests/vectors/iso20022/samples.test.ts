// Samples are read, and written again they are the same documents.
import { readdirSync, readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { messageKinds } from "#src/iso20022/catalogue.ts";
import { readMessage, writeMessage } from "#src/iso20022/message.ts";
import { requireBalanced } from "#src/iso20022/statements/check.ts";

const folder = new URL(".", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".xml"));
const bytesOf = (file: string) => readFileSync(new URL(file, folder));

/** A document as what it says: elements with namespaces, attributes and texts, without layout, comments and prefixes. */
function saidBy(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  let text = "";
  const flush = () => {
    if (text.trim() !== "") lines.push(text);
    text = "";
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ local, uri, attributes }) => {
    flush();
    const told = Object.values(attributes).filter(
      ({ name, prefix }) => name !== "xmlns" && prefix !== "xmlns" && prefix !== "xsi",
    );
    lines.push(`<{${uri}}${local}${told.map(({ name, value }) => ` ${name}=${value}`).join("")}`);
  });
  parser.on("text", (piece) => {
    text += piece;
  });
  parser.on("closetag", () => {
    flush();
    lines.push(">");
  });
  parser.write(Buffer.from(bytes).toString("utf8")).close();
  return lines;
}

describe("the samples", () => {
  it("are of every kind of message", () => {
    const kinds = new Set(files.map((file) => readMessage(bytesOf(file)).name));
    expect([...kinds].sort()).toEqual(messageKinds.map(({ name }) => name).sort());
  });

  it.each(files)("%s says the same after it was read and written", (file) => {
    const message = readMessage(bytesOf(file));
    const written = writeMessage(message);
    expect(saidBy(written)).toEqual(saidBy(bytesOf(file)));
    expect(Buffer.from(writeMessage(readMessage(written))).equals(written)).toBe(true);
    if (message.name === "camt.053.001.08") requireBalanced(message);
  });
});
