// `kedge import prices` against a running node: each price once, history by the devnet's clock, and nothing guessed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

vi.setConfig({ testTimeout: 120_000 });

const dayMs = 86_400_000;
const folder = temporaryFolder();
let node: NodeProcess;
beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
  for (const [feed, unit, measure, measuresPerUnit] of [
    ["TIN", "t", "kg", "1000"],
    ["PWDE", "MWh", "Wh", "1000000"],
  ]) {
    const rules = {
      ...{ maxAgeMs: 1_000 * dayMs, market: "continuous", confidenceMultiplierBp: 10_000, ageWideningPpm: 0 },
      ...{ gateBp: 1_000, holdMs: 0, minPublishers: 1, sampleMs: 1_000 },
    };
    const content = { feed, unit, measure, measuresPerUnit, frequency: "slow", label: "monthly averages", rules };
    const { status } = await node.post("/v1/oracle/registerFeed?signAs=governor", {
      ...content,
      feeders: [await account()],
    });
    expect(status).toBe(200);
  }
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

const feeders = ["price-feeder", "price-feeder-2", "price-feeder-3"];
async function account(alias = "price-feeder"): Promise<string> {
  const { json } = await node.get("/v1/genesis");
  return json.aliases.find((entry: { alias: string }) => entry.alias === alias).account;
}
const argsOf = (file: string, as: readonly string[], ...more: readonly string[]) => [
  ...["import", "prices", file, "--url", node.url, "--json", ...as.flatMap((name) => ["--as", name])],
  ...more,
];
async function importFile(file: string, as: readonly string[], ...more: readonly string[]) {
  const { code, output, errors } = await kedge(argsOf(file, as, ...more));
  return { code, errors, json: output === "" ? {} : JSON.parse(output) };
}
const reasonsOf = (file: string) =>
  readFileSync(`${file}.refused.jsonl`, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .map(({ line, column, value, reason }) => [line, column, value, reason]);
const quotesOf = async (feed: string) => (await node.get(`/v1/oracle/quotes?feed=${feed}`)).json.quotes;
const roundsOf = async (feed: string) =>
  (await node.get(`/v1/oracle/rounds?feed=${feed}&limit=1000`)).json.items.reverse();

function write(name: string, header: string, units: string, rows: readonly string[]): string {
  const file = join(folder.path, name);
  writeFileSync(file, `${[header, units, ...rows].join("\n")}\n`);
  return file;
}

/** The month so many before the one in which the ledger is. */
async function monthAgo(months: number): Promise<Date> {
  const { json } = await node.get("/v1/blocks/latest");
  const now = new Date(json.timeMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));
}
const nameOf = (month: Date) => month.toISOString().slice(0, 7);

describe("prices as of when they were observed", () => {
  it("are quoted once, with what is dirty, stale or of the future refused by name", async () => {
    const [older, old, last, current] = [await monthAgo(3), await monthAgo(2), await monthAgo(1), await monthAgo(0)];
    const rows = [
      `1980-01,16000,1`,
      `${nameOf(older)},19000.5,1`,
      `${nameOf(old)},>50,1`,
      `${nameOf(last)},20000,1`,
      `${nameOf(current)},1,1`,
    ];
    const file = write("tin.csv", "month,TIN,SILVER", "unit,$/mt,$/troy oz", rows);
    const dry = await importFile(file, ["price-feeder"], "--column", "tin=TIN", "--dry-run");
    expect([dry.code, dry.json.quoted, dry.json.dryRun]).toEqual([3, 2, true]);
    expect(await quotesOf("TIN")).toEqual([]);
    const { code, json } = await importFile(file, ["price-feeder"], "--column", "tin=TIN");
    expect(code).toBe(3);
    expect(json).toMatchObject({
      feeds: 1,
      prices: 4,
      quoted: 2,
      known: 0,
      dropped: 2,
      status: { TIN: { status: "sound", roundId: 2 } },
    });
    expect(reasonsOf(file)).toEqual([
      [5, "TIN", ">50", "notANumber"],
      [3, "TIN", "16000", "stale"],
      [7, "TIN", "1", "inFuture"],
    ]);
    const [quote] = await quotesOf("TIN");
    expect(quote).toMatchObject({ priceNano: "20000000000000", confidenceNano: "20000000000" });
    expect(quote.observedMs).toBe(Date.UTC(current.getUTCFullYear(), current.getUTCMonth()));
    const rounds = await roundsOf("TIN");
    expect(rounds.map((round: { priceNano: string }) => round.priceNano)).toEqual(["19000500000000", "20000000000000"]);

    const again = await importFile(file, ["price-feeder"], "--column", "tin=TIN");
    expect(again.json).toMatchObject({ quoted: 0, known: 3 });
    expect(await roundsOf("TIN")).toEqual(rounds);
  });
});

describe("history on a devnet", () => {
  const months = Array.from({ length: 14 }, (_, at) => new Date(Date.UTC(2008, 5 + at)).toISOString().slice(0, 7));
  const silver = months.map((_, at) => 17 - (at % 5) * 3);

  it("is replayed month by month, jumps confirmed, and goes on where a killed run ended", async () => {
    const rows = months.map((month, at) => `${month},${at === 6 ? "" : silver[at]},${8_000 + at}`);
    const file = write("history.csv", "month,SILVER,COPPER", "unit,$/troy oz,$/mt", rows);
    const columns = ["--column", "SILVER=AG", "--column", "COPPER=CU", "--replay", "2030-01-01"];
    const started = startKedge(argsOf(file, feeders, ...columns));
    await expect.poll(async () => (await roundsOf("AG")).length, { interval: 10, timeout: 60_000 }).toBeGreaterThan(4);
    await started.kill();
    const { code, json } = await importFile(file, feeders, ...columns);
    expect(code).toBe(3);
    expect(json).toMatchObject({ replayAt: "2030-01-01T00:00:00.000Z", refused: { blank: 1 }, prices: 27 });
    expect(json.quoted + json.known).toBe(27 * feeders.length);
    expect(json.known).toBeGreaterThan(0);
    const startMs = Date.UTC(2030, 0);
    const firstMs = Date.UTC(2008, 6);
    const wanted = months.map(
      (month) => startMs + Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5))) - firstMs,
    );
    const rounds = await roundsOf("CU");
    const observed = new Set(rounds.map((round: { observedMs: number }) => round.observedMs));
    for (const moment of wanted) expect([moment, observed.has(moment)]).toEqual([moment, true]);
    const silverRounds = await roundsOf("AG");
    const confirmed = silverRounds.filter((round: { outcome: string }) => round.outcome === "confirmed");
    expect(confirmed.length).toBeGreaterThan(5);
    const newest = await quotesOf("AG");
    expect(newest.map((quote: { priceNano: string }) => quote.priceNano)).toEqual(Array(3).fill("257205973"));
    expect(json.status.AG.status).toBe("sound");

    const again = await importFile(file, feeders, ...columns);
    expect(again.json).toMatchObject({ quoted: 0, stoodBy: 0, known: 27 * feeders.length });
    expect(await roundsOf("AG")).toHaveLength(silverRounds.length);
  });

  it("is shown as now only by feeds whose label says so", async () => {
    const file = write("unlabelled.csv", "month,TIN", "unit,$/mt", ["2008-06,1"]);
    const { code, errors } = await importFile(file, ["price-feeder"], "--column", "TIN=TIN", "--replay", "now");
    expect([code, errors.includes('only feeds labelled \\"replayed history\\" are replayed')]).toEqual([2, true]);
  });
});

describe("a command line that cannot be meant", () => {
  const file = join(folder.path, "usage.csv");
  beforeAll(() => {
    writeFileSync(file, "month,SILVER,TIN,GAS,INDEX\nunit,$/troy oz,$/mt,$/mmbtu,2010=100\n2008-06,17,1,1,1\n");
  });

  it.each([
    [["--column", "SILVER"], "write COLUMN=FEED"],
    [["--column", "GOLD=AG"], "no GOLD; it has SILVER, TIN, GAS, INDEX"],
    [["--column", "SILVER=GOLD"], "no feed GOLD"],
    [["--column", "GAS=PWDE"], "GAS is per MMBtu, and PWDE per MWh"],
    [["--column", "INDEX=TIN"], "no price in a unit that is known"],
    [["--column", "TIN=TIN", "--replay", "soon"], "--replay soon is no moment"],
    [["--column", "TIN=TIN", "--since", "june"], "--since is a year, month or day"],
    [["--column", "TIN=TIN", "--confidence-bp", "0"], "--confidence-bp is a whole number from 1"],
    [["--column", "TIN=TIN", "--chunk", "201"], "--chunk is a whole number from 1 to 200"],
    [["--column", "TIN=TIN", "--unit", "USD/t"], "--unit and --period are of files of Date,Price"],
  ])("is refused, and nothing is quoted: %j", async (more, said) => {
    const before = await quotesOf("TIN");
    const { code, errors } = await importFile(file, ["price-feeder"], ...more);
    expect([code, errors.includes(said)]).toEqual([2, true]);
    expect(await quotesOf("TIN")).toEqual(before);
  });

  it("is one of somebody who is no feeder, or of euros on a ledger of dollars", async () => {
    const foreign = await importFile(file, ["price-feeder-2"], "--column", "TIN=TIN");
    expect([foreign.code, foreign.errors.includes("is no feeder of TIN")]).toEqual([2, true]);
    const ember = join(folder.path, "ember.csv");
    writeFileSync(ember, "Country,ISO3 Code,Date,Price (EUR/MWhe)\nGermany,DEU,01/12/2020,43.5\n");
    const euros = await importFile(ember, ["price-feeder"], "--column", "DEU=PWDE", "--dates", "dd/mm/yyyy");
    expect([euros.code, euros.errors.includes("DEU is in EUR, and this ledger quotes in USD")]).toEqual([2, true]);
  });
});

const real = fileURLToPath(new URL("../../../shared/data/worldbank_pinksheet_monthly.csv", import.meta.url));

describe.skipIf(!existsSync(real))(`the crash of 2008 in ${real}`, () => {
  it("is on the ledger to the billionth", async () => {
    const file = join(folder.path, "real.csv");
    writeFileSync(file, readFileSync(real));
    const columns = ["--column", "Silver=AG", "--column", "Copper=CU", "--since", "2008-06", "--until", "2009-03"];
    const { code, json } = await importFile(file, feeders, ...columns, "--replay", "now");
    expect(code).toBe(0);
    expect(json).toMatchObject({ prices: 20, quoted: 60, refused: {}, status: { CU: { status: "sound" } } });
    const { json: price } = await node.get("/v1/oracle/price?feed=CU");
    expect(price.priceNano.mid).toBe("3749750000");
    expect((await quotesOf("AG"))[0].priceNano).toBe("421714913");
  });
});
