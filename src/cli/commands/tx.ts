// `kedge tx`: every message of every module, made and signed here, with flags and help from the contract.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Answer, type Command, type Context, defineCommand, defineGroup } from "#src/cli/command.ts";
import { resolveAliases } from "#src/cli/contract/aliases.ts";
import { type ContractMessage, contractModules, shortName } from "#src/cli/contract/contract.ts";
import { exampleFlags, fieldsOf, optionsOf, readFields } from "#src/cli/contract/fields.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { Failure } from "#src/cli/failure.ts";
import { urlOption } from "#src/cli/http.ts";
import { parseJson, readJsonObject } from "#src/cli/jsonText.ts";
import {
  type Decided,
  decide,
  type LedgerLink,
  linkTo,
  newestBlock,
  requireSameSchema,
  type SealedEnvelope,
} from "#src/cli/ledger/link.ts";
import { refusedFailure } from "#src/cli/ledger/refusalText.ts";
import { type SignerArguments, signerOptions, signersOf } from "#src/cli/ledger/signers.ts";
import { newHead, seal } from "#src/cli/ledger/signing.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { messageOf } from "#src/sdk/messages.ts";
import { draftTransaction } from "#src/sdk/transactions.ts";

const sendOptions = {
  ...urlOption,
  ...signerOptions,
  content: { type: "string", describe: "A file with the content as JSON, or - for standard input; flags go over it" },
  "dry-run": { type: "boolean", default: false, describe: "Show what would be signed, and sign and send nothing" },
  "valid-for": { type: "string", default: "5m", describe: "How long the ledger may take it" },
  save: { type: "string", describe: "Write the signed bytes here before they are sent, for `kedge tx resend`" },
} as const;

interface SendArguments extends SignerArguments {
  readonly url: string;
  readonly content: string | undefined;
  readonly "dry-run": boolean;
  readonly "valid-for": string;
  readonly save: string | undefined;
}

export function txCommand(args: readonly string[]): Command {
  const modules = contractModules().filter(({ messages }) => messages.length > 0);
  const groups = modules.map(({ name, summary, messages }) =>
    defineGroup(
      name,
      summary,
      messages.map((message) => oneMessage(message, args)),
      `tx ${name}`,
    ),
  );
  return defineGroup("tx", "Sign a message and send it to the ledger", [...groups, resend]);
}

function oneMessage(message: ContractMessage, args: readonly string[]): Command {
  const fields = fieldsOf(message.schema, args);
  const roles = message.actors === "anyone" ? "" : ` (${message.actors.join(", ")})`;
  return defineCommand({
    command: shortName(message.type),
    describe: `${message.summary}${roles}`,
    example: `tx ${message.type.replace("/", " ")} ${exampleFlags(fields)} --from KEY`.replaceAll(/ +/g, " "),
    options: { ...optionsOf(fields), ...sendOptions },
    async run(given, context) {
      const sent = given as unknown as SendArguments & Readonly<Record<string, unknown>>;
      const content = readFields(fields, sent, await baseContent(sent.content, context));
      const link = await linkTo(sent.url);
      return sendMessage(message, resolveAliases(message.schema, content, link.aliases), sent, link, context);
    },
  });
}

function baseContent(source: string | undefined, { terminal }: Context): Promise<Record<string, unknown>> {
  return source === undefined ? Promise.resolve({}) : readJsonObject(source, terminal, "--content");
}

async function sendMessage(
  { type }: ContractMessage,
  content: unknown,
  sent: SendArguments,
  link: LedgerLink,
  context: Context,
): Promise<Answer> {
  const head = newHead(link, await newestBlock(link), parseDurationMs(sent["valid-for"]));
  const { actor, signers } = await signersOf(sent, link, context.terminal);
  const message = messageOf(type, content);
  await requireSameSchema(link, message);
  const draft = draftTransaction(head, [{ actor, message }]);
  if (sent["dry-run"]) {
    const json = {
      id: draft.id,
      network: link.network,
      validUntilMs: head.validUntilMs,
      salt: bytesToHex(head.salt),
      messages: [{ type, actor, content }],
      bodyHex: bytesToHex(draft.body),
      signingBytesHex: bytesToHex(draft.signingBytes),
    };
    return { text: JSON.stringify(json, null, 2), json };
  }
  const sealed = await seal(draft, head, signers);
  if (sent.save !== undefined) saveEnvelope(sent.save, sealed);
  return answerOf(await decide(link, sealed), sealed);
}

function answerOf(decided: Decided | undefined, { id }: SealedEnvelope): Answer {
  if (decided === undefined) {
    throw new Failure("refused", "machine/expired", `${id} expired undecided, and has no effect for ever`, { id });
  }
  if (decided.code !== 0) throw refusedFailure(decided);
  const { height, answer } = decided;
  const said = answer === undefined ? [] : [`answer       ${JSON.stringify(answer)}`];
  return { text: [`transaction  ${id}`, `block        ${height}`, ...said].join("\n"), json: decided };
}

const savedSchema = z.strictObject({
  kind: z.literal("transaction"),
  id: z.string(),
  validUntilMs: z.int(),
  sinceHeight: z.int(),
  bytesHex: z.string().transform(hexToBytes),
});

function saveEnvelope(file: string, { bytes, ...rest }: SealedEnvelope): void {
  saveFile(file, `${JSON.stringify({ ...rest, bytesHex: bytesToHex(bytes) })}\n`);
}

const resend = defineCommand({
  command: "resend <file>",
  describe: "Send signed bytes that --save wrote once more: they have one effect, however often they are sent",
  example: "tx resend payment.signed",
  positionals: { file: { type: "string", demandOption: true, describe: "What --save wrote" } },
  options: urlOption,
  async run({ file, url }) {
    const { bytesHex, ...saved } = savedSchema.parse(parseJson(readFileSync(file, "utf8"), file));
    const sealed = { ...saved, bytes: bytesHex };
    return answerOf(await decide(await linkTo(url), sealed), sealed);
  },
});
