// Where the demo of corridors plays: the devnet's twelve banks and ten zones, and how they are made ready at any hour.
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { until } from "../clock.ts";

export const banks = [
  ...["cny-bank", "cny-bank-2", "kzt-bank", "uzs-bank", "rub-bank", "thb-bank"],
  ...["myr-bank", "sgd-bank", "idr-bank", "aed-bank", "sar-bank", "kdg-bank"],
];
export const zones = ["CNY", "KZT", "UZS", "RUB", "THB", "MYR", "SGD", "IDR", "AED", "SAR"];
/** The euro has no zone here: banks clear it in the queues alone. */
export const currencies = [...zones, "EUR", "KDG"];
export const operator = "corridor-operator";
/** A bank that the devnet does not know: it opens its account while the demo plays. */
export const newBank = "kzt-bank-2";

const decimals: Readonly<Record<string, number>> = { KDG: 6 };
export const decimalsOf = (currency: string): number => decimals[currency] ?? 2;
export const issuerOf = (currency: string): string => `${currency.toLowerCase()}-issuer`;

/** `123456n` as `1,234.56 CNY`. */
export function shown(amount: bigint, currency: string): string {
  const places = decimalsOf(currency);
  const digits = amount.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${digits.slice(-places)} ${currency}`;
}

/** What central banks have issued since the demo began, by the demo's own count. */
export class Issued {
  readonly #sums = new Map<string, bigint>();
  readonly #cast: Cast;

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  of(currency: string): bigint {
    return this.#sums.get(currency) ?? 0n;
  }

  async issue(currency: string, to: string, amount: bigint): Promise<void> {
    await this.#cast.send(
      issuerOf(currency),
      messages.accounts.issueCurrency({ currency, to: this.#cast.account(to), amount }),
    );
    this.#sums.set(currency, this.of(currency) + amount);
  }
}

/** Waits until the next message is decided at the height, or later. */
export function untilHeight(cast: Cast, height: number): Promise<void> {
  return until(`height ${height} is next`, async () => (await cast.ledger.health()).height >= height - 1);
}

/** All at once: a network of many nodes takes a second for a block. */
export async function together<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  await Promise.all(items.map(act));
}

export async function openBorders(cast: Cast, story: Story): Promise<void> {
  story.chapter("Three corridors, ten central banks, a dozen banks");
  const corridors: string[] = [];
  for await (const { corridor, row } of cast.ledger.list("corridors/corridors", {})) {
    corridors.push(corridor);
    story.say(`    ${corridor.padEnd(10)} ${row.zones} zones: ${row.name}`);
  }
  story.checkEqual("what the devnet has ready", corridors.sort().join(), "gulf,silk-road,south-sea");
  const hours = await Promise.all(zones.map((currency) => cast.ledger.query("corridors/calendar", { currency })));
  const open = zones.filter((_, at) => hours[at]?.hours === "open");
  story.say(`    by their usual business hours ${open.length} of 10 zones are open now (${open.join(" ") || "none"})`);
  const always = { opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440, weekendDays: [], holidays: [] };
  await together(zones, (currency) =>
    cast.send(
      issuerOf(currency),
      messages.corridors.setCalendar({ currency, calendar: { offsetMinutes: 0, ...always } }),
    ),
  );
  const announced = (await cast.ledger.query("corridors/zone", { currency: "CNY" })).nextCalendar?.fromHeight ?? 0;
  const early = await cast.refusalOf(
    cast.send("rub-bank", messages.corridors.publishRuleBook({ corridor: "gulf", ruleBook: await rulesOf(cast) })),
  );
  story.check(`only its operator writes a corridor's rule book (${early})`, early === "corridors/notOperator");
  const admitted = await openBank(cast, story);
  const fromHeight = Math.max(announced, admitted);
  story.say(`    central banks announce longer hours, so that this plays at any hour: from height ${fromHeight} on`);
  await untilHeight(cast, fromHeight);
  await Promise.all(
    zones.map((currency) =>
      until(
        `the zone of ${currency} is open`,
        async () => (await cast.ledger.query("corridors/calendar", { currency })).hours === "open",
      ),
    ),
  );
  story.check("after the notice all ten zones are open", true);
}

async function rulesOf(cast: Cast) {
  return (await cast.ledger.query("corridors/ruleBook", { corridor: "gulf", revision: 1 })).ruleBook;
}

/** A thirteenth bank: its account, its central bank's admission, a second zone's, and the corridor's. */
async function openBank(cast: Cast, story: Story): Promise<number> {
  const policy = { threshold: 1, keys: [devnetSigner(newBank).publicKey] };
  const { answer } = await cast.send(
    "participant-bank",
    messages.accounts.openAccount({ policy, salt: new Uint8Array() }),
  );
  const { account } = answer;
  story.checkEqual("the account of the bank that opens one", account, cast.account(newBank));
  const { acceptAdmission, admitParticipant, admitMember } = messages.corridors;
  const bic = "KDGMKZ22";
  await cast.send("kzt-issuer", admitParticipant({ currency: "KZT", account, bic, isResident: true }));
  await cast.send(newBank, acceptAdmission({ currency: "KZT" }));
  const abroad = await cast.send("cny-issuer", admitParticipant({ currency: "CNY", account, bic, isResident: false }));
  await cast.send(operator, admitMember({ corridor: "silk-road", account }));
  story.say(`    ${newBank} opens an account and is admitted at home, abroad and to silk-road, after notice`);
  return abroad.answer.fromHeight;
}
