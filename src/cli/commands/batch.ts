// `kedge batch`: a file of many items of one message under one actor, which can be gone on with after any interruption.
import { rmSync } from "node:fs";
import { type BatchCheck, checkBatch } from "#src/cli/batch/check.ts";
import { type BatchFormat, formatOf, linesOf } from "#src/cli/batch/items.ts";
import { BatchJournal } from "#src/cli/batch/journal.ts";
import { type BatchMessage, batchMessage } from "#src/cli/batch/message.ts";
import { ResultFile } from "#src/cli/batch/results.ts";
import { chunkSender } from "#src/cli/batch/sender.ts";
import { submitBatch } from "#src/cli/batch/submit.ts";
import { type Answer, type Context, defineCommand, defineGroup } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { urlOption } from "#src/cli/http.ts";
import { linkTo, requireSameSchema } from "#src/cli/ledger/link.ts";
import { signerOptions, signersOf } from "#src/cli/ledger/signers.ts";
import { progressBar } from "#src/cli/progressBar.ts";
import { claimFile } from "#src/cli/testnet/processes.ts";
import { limits } from "#src/core/limits.ts";

/** More at once only waits at the node. */
const chunksAtOnceMax = 16;

const submit = defineCommand({
  command: "submit <file>",
  describe: "Send every item of a CSV or JSON lines file once; started again after an interruption, it goes on",
  example: "batch submit salaries.csv --message settlement/pay --from treasury",
  positionals: {
    file: { type: "string", demandOption: true, describe: "CSV with a line of field names, or one JSON object a line" },
  },
  options: {
    ...urlOption,
    ...signerOptions,
    message: { type: "string", demandOption: true, describe: "What every item is, such as settlement/pay" },
    format: { choices: ["csv", "jsonl"] as const, describe: "What the file is [default: what its name ends with]" },
    check: { type: "boolean", default: false, describe: "Only read the file, and name every line that is wrong" },
    out: { type: "string", describe: "The file of results, one JSON line an item [default: FILE.results]" },
    chunk: { type: "number", default: limits.batchItemsMax, describe: "Items under one signature" },
    "chunks-at-once": { type: "number", default: 4, describe: "Signed batches under way at once" },
    "valid-for": { type: "string", default: "5m", describe: "How long the ledger may take a batch" },
  },
  async run(args, context) {
    const { file, chunk, out = `${file}.results` } = args;
    const format = args.format ?? formatOf(file);
    if (format === undefined) throw usageFailure(`say what ${file} is: --format csv or jsonl`);
    requireWithin("--chunk", chunk, limits.batchItemsMax);
    requireWithin("--chunks-at-once", args["chunks-at-once"], chunksAtOnceMax);
    if (args.check) return checkOnly(args, format, context);
    const link = await linkTo(args.url);
    const message = batchMessage(args.message, link.aliases);
    await requireSameSchema(link, message);
    const check = requireGood(file, await checkBatch(file, format, message));
    const signers = await signersOf(args, link, context.terminal);
    const lock = `${out}.lock`;
    if (!claimFile(lock)) throw usageFailure(`another process is sending this batch: ${lock}`);
    try {
      const sender = chunkSender(link, message.type, signers, parseDurationMs(args["valid-for"]));
      const { actor } = signers;
      const { fileHash, items } = check;
      const { network } = link;
      const identity = {
        kind: "kedge batch 1",
        network,
        type: message.type,
        actor,
        fileHash,
        items,
        chunkItems: chunk,
      } as const;
      const journal = new BatchJournal(`${out}.journal`, identity);
      const results = new ResultFile(out, journal.state.resultBytes);
      const bar = progressBar(context, items, "items");
      try {
        await submitBatch({
          ...{ file, format, message, journal, results, sender, chunkItems: chunk },
          chunksAtOnce: args["chunks-at-once"],
          onProgress: (count) => bar?.increment(count),
        });
      } finally {
        bar?.stop();
        results.close();
        journal.close();
      }
      return await summaryOf(out, message);
    } finally {
      rmSync(lock, { force: true });
    }
  },
});

/** A node tells the names of a devnet's accounts; without one, only accounts themselves are known. */
async function checkOnly(
  { file, url, message: type }: { readonly file: string; readonly url: string; readonly message: string },
  format: BatchFormat,
  { progress }: Context,
): Promise<Answer> {
  const aliases = await linkTo(url).then(
    (link) => link.aliases,
    () => {
      progress(`there is no answer from ${url}, so names of accounts are not known`);
      return new Map<string, string>();
    },
  );
  const check = requireGood(file, await checkBatch(file, format, batchMessage(type, aliases)));
  return { text: `${file}: ${check.items} items, all of the form that they must have`, json: check };
}

function requireWithin(flag: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw usageFailure(`${flag} is a whole number from 1 to ${most}`);
}

function requireGood(file: string, check: BatchCheck): BatchCheck {
  const { bad, badLines, items } = check;
  if (badLines === 0 && items > 0) return check;
  if (items === 0 && badLines === 0) throw usageFailure(`${file} has no items`);
  const lines = bad.map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = badLines > bad.length ? [`and ${badLines - bad.length} more`] : [];
  const message = `${badLines} lines of ${file} are wrong, and nothing was sent: ${[...lines, ...more].join("; ")}`;
  throw new Failure("usage", "cli/badLines", message, { bad, badLines });
}

/** What the results say, of this run and those before. */
async function summaryOf(out: string, { type }: BatchMessage): Promise<Answer> {
  const refused = new Map<string, number>();
  let items = 0;
  for await (const line of linesOf(out)) {
    items += 1;
    const { code, refusal = `code ${code}` } = JSON.parse(line ?? "") as { code: number; refusal?: string };
    if (code !== 0) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
  }
  const refusedItems = [...refused.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...refused].map(([code, count]) => `  ${String(count).padStart(8)}  ${code}`);
  const text = [`${items - refusedItems} of ${items} items of ${type} done, results in ${out}`, ...reasons].join("\n");
  const json = { items, done: items - refusedItems, refused: Object.fromEntries(refused), results: out };
  return { text, json, exit: refusedItems === 0 ? "done" : "refused" };
}

export const batch = defineGroup("batch", "Files of many items, a thousand under one signature", [submit]);
