// Banks of other zones, and the corridors that lead to them, as the ledger lists them.
import { z } from "zod";
import { Failure } from "#src/cli/failure.ts";
import { getParsed } from "#src/cli/http.ts";
import type { Account } from "#src/core/account.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { type Bank, fullBic } from "./bankFile.ts";
import type { OrderRefused } from "./paymentOrder.ts";

/** What every payment abroad says beside its message. */
export interface AbroadTerms {
  /** For messages that give no purpose. */
  readonly purpose: string;
  readonly attestations: readonly { readonly kind: string; readonly hash: string }[];
  /** How long the other bank may take. */
  readonly preparedForMs: number;
}

export interface Way {
  readonly account: Account;
  readonly corridor: string;
}

export interface Abroad {
  readonly terms: AbroadTerms;
  /** Undefined for a bank that is not known to be of another zone. */
  wayTo(bic: string | undefined, currency: string): Way | OrderRefused | undefined;
  bicOf(account: string): string | undefined;
}

export interface Corridor {
  readonly corridor: string;
  readonly currencies: readonly string[];
  readonly members: ReadonlySet<string>;
}

export interface Resident {
  readonly account: Account;
  readonly bic: string;
  readonly home: string;
}

/** Ways by what the ledger listed at one time. */
export function abroadOf(
  bank: Pick<Bank, "account" | "counterparties">,
  { corridors, residents }: { readonly corridors: readonly Corridor[]; readonly residents: readonly Resident[] },
  { terms, chosen }: { readonly terms: AbroadTerms; readonly chosen: string | undefined },
): Abroad {
  const byAccount = new Map<string, Resident>(residents.map((each) => [each.account, each]));
  const byBic = new Map(residents.map((each) => [each.bic, each.account]));
  const home = byAccount.get(bank.account)?.home;
  return {
    terms,
    bicOf: (account) => byAccount.get(account)?.bic,
    wayTo(bic, currency) {
      if (bic === undefined || home === undefined) return undefined;
      const account = bank.counterparties.get(bic) ?? byBic.get(bic);
      const other = account === undefined ? undefined : byAccount.get(account)?.home;
      if (account === undefined || other === undefined || other === home) return undefined;
      const leading = corridors
        .filter(
          ({ members, currencies }) =>
            members.has(bank.account) && members.has(account) && currencies.includes(currency),
        )
        .map(({ corridor }) => corridor);
      const [only, second] = leading;
      if (only === undefined) return { reason: "RC04", text: `no corridor leads to ${bic} in ${currency}` };
      if (chosen !== undefined && leading.includes(chosen)) return { account, corridor: chosen };
      if (second === undefined) return { account, corridor: only };
      return { reason: "NARR", text: `${leading.join(", ")} lead to ${bic}: name one with --corridor` };
    },
  };
}

const corridorPage = z.looseObject({
  items: z.array(z.looseObject({ corridor: z.string(), currencies: z.array(z.string()) })),
  next: z.string().optional(),
});
const memberPage = z.looseObject({
  items: z.array(z.looseObject({ account: z.string() })),
  next: z.string().optional(),
});
const participantPage = z.looseObject({
  items: z.array(
    z.looseObject({ account: accountSchema, isResident: z.boolean(), participant: z.looseObject({ bic: z.string() }) }),
  ),
  next: z.string().optional(),
});
/** A ledger has fewer; this only ends a node's endless answers. */
const rowsMax = 100_000;

/** All corridors of a bank, and the residents of their zones. */
export async function readAbroad(url: string, bank: Pick<Bank, "account">) {
  const corridors: Corridor[] = [];
  for (const { corridor, currencies } of await allOf(url, "corridors/corridors", {}, corridorPage)) {
    const members = new Set(
      (await allOf(url, "corridors/members", { corridor }, memberPage)).map((row) => row.account),
    );
    if (members.has(bank.account)) corridors.push({ corridor, currencies, members });
  }
  const residents: Resident[] = [];
  for (const home of new Set(corridors.flatMap(({ currencies }) => currencies))) {
    for (const row of await allOf(url, "corridors/participants", { currency: home }, participantPage)) {
      if (row.isResident) residents.push({ account: row.account, bic: fullBic(row.participant.bic), home });
    }
  }
  return { corridors, residents };
}

async function allOf<Item>(
  url: string,
  query: string,
  params: Readonly<Record<string, string>>,
  schema: z.ZodType<{ readonly items: readonly Item[]; readonly next?: string | undefined }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const search = new URLSearchParams({ ...params, ...(after !== "" && { after }) });
    const page: { readonly items: readonly Item[]; readonly next?: string | undefined } = await getParsed(
      url,
      `/v1/${query}?${search}`,
      schema,
    );
    found.push(...page.items);
    if (found.length > rowsMax) throw new Failure("unreachable", "cli/noNode", `the node lists ${query} without end`);
    after = page.next;
  }
  return found;
}
