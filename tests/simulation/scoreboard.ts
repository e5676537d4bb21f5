// How often each message was accepted and refused, and on which grounds.
import type { TransactionResult } from "#src/machine/block.ts";
import type { MessageVerdict, Sent, Verdict } from "./model/ledger.ts";

interface Score {
  accepted: number;
  refused: number;
}

export class Scoreboard {
  readonly #scores = new Map<string, Score>();
  readonly #refusals = new Set<string>();
  transactions = 0;

  constructor(types: Iterable<string>) {
    for (const type of types) this.#scores.set(type, { accepted: 0, refused: 0 });
  }

  score(type: string): Readonly<Score> {
    return this.#scores.get(type) ?? { accepted: 0, refused: 0 };
  }

  /** Messages of a transaction that was undone count as neither, but for the one that was refused. */
  note(sent: Sent, verdict: Verdict, { refusal, itemRefusals }: TransactionResult): void {
    this.transactions += 1;
    if (refusal !== undefined) this.#refusals.add(refusal.code);
    for (const { code } of itemRefusals?.values() ?? []) this.#refusals.add(code);
    for (const [at, message] of verdict.messages.entries()) {
      const score = this.#scores.get(sent.messages[at]?.type ?? "");
      if (score === undefined) continue;
      if (isRefused(message)) score.refused += 1;
      else if (verdict.grounds === undefined) score.accepted += 1;
    }
  }

  /** Messages that were never accepted, or never refused. */
  gaps(): string[] {
    return [...this.#scores].flatMap(([type, { accepted, refused }]) => [
      ...(accepted === 0 ? [`${type} was never accepted`] : []),
      ...(refused === 0 ? [`${type} was never refused`] : []),
    ]);
  }

  hasSeen(code: string): boolean {
    return this.#refusals.has(code);
  }

  /** Refusals that never came up, of all there are. */
  unseen(codes: Iterable<string>): string[] {
    return [...codes].filter((code) => !this.#refusals.has(code));
  }

  table(): string {
    const rows = [...this.#scores].map(
      ([type, { accepted, refused }]) =>
        `${type.padEnd(40)} ${String(accepted).padStart(8)} ${String(refused).padStart(8)}`,
    );
    return [`${"message".padEnd(40)} accepted  refused`, ...rows.sort()].join("\n");
  }
}

const isRefused = (verdict: MessageVerdict): boolean => "grounds" in verdict;
