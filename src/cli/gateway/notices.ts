// What the ledger tells of payments abroad, as messages for the bank's own system: each once, under the name of its event.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "#src/cli/jsonText.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import { type Message, writeMessage } from "#src/iso20022/message.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { type About, type NoticeSetting, noticesOf } from "./noticeMessages.ts";

export interface NoticeParts extends Omit<NoticeSetting, "bicOf"> {
  readonly bicOf: (account: string) => Promise<string | undefined>;
  readonly journal: string;
  readonly out: string;
  readonly currencies: CurrencyDecimals;
  /** How a recall stands after a block, in the codes of camt.029. */
  readonly recallCodeAt: (uetr: string, height: number) => Promise<string | undefined>;
  readonly timeOf: (height: number) => Promise<number>;
  readonly progress: (line: string) => void;
}

export interface TakenEvent {
  readonly type: string;
  readonly content: unknown;
  readonly height: number;
  readonly index: number;
}

const aboutSchema = z.looseObject({
  uetr: z.string(),
  payer: z.string(),
  payee: z.string(),
  endToEndId: z.string().optional(),
});
const cursorSchema = z.strictObject({ place: z.string() });

/** Writes messages in the order of events, and remembers the last one: what the bank has fetched does not come again. */
export class Notices {
  readonly #parts: NoticeParts;
  readonly #path: string;
  #place: string | undefined;

  constructor(parts: NoticeParts) {
    this.#parts = parts;
    this.#path = join(parts.journal, "notices.json");
    if (existsSync(this.#path))
      this.#place = cursorSchema.parse(parseJson(readFileSync(this.#path, "utf8"), this.#path)).place;
  }

  /** Answers whether the event told the bank something. */
  async take(event: TakenEvent): Promise<boolean> {
    const { type, content, height, index } = event;
    const place = `${height}.${index}`;
    if (!type.startsWith("payments/") || !this.#isNew(height, index)) return false;
    const known = aboutSchema.safeParse(content);
    if (!known.success) return false;
    const about: About = {
      ...known.data,
      type,
      place,
      createdAt: new Date(await this.#parts.timeOf(height)).toISOString(),
    };
    const { recallCodeAt, account } = this.#parts;
    const isReturnToUs = type === "payments/paymentReturned" && about.payer === account;
    const recallCode = isReturnToUs ? await recallCodeAt(about.uetr, height) : undefined;
    const bics = new Map<string, string | undefined>();
    for (const bank of [about.payer, about.payee]) bics.set(bank, await this.#parts.bicOf(bank));
    const setting = { ...this.#parts, bicOf: (bank: string) => bics.get(bank) };
    const messages = noticesOf(about, content, setting, recallCode);
    if (messages.length === 0) return false;
    for (const message of messages) this.#write(place, message);
    saveFile(this.#path, `${JSON.stringify({ place })}\n`);
    this.#place = place;
    return true;
  }

  #write(place: string, message: Message): void {
    const { out, currencies, progress } = this.#parts;
    const kind = message.name.slice(0, "pacs.008".length);
    const name = `${kind}.${place.padStart(22, "0")}.xml`;
    saveFile(join(out, name), new TextDecoder().decode(writeMessage(message, { currencies })));
    progress(`${name}: ${message.name} for the bank`);
  }

  #isNew(height: number, index: number): boolean {
    if (this.#place === undefined) return true;
    const [lastHeight = 0, lastIndex = 0] = this.#place.split(".").map(Number);
    return height > lastHeight || (height === lastHeight && index > lastIndex);
  }
}
