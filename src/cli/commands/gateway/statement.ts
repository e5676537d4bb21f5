// `kedge gateway statement`: a statement of the account for a period, which follows the last one without a gap.
import { type Answer, defineCommand } from "#src/cli/command.ts";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import type { Proved } from "#src/cli/gateway/catchUp.ts";
import type { Gateway } from "#src/cli/gateway/gateway.ts";
import type { StatementAsked } from "#src/cli/gateway/statements.ts";
import { formatAmount } from "#src/core/amount.ts";
import { gatewayOptions, openFrom } from "./options.ts";

export const statement = defineCommand({
  command: "statement",
  describe: "State one currency of the account: a camt.053 that follows the last one, proved by the ledger's balance",
  example: "gateway statement --bank bank.json --folder /var/kedge-gateway --currency USD --to 2026-12-01",
  options: {
    ...gatewayOptions,
    currency: { type: "string", demandOption: true, describe: "Which currency" },
    from: { type: "string", describe: "A day or a moment in UTC [default: where the last statement ended]" },
    to: { type: "string", describe: "The first day or moment that is not in it [default: the newest block is]" },
  },
  async run(args, context): Promise<Answer> {
    const { currency } = args;
    const asked = { currency, ...momentOf("from", args.from), ...momentOf("to", args.to) };
    const opened = await openFrom(args, context);
    try {
      const { catchUp } = await import("#src/cli/gateway/catchUp.ts");
      const proved = (await catchUp(opened, [currency])).get(currency);
      if (proved === undefined) throw new Failure("unreachable", "cli/noBalance", `there is no balance of ${currency}`);
      return await state(opened, asked, proved);
    } finally {
      opened.close();
    }
  },
});

function momentOf(flag: "from" | "to", text: string | undefined): { fromMs?: number; toMs?: number } {
  if (text === undefined) return {};
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageFailure(`--${flag} is a day or a moment in UTC: 2026-12-01 or 2026-12-01T08:00:00Z`);
  return flag === "from" ? { fromMs: ms } : { toMs: ms };
}

/** Every currency in which the account held or moved something. */
export async function stateAll(opened: Gateway, proved: ReadonlyMap<string, Proved>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [currency, balance] of proved) {
    const { entries, units } = opened.book.runningOf(currency);
    // Codes of more letters than three have no form in the standard.
    if ((entries === 0 && units === 0n) || !/^[A-Z]{3}$/.test(currency)) continue;
    answers.push(await state(opened, { currency }, balance));
  }
  return answers;
}

async function state(opened: Gateway, asked: StatementAsked, proved: Proved): Promise<Answer> {
  const { finishLast, issueStatement } = await import("#src/cli/gateway/statements.ts");
  const { folders, book, bank, currencies } = opened;
  const parts = { journal: folders.journal, out: folders.out, book, shownAs: bank.shownAs, currencies, proved };
  await finishLast(parts, asked.currency);
  const { issued, file } = await issueStatement(parts, asked);
  const { number, currency, openingUnits, closingUnits } = issued;
  const amount = (units: bigint) => formatAmount(units, currencies.get(currency) ?? 0);
  const text = `statement ${number} of ${currency}: opening ${amount(openingUnits)}, closing ${amount(closingUnits)}, in ${file}`;
  const json = { number, currency, opening: amount(openingUnits), closing: amount(closingUnits), file };
  return { text, json };
}
