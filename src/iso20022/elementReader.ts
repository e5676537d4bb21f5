// Reads elements into values by their description, as they come, and refuses what does not fit at the place where it stands.
import { Fault } from "#src/core/assert.ts";
import type { CurrencyDecimals } from "./currencies.ts";
import { Complaint, type ElementRule, type Group, type Leaf, type Type } from "./description.ts";
import { refusals } from "./refusals.ts";
import type { XmlAttribute } from "./xml.ts";

/** An element that is open. */
interface Frame {
  readonly name: string;
  /** How many of its name came before it, itself included. */
  readonly ordinal: number;
  readonly type: Type;
  /** Elements by name, for a group. */
  readonly values: Record<string, unknown>;
  /** The rule in hand, and how often its element has come; -1 before the first. */
  place: number;
  count: number;
  /** Text and currency, for a leaf. */
  text: string;
  currency: string | undefined;
}

const whiteSpace = /^[\t\n\r ]*$/;

export class ElementReader {
  readonly #namespace: string;
  readonly #currencies: CurrencyDecimals;
  readonly #frames: Frame[] = [];
  #result: unknown;

  constructor(name: string, type: Group, namespace: string, currencies: CurrencyDecimals) {
    this.#namespace = namespace;
    this.#currencies = currencies;
    this.#frames.push(newFrame(name, 1, type));
  }

  /** The value, once the element that it was made for is closed. */
  get result(): unknown {
    return this.#result;
  }

  get isDone(): boolean {
    return this.#frames.length === 0;
  }

  open(name: string, namespace: string, attributes: readonly XmlAttribute[]): void {
    const parent = this.#top();
    if (namespace !== this.#namespace) {
      throw refusals.wrongNamespace({ path: this.#path(name), namespace, expected: this.#namespace });
    }
    if (parent.type.kind === "leaf") throw refusals.unknownElement({ path: this.#path(name) });
    const rule = this.#advance(parent, parent.type, name);
    const frame = newFrame(name, parent.count, rule.type);
    this.#frames.push(frame);
    frame.currency = this.#currencyOf(rule.type, attributes);
  }

  text(text: string): void {
    const frame = this.#top();
    if (frame.type.kind === "leaf") frame.text += text;
    else if (!whiteSpace.test(text)) throw refusals.unexpectedText({ path: this.#path() });
  }

  close(): void {
    const frame = this.#top();
    const value = frame.type.kind === "leaf" ? this.#leafValue(frame, frame.type) : this.#groupValue(frame, frame.type);
    this.#frames.pop();
    const parent = this.#frames.at(-1);
    if (parent === undefined) {
      this.#result = value;
      return;
    }
    const { elements } = parent.type as Group;
    if (elements[parent.place]?.isList !== true) parent.values[frame.name] = value;
    else if (parent.count === 1) parent.values[frame.name] = [value];
    else (parent.values[frame.name] as unknown[]).push(value);
  }

  #top(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new Fault("an element is read after the last one was closed");
    return frame;
  }

  /** Moves on to the rule of an element; what must stand between the last one and it has to be there already. */
  #advance(parent: Frame, type: Group, name: string): ElementRule {
    const place = type.places.get(name);
    const rule = place === undefined ? undefined : type.elements[place];
    if (place === undefined || rule === undefined) throw refusals.unknownElement({ path: this.#path(name) });
    if (place === parent.place) {
      if (parent.count >= rule.most) throw refusals.tooMany({ path: this.#path(name), most: rule.most });
      parent.count += 1;
      return rule;
    }
    if (type.kind === "choice" && parent.place >= 0) throw refusals.moreThanOneChoice({ path: this.#path(name) });
    if (type.kind === "sequence") {
      if (place < parent.place) throw refusals.wrongOrder({ path: this.#path(name) });
      this.#requireNoneBetween(type, parent.place, place);
    }
    parent.place = place;
    parent.count = 1;
    return rule;
  }

  #requireNoneBetween({ elements }: Group, from: number, to: number): void {
    for (let at = from + 1; at < to; at += 1) {
      const skipped = elements[at];
      if (skipped?.isOptional === false) throw refusals.missing({ path: this.#path(skipped.name) });
    }
  }

  #currencyOf(type: Type, attributes: readonly XmlAttribute[]): string | undefined {
    const hasCurrency = type.kind === "leaf" && type.hasCurrency;
    let currency: string | undefined;
    for (const { name, value } of attributes) {
      if (!hasCurrency || name !== "Ccy") {
        throw refusals.unexpectedAttribute({ path: this.#path(), attribute: name.slice(0, 64) });
      }
      currency = value;
    }
    if (hasCurrency && currency === undefined) throw refusals.missing({ path: `${this.#path()}/@Ccy` });
    return currency;
  }

  #leafValue({ text, currency }: Frame, leaf: Leaf): unknown {
    const value = leaf.read(currency === undefined ? { text } : { text, currency }, this.#currencies);
    if (value instanceof Complaint) throw value.at(this.#path());
    return value;
  }

  #groupValue({ values, place }: Frame, type: Group): unknown {
    if (type.kind === "sequence") this.#requireNoneBetween(type, place, type.elements.length);
    else if (place < 0) throw refusals.missing({ path: `${this.#path()}/${namesOf(type)}` });
    return values;
  }

  /** Where reading is, and perhaps an element below. */
  #path(below?: string): string {
    const names = this.#frames.map(({ name, ordinal }) => (ordinal > 1 ? `${name}[${ordinal}]` : name));
    const path = `/${names.join("/")}`;
    if (below === undefined) return path;
    const { type, place, count } = this.#top();
    const isRepeated = type.kind !== "leaf" && count > 0 && type.places.get(below) === place;
    return isRepeated ? `${path}/${below}[${count + 1}]` : `${path}/${below}`;
  }
}

function newFrame(name: string, ordinal: number, type: Type): Frame {
  return { name, ordinal, type, values: {}, place: -1, count: 0, text: "", currency: undefined };
}

/** The names of a choice, as a path shows them: `(IBAN|Othr)`. */
export function namesOf({ elements }: Group): string {
  return `(${elements.map(({ name }) => name).join("|")})`;
}
