// `kedge gateway`: stands between a bank's files and the ledger, pays what comes in, and tells what happened on the account.
import { type Answer, type Context, defineCommand } from "#src/cli/command.ts";
import { describeFailure, usageFailure } from "#src/cli/failure.ts";
import type { Gateway } from "#src/cli/gateway/gateway.ts";
import { requireWithin } from "#src/cli/within.ts";
import { messageBytesMax } from "#src/iso20022/message.ts";
import { MalformedAnswerError, RefusedError, UnreachableError } from "#src/sdk/errors.ts";
import { gatewayOptions, openFrom } from "./options.ts";
import { stateAll, statement } from "./statement.ts";

const filesPerRoundMax = 100_000;
const roundPauseMs = 500;

export const gateway = defineCommand({
  command: "gateway",
  describe:
    "A bank's gateway: makes the payments, recalls and returns of a folder once each, answers, advises and states",
  example: "gateway --bank bank.json --folder /var/kedge-gateway",
  options: {
    ...gatewayOptions,
    once: { type: "boolean", default: false, describe: "Take what is there, and end" },
    statement: {
      type: "boolean",
      default: false,
      describe: "With --once: then state every currency until now",
    },
    "file-bytes": { type: "number", default: messageBytesMax, describe: "Larger files are refused unread" },
    listen: {
      type: "string",
      describe: "Also take messages over HTTP at a port of this machine, such as 127.0.0.1:8090",
    },
    "token-file": { type: "string", describe: "With --listen: the file of the token that each request bears" },
    "files-per-round": { type: "number", default: 1_000, describe: "Files that are looked at together" },
  },
  children: [statement],
  async run(args, context): Promise<Answer> {
    requireWithin("--file-bytes", args["file-bytes"], 1, messageBytesMax);
    requireWithin("--files-per-round", args["files-per-round"], 1, filesPerRoundMax);
    if (args.statement && !args.once) throw usageFailure("--statement goes with --once");
    if ((args.listen === undefined) !== (args["token-file"] === undefined)) {
      throw usageFailure("--listen and --token-file go together");
    }
    if (args.once && args.listen !== undefined) throw usageFailure("--listen does not go with --once");
    const opened = await openFrom(args, context);
    try {
      const rounds = roundsOf(opened, args, context);
      return args.once ? await once(opened, rounds, args.statement) : await serve(opened, rounds, args, context);
    } finally {
      opened.close();
    }
  },
});

type Rounds = () => Promise<{ readonly done: number; readonly rejected: number; readonly waiting: number }>;

function roundsOf(
  { folders, bank, currencies, payments, link, abroad, deliveredIn }: Gateway,
  args: { readonly "file-bytes": number; readonly "files-per-round": number },
  { progress }: Context,
): Rounds {
  return async () => {
    const { takeRound } = await import("#src/cli/gateway/incoming.ts");
    const { newestBlock } = await import("#src/cli/ledger/link.ts");
    return takeRound({
      ...{ folders, bank, currencies, payments, abroad, deliveredIn, progress },
      ledgerMs: async () => (await newestBlock(link)).timeMs,
      fileBytesMax: args["file-bytes"],
      filesPerRoundMax: args["files-per-round"],
    });
  };
}

async function once(opened: Gateway, round: Rounds, withStatements: boolean): Promise<Answer> {
  const counts = { done: 0, rejected: 0, waiting: 0 };
  for (;;) {
    const { done, rejected, waiting } = await round();
    counts.done += done;
    counts.rejected += rejected;
    counts.waiting = waiting;
    if (done + rejected === 0) break;
  }
  const { catchUp } = await import("#src/cli/gateway/catchUp.ts");
  const proved = await catchUp(opened, opened.book.currencies);
  const statements = withStatements ? await stateAll(opened, proved) : [];
  const lines = [
    `${counts.done} files paid, ${counts.rejected} rejected, ${counts.waiting} not decided yet`,
    ...statements.map(({ text }) => text),
  ];
  const json = { ...counts, statements: statements.map(({ json: each }) => each) };
  return { text: lines.join("\n"), json, exit: counts.waiting > 0 ? "unreachable" : "done" };
}

/** Until a signal comes: what is under way is finished, and whatever ends it sooner, the next start goes on. */
async function serve(
  opened: Gateway,
  round: Rounds,
  args: Parameters<typeof intakeOf>[1],
  { progress }: Context,
): Promise<Answer> {
  const stop = new AbortController();
  const intake = await intakeOf(opened, args);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  progress(`gateway of ${opened.bank.bic} ready, account ${opened.bank.account} on ${opened.link.network}`);
  const following = whileReachable(() => opened.follow(stop.signal, () => undefined), stop, progress);
  const paying = whileReachable(() => round().then(() => undefined), stop, progress);
  try {
    await Promise.all([following, paying]);
  } finally {
    intake?.close();
    intake?.closeAllConnections();
  }
  return { text: "", json: { stopped: true } };
}

async function intakeOf(
  { folders }: Gateway,
  args: {
    readonly listen: string | undefined;
    readonly "token-file": string | undefined;
    readonly "file-bytes": number;
  },
) {
  const { listen, "token-file": tokenFile, "file-bytes": bytesMax } = args;
  if (listen === undefined || tokenFile === undefined) return undefined;
  const { openIntake, readToken } = await import("#src/cli/gateway/intake.ts");
  return openIntake({ folders, listen, token: readToken(tokenFile), bytesMax });
}

/** A node that is away comes back; anything else ends both loops. */
async function whileReachable(work: () => Promise<void>, stop: AbortController, progress: Context["progress"]) {
  while (!stop.signal.aborted) {
    try {
      await work();
    } catch (reason) {
      if (!isPassing(reason)) {
        stop.abort();
        throw reason;
      }
      progress(describeFailure(reason).message);
    }
    await new Promise((done) => setTimeout(done, roundPauseMs));
  }
}

function isPassing(reason: unknown): boolean {
  if (reason instanceof RefusedError) return reason.retryAfterMs !== undefined;
  return reason instanceof UnreachableError || reason instanceof MalformedAnswerError;
}
