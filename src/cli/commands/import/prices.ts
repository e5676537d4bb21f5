// `kedge import prices`: prices from a CSV, quoted by the feeders' keys; run again, it goes on.
import { type Answer, defineCommand } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { urlOption } from "#src/cli/http.ts";
import { Delivery } from "#src/cli/importing/deliver.ts";
import { feedsMax, parseMappings } from "#src/cli/importing/prices/columns.ts";
import { type Feeder, importPrices, type PriceSums } from "#src/cli/importing/prices/importPrices.ts";
import { dateForms } from "#src/cli/importing/prices/periods.ts";
import { itemsAtOnce } from "#src/cli/importing/quota.ts";
import { type Report, reasonLines, withReport } from "#src/cli/importing/report.ts";
import { type LedgerLink, linkTo } from "#src/cli/ledger/link.ts";
import { signerOptions, signersOf } from "#src/cli/ledger/signers.ts";
import { progressBar } from "#src/cli/progressBar.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { requireWithin } from "#src/cli/within.ts";

const chunkMax = 200;
const feedersMax = 16;
/** Units of work that the ledger counts for a message, and for each quote in it. */
const workOf = { message: 30, quote: 80 } as const;
const replayMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?Z)?$/;

const options = {
  ...urlOption,
  ...signerOptions,
  as: { type: "string", array: true, describe: "On a devnet: quote as price-feeder; once for each feeder" },
  column: { type: "string", array: true, describe: "COLUMN=FEED, once for each: SILVER=AG", demandOption: true },
  since: { type: "string", describe: "The first year, month or day that is quoted" },
  until: { type: "string", describe: "The last one" },
  unit: { type: "string", describe: "Of a file of Date,Price, which names none: USD/MMBtu" },
  period: { choices: ["month", "day"] as const, describe: "Of a file of Date,Price: what each price is of" },
  dates: { choices: dateForms, describe: "How days are written, where it could be read in two ways" },
  "confidence-bp": {
    type: "number",
    default: 10,
    describe: "How far off a price may be, in hundredths of a percent, where the file does not tell",
  },
  "least-listings": { type: "number", default: 5, describe: "Of listings: fewer sound ones make no price" },
  "least-reliability": { type: "string", default: "0.90", describe: "Of listings: the least share that is sound" },
  replay: {
    type: "string",
    describe: "On a devnet: quote history as of `now`, or as of 2027-01-01, and set the clock forward from there",
  },
  report: { type: "string", describe: "The file that tells what was refused [default: FILE.refused.jsonl]" },
  "dry-run": { type: "boolean", default: false, describe: "Read all and ask the ledger, but send nothing" },
  chunk: { type: "number", default: chunkMax, describe: "Messages in a batch; an account's quota may allow fewer" },
  "valid-for": { type: "string", default: "5m", describe: "How long the ledger may take a batch" },
} as const;

export const importPricesCommand = defineCommand({
  command: "prices <file>",
  describe:
    "Import prices (World Bank, Ember, EIA, machines, GPU listings) as feeders' quotes; what is dirty is refused",
  example: "import prices pinksheet.csv --column SILVER=AG --as price-feeder --replay now --since 2008-06",
  positionals: { file: { type: "string", demandOption: true, describe: "The CSV" } },
  options,
  async run(args, context) {
    requireWithin("--confidence-bp", args["confidence-bp"], 1, 10_000);
    requireWithin("--least-listings", args["least-listings"], 1, 1_000);
    requireWithin("--chunk", args.chunk, 1, chunkMax);
    const mappings = parseMappings(args.column);
    const link = await linkTo(args.url);
    const replayAt = replayAtOf(args.replay, link);
    const feeders = await feedersOf(args, link, context.terminal);
    const work = workOf.message + workOf.quote * Math.min(feedsMax, mappings.length);
    const most = await Promise.all(feeders.map(({ account }) => itemsAtOnce(link.url, account, work)));
    return withReport(args.file, args.report, async (report) => {
      let bar: ReturnType<typeof progressBar>;
      const sums = await importPrices({
        ...{ file: args.file, link, mappings, feeders, replayAt },
        ...{ since: args.since, until: args.until, unit: args.unit, period: args.period, dates: args.dates },
        ...{ leastListings: args["least-listings"], leastReliability: args["least-reliability"] },
        confidenceBp: args["confidence-bp"],
        chunk: Math.min(args.chunk, ...most),
        refuse: report.add.bind(report),
        begin(quotes, replayAtMs) {
          if (replayAtMs !== undefined) context.progress(`the first period is as of ${momentText(replayAtMs)}`);
          bar = progressBar(context, quotes, "quotes");
        },
        progress: (quotes) => bar?.increment(quotes),
      }).finally(() => bar?.stop());
      return answerOf(sums, report, args);
    });
  },
});

/** A replay makes history look like now: only a devnet, whose prices nobody relies on, may show it. */
function replayAtOf(text: string | undefined, { isDevnet, network }: LedgerLink): number | "now" | undefined {
  if (text === undefined) return undefined;
  if (!isDevnet) throw usageFailure(`${network} is no devnet: prices are quoted there as of when they were observed`);
  if (text === "now") return "now";
  const ms = replayMoment.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw usageFailure(`--replay ${text} is no moment: write now, 2027-01-01 or 2027-01-01T00:00:00Z`);
  return ms;
}

interface FeederArguments {
  readonly from: readonly string[] | undefined;
  readonly as: readonly string[] | undefined;
  readonly actor: string | undefined;
  readonly keys: string | undefined;
  readonly "dry-run": boolean;
  readonly "valid-for": string;
}

async function feedersOf(args: FeederArguments, link: LedgerLink, terminal: Terminal): Promise<readonly Feeder[]> {
  const { as: names = [], actor, from, keys } = args;
  if (names.length > feedersMax) throw usageFailure(`at most ${feedersMax} feeders quote`);
  if (names.length > 1 && actor !== undefined)
    throw usageFailure("several feeders quote, each in its own name: no --actor");
  const validForMs = parseDurationMs(args["valid-for"]);
  const feeders: Feeder[] = [];
  for (const as of names.length === 0 ? [undefined] : new Set(names)) {
    const signers = await signersOf({ as, from, actor, keys }, link, terminal);
    const delivery = args["dry-run"] ? undefined : new Delivery({ link, signers, validForMs });
    feeders.push({ account: signers.actor, delivery });
  }
  return feeders;
}

function answerOf(
  sums: PriceSums,
  report: Report,
  { file, "dry-run": isDry }: { readonly file: string; readonly "dry-run": boolean },
): Answer {
  const { refused, told } = report;
  const would = isDry ? "would be " : "";
  const { replayAtMs, status, ...counts } = sums;
  const stood = sums.stoodBy === 0 ? "" : `; ${sums.stoodBy} again, to confirm jumps`;
  const lines = [
    `${file}: ${sums.prices} prices of ${sums.feeds} feeds, by ${sums.feeders} feeders`,
    ...(replayAtMs === undefined ? [] : [`  replayed    as of ${momentText(replayAtMs)} on`]),
    `  ${would}quoted  ${sums.quoted}${stood}`,
    `  known       ${sums.known}, which the ledger has already, or something later`,
    ...Object.entries(status).map(([feed, price]) => `  ${feed} is ${price.status}, after round ${price.roundId ?? 0}`),
    ...reasonLines("  told, by reason", told),
    ...reasonLines(`  refused, by reason; each is in ${report.path}`, refused),
  ];
  const replayAt = replayAtMs === undefined ? undefined : momentText(replayAtMs);
  const feeds = Object.fromEntries(
    Object.entries(status).map(([feed, price]) => [feed, { status: price.status, roundId: price.roundId ?? 0 }]),
  );
  const json = { ...counts, replayAt, dryRun: isDry, status: feeds, told, refused, report: report.path };
  return { text: lines.join("\n"), json, exit: Object.keys(refused).length === 0 ? "done" : "refused" };
}

/** As `--replay` takes it. */
function momentText(ms: number): string {
  return new Date(ms).toISOString();
}
