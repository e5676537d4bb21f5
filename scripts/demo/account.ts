// The demo's account of itself: readable lines with a progress bar, and checks that stop it at the first wrong number.
import { formatAmount } from "#src/core/amount.ts";

const barWidth = 24;

export class Story {
  readonly #isQuiet: boolean;
  readonly #chapters: number;
  readonly #facts: Record<string, unknown> = {};
  #chapter = 0;
  #checks = 0;

  /** Quiet: only the facts, for a program that reads them. */
  constructor(isQuiet: boolean, chapters: number) {
    this.#isQuiet = isQuiet;
    this.#chapters = chapters;
  }

  get facts(): Readonly<Record<string, unknown>> {
    return { ...this.#facts, checks: this.#checks };
  }

  chapter(title: string): void {
    this.#chapter += 1;
    const filled = Math.round((barWidth * this.#chapter) / this.#chapters);
    this.say(`\n[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}] ${this.#chapter}/${this.#chapters}  ${title}`);
  }

  say(line: string): void {
    if (!this.#isQuiet) process.stdout.write(`${line}\n`);
  }

  /** Notes a number for the summary. */
  fact(name: string, value: unknown): void {
    this.#facts[name] = typeof value === "bigint" ? value.toString() : value;
  }

  /** The demo fails here when what the ledger says is not what was computed apart from it. */
  check(what: string, isTrue: boolean): void {
    if (!isTrue) throw new Error(`wrong: ${what}`);
    this.#checks += 1;
    this.say(`    ok  ${what}`);
  }

  checkEqual(what: string, actual: unknown, expected: unknown): void {
    this.check(
      `${what} is ${expected}${actual === expected ? "" : `, but the ledger says ${actual}`}`,
      actual === expected,
    );
  }
}

/** `1234567890n` micro-units as `1,234.567890`. */
export function micro(amount: bigint): string {
  const [whole = "", fraction = ""] = formatAmount(amount, 6).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}

/** Billionths as a decimal with four places. */
export function nano(amount: bigint): string {
  return `${amount / 1_000_000_000n}.${((amount / 100_000n) % 10_000n).toString().padStart(4, "0")}`;
}

/** Basis points as a percentage. */
export function percent(basisPoints: bigint | number): string {
  return `${(Number(basisPoints) / 100).toFixed(1)} %`;
}
