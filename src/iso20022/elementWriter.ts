// Writes values as elements by their description, in one form only, and refuses what no reader would take.
import type { CurrencyDecimals } from "./currencies.ts";
import { Complaint, type ElementRule, type Group, type Leaf, type Type } from "./description.ts";
import { namesOf } from "./elementReader.ts";
import { refusals } from "./refusals.ts";
import { escapeXml } from "./xml.ts";

/** The element as text, without white space between tags. `attributes` is what its tag says besides the name. */
export function writeElement(
  name: string,
  type: Type,
  value: unknown,
  currencies: CurrencyDecimals,
  attributes = "",
): string {
  const writer = new ElementWriter(currencies);
  writer.element(name, type, value, attributes);
  return writer.written;
}

class ElementWriter {
  written = "";
  readonly #currencies: CurrencyDecimals;
  readonly #path: string[] = [];

  constructor(currencies: CurrencyDecimals) {
    this.#currencies = currencies;
  }

  element(name: string, type: Type, value: unknown, attributes = "", ordinal = 1): void {
    this.#path.push(ordinal > 1 ? `${name}[${ordinal}]` : name);
    if (type.kind === "leaf") this.#leaf(name, type, value);
    else this.#group(name, type, value, attributes);
    this.#path.pop();
  }

  #leaf(name: string, leaf: Leaf, value: unknown): void {
    const written = leaf.write(value, this.#currencies);
    if (written instanceof Complaint) throw written.at(this.#at());
    const currency = written.currency === undefined ? "" : ` Ccy="${written.currency}"`;
    this.written += `<${name}${currency}>${escapeXml(written.text)}</${name}>`;
  }

  #group(name: string, type: Group, value: unknown, attributes: string): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw refusals.malformedValue({ path: this.#at(), expected: "elements", value: String(value).slice(0, 64) });
    }
    const values = value as Readonly<Record<string, unknown>>;
    this.#requireKnown(type, values);
    const start = this.written.length;
    this.written += `<${name}${attributes}>`;
    const afterTag = this.written.length;
    for (const rule of type.elements) this.#rule(type, rule, values[rule.name]);
    if (this.written.length > afterTag) this.written += `</${name}>`;
    else this.written = `${this.written.slice(0, start)}<${name}${attributes}/>`;
  }

  #requireKnown(type: Group, values: Readonly<Record<string, unknown>>): void {
    let given = 0;
    for (const name of Object.keys(values)) {
      if (values[name] === undefined) continue;
      if (!type.places.has(name)) throw refusals.unknownElement({ path: this.#at(name) });
      given += 1;
      if (type.kind === "choice" && given > 1) throw refusals.moreThanOneChoice({ path: this.#at(name) });
    }
    if (type.kind === "choice" && given === 0) throw refusals.missing({ path: this.#at(namesOf(type)) });
  }

  #rule(group: Group, { name, type, isOptional, isList, most }: ElementRule, value: unknown): void {
    if (value === undefined) {
      if (group.kind === "sequence" && !isOptional) throw refusals.missing({ path: this.#at(name) });
      return;
    }
    if (isList) this.#list(name, type, most, value);
    else this.element(name, type, value);
  }

  #list(name: string, type: Type, most: number, value: unknown): void {
    if (!Array.isArray(value)) {
      throw refusals.malformedValue({ path: this.#at(name), expected: "a list", value: String(value).slice(0, 64) });
    }
    // An empty list would be read again as none at all.
    if (value.length === 0) throw refusals.missing({ path: this.#at(name) });
    if (value.length > most) throw refusals.tooMany({ path: this.#at(`${name}[${most + 1}]`), most });
    for (const [at, item] of value.entries()) this.element(name, type, item, "", at + 1);
  }

  #at(below?: string): string {
    const path = `/${this.#path.join("/")}`;
    return below === undefined ? path : `${path}/${below}`;
  }
}
