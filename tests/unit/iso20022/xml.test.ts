// The reader of XML refuses by name what could cost memory or hide meaning, and expands nothing.
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import type { Refusal } from "#src/core/refusal.ts";
import { escapeXml, scanXml, type XmlBounds, type XmlListener } from "#src/iso20022/xml.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const bounds: XmlBounds = { bytesMax: 10_000, depthMax: 5 };

/** Everything that is heard, one line each. */
function heard(document: string | Uint8Array, given: XmlBounds = bounds): string[] {
  const lines: string[] = [];
  const listener: XmlListener = {
    open: (name, namespace, attributes) =>
      void lines.push([`<${name}`, namespace, ...attributes.map((one) => `${one.name}=${one.value}`)].join(" ").trim()),
    text: (text) => void lines.push(text),
    close: () => void lines.push(">"),
  };
  scanXml(typeof document === "string" ? bytesOf(document) : document, given, listener);
  return lines;
}

function refused(document: string | Uint8Array, given?: XmlBounds): { code: string; details: object } {
  try {
    heard(document, given);
  } catch (reason) {
    const { definition, details } = reason as Refusal;
    return { code: definition.code, details };
  }
  return { code: "none", details: {} };
}

describe("a document", () => {
  it("is heard as elements with namespaces, attributes and text", () => {
    const document =
      '<?xml version="1.0" encoding="utf-8"?><!-- c --><a:x xmlns:a="u" b="1"><y/>t&amp;<![CDATA[<]]></a:x>\n';
    const text = heard(document).join("|");
    expect(text).toBe("<x u b=1|<y|>|t&|<|>|\n");
  });

  it("may begin with a byte order mark, and may say where its schema is", () => {
    const document = '\ufeff<x xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b"/>';
    expect(heard(document)).toEqual(["<x", ">"]);
  });

  it("may not say anything else about its schema", () => {
    const document = '<x xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>';
    expect(heard(document)).toEqual(["<x  i:nil=true", ">"]);
  });

  it("has its line ends read as line feeds, and keeps a carriage return that was escaped", () => {
    expect(heard(`<x>a\r\nb${escapeXml("\r")}</x>`)).toEqual(["<x", "a\nb\r", ">"]);
  });
});

const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY ${"bcdefghij"[at]} "${`&${"abcdefghi"[at]};`.repeat(10)}">`,
).join("")}]><x>&j;</x>`;

describe("a document is refused", () => {
  it.each([
    ["a document type", "<!DOCTYPE x><x/>", "iso20022/documentTypeDeclared"],
    ["an external one", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "iso20022/documentTypeDeclared"],
    ["a billion laughs", bomb, "iso20022/documentTypeDeclared"],
    ["an entity's declaration in a comment", "<x><!-- <!ENTITY a '1'> --></x>", "iso20022/documentTypeDeclared"],
    ["an entity that nobody declared", "<x>&lol;</x>", "iso20022/notWellFormed"],
    ["an entity by the name of an object's own member", "<x>&constructor;</x>", "iso20022/notWellFormed"],
    ["another such name", "<x>&__proto__;</x>", "iso20022/notWellFormed"],
    ["a reference to a character that XML does not know", "<x>&#0;</x>", "iso20022/notWellFormed"],
    ["a processing instruction", "<x><?php evil ?></x>", "iso20022/processingInstruction"],
    ["one before the root", '<?xml-stylesheet href="x"?><x/>', "iso20022/processingInstruction"],
    ["another encoding", '<?xml version="1.0" encoding="ISO-8859-1"?><x/>', "iso20022/notUtf8"],
    ["XML 1.1", '<?xml version="1.1"?><x/>', "iso20022/notWellFormed"],
    ["elements that are not closed", "<x><y></x>", "iso20022/notWellFormed"],
    ["an end that is missing", "<x><y/>", "iso20022/notWellFormed"],
    ["nothing", "", "iso20022/notWellFormed"],
    ["a prefix that nobody declared", "<a:x/>", "iso20022/notWellFormed"],
    ["an attribute given twice", '<x a="1" a="2"/>', "iso20022/notWellFormed"],
    ["a second root", "<x/><x/>", "iso20022/trailingContent"],
    ["text after the root", "<x/>more", "iso20022/trailingContent"],
    ["half a tag after the root", "<x/><", "iso20022/trailingContent"],
    ["depth", "<a><a><a><a><a><a/></a></a></a></a></a>", "iso20022/tooDeep"],
  ])("for %s", (_, document, code) => {
    expect(refused(document).code).toBe(code);
  });

  it("for bytes that are not UTF-8", () => {
    expect(refused(Uint8Array.of(0x3c, 0x78, 0x3e, 0xff, 0x3c)).code).toBe("iso20022/notUtf8");
    // UTF-16, and an overlong form of `<`.
    expect(refused(Uint8Array.of(0xfe, 0xff, 0, 0x3c)).code).toBe("iso20022/notUtf8");
    expect(refused(Uint8Array.of(0xc0, 0xbc)).code).toBe("iso20022/notUtf8");
  });

  it("for its size before it is decoded, at the bound and past it", () => {
    const document = "<x>aa</x>";
    expect(heard(document, { bytesMax: 9, depthMax: 1 })).toEqual(["<x", "aa", ">"]);
    expect(refused(document, { bytesMax: 8, depthMax: 1 })).toEqual({
      code: "iso20022/tooLarge",
      details: { bytes: 9, bytesMax: 8 },
    });
  });

  it("for its depth where the depth is reached, at the bound and past it", () => {
    expect(heard("<a><b/></a>", { bytesMax: 100, depthMax: 2 })).toHaveLength(4);
    expect(refused("<a><b/></a>", { bytesMax: 100, depthMax: 1 }).details).toEqual({ path: "/a/b", depthMax: 1 });
  });

  it("at the first element that its listener does not take, however much follows", () => {
    let opened = 0;
    const listener: XmlListener = {
      open() {
        opened += 1;
        if (opened === 2) throw new Fault("enough");
      },
      text: () => undefined,
      close: () => undefined,
    };
    const document = bytesOf(`<x>${"<y/>".repeat(100_000)}</x>`);
    expect(() => scanXml(document, { bytesMax: 1_000_000, depthMax: 5 }, listener)).toThrow("enough");
    expect(opened).toBe(2);
  });
});
