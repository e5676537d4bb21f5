// The numbers with which `kedge` ends, and what each one means.

export const exitCodes = {
  done: { number: 0, meaning: "Done." },
  unexpected: { number: 1, meaning: "Something failed that should not: a defect, or a machine that is out of order." },
  usage: { number: 2, meaning: "It cannot be done as it was asked for: a flag, a field, a file or a folder is wrong." },
  refused: { number: 3, meaning: "The ledger refused it." },
  unreachable: { number: 4, meaning: "The node does not answer, or not in time." },
  unverified: { number: 5, meaning: "What was checked does not hold: a proof, an audit, a replay, a comparison." },
} as const;

export type Exit = keyof typeof exitCodes;

/** One line for each, as `--help` and the README show them. */
export function exitCodeLines(): string[] {
  return Object.values(exitCodes).map(({ number, meaning }) => `${number}  ${meaning}`);
}
