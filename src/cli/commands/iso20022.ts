// `kedge iso20022`: what an ISO 20022 message says, or at which place it is wrong; nothing is sent.
import { type Answer, defineCommand, defineGroup } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { readAtMost } from "#src/cli/gateway/folders.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { Message } from "#src/iso20022/message.ts";
import type { MessageSummary } from "#src/iso20022/summary.ts";

/** Each is read into memory after the other; with `--json` all of them are in one answer. */
const filesMax = 1_000;
const jsonBytesMax = 64 * 1024 * 1024;
/** Lines of one message that still fit a screen; `--json` has them all. */
const linesShownMax = 20;

interface GoodFile {
  readonly file: string;
  readonly message: Message;
  readonly summary: MessageSummary;
}
interface BadFile {
  readonly file: string;
  readonly refusals: readonly Refusal[];
}

const check = defineCommand({
  command: "check <files..>",
  describe: "Read ISO 20022 messages and show what they say; the exit code is 5 when one of them is wrong",
  example: "iso20022 check payment.xml statement.xml --profile cross-border",
  positionals: {
    files: {
      type: "string",
      array: true,
      demandOption: true,
      describe: "Messages: pacs.002, 004, 008 and 009, camt.029, 053, 054 and 056, with or without a header",
    },
  },
  options: {
    profile: {
      choices: ["standard", "cross-border"] as const,
      default: "standard" as const,
      describe: "Also hold them to what Kedge asks of cross-border messages: near to CBPR+, stricter in places",
    },
  },
  async run({ files, profile }, { isJson }): Promise<Answer> {
    if (files.length > filesMax) throw usageFailure(`at most ${filesMax} files are checked at once`);
    const json: unknown[] = [];
    const texts: string[] = [];
    let bytes = 0;
    let wrong = 0;
    for (const file of files) {
      const { size, checked } = await checkFile(file, profile === "cross-border");
      bytes += size;
      if (isJson && bytes > jsonBytesMax)
        throw usageFailure(`--json takes ${jsonBytesMax} bytes at most: name fewer files`);
      if ("refusals" in checked) wrong += 1;
      if (isJson) json.push("refusals" in checked ? badJson(checked) : goodJson(checked));
      else texts.push("refusals" in checked ? badText(checked) : goodText(checked));
    }
    return { text: texts.join("\n\n"), json, exit: wrong === 0 ? "done" : "unverified" };
  },
});

async function checkFile(file: string, isCrossBorder: boolean): Promise<{ size: number; checked: GoodFile | BadFile }> {
  const { messageBytesMax, readMessage } = await import("#src/iso20022/message.ts");
  const bytes = readAtMost(file, messageBytesMax + 1);
  try {
    const message = readMessage(bytes);
    const refusals = await breachesOf(message, isCrossBorder);
    if (refusals.length > 0) return { size: bytes.length, checked: { file, refusals } };
    const { summaryOf } = await import("#src/iso20022/summary.ts");
    return { size: bytes.length, checked: { file, message, summary: summaryOf(message) } };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { size: bytes.length, checked: { file, refusals: [reason] } };
  }
}

async function breachesOf(message: Message, isCrossBorder: boolean): Promise<readonly Refusal[]> {
  const { requireBalanced } = await import("#src/iso20022/statements/check.ts");
  if (message.name === "camt.053.001.08") requireBalanced(message);
  if (!isCrossBorder) return [];
  const { profileBreaches } = await import("#src/iso20022/profile.ts");
  return profileBreaches(message);
}

function goodText({ file, summary: { name, id, lines } }: GoodFile): string {
  const rows = lines.slice(0, linesShownMax).map(({ id: item, uetr, amount, from, to, says }) => {
    const parties = from === undefined && to === undefined ? "" : `${from ?? ""} -> ${to ?? ""}`;
    return [item, uetr ?? "", amount ?? "", parties, says ?? ""];
  });
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const shown = rows.map((row) =>
    `  ${row.map((cell, at) => (at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("  ")}`.trimEnd(),
  );
  const more = lines.length > linesShownMax ? [`  and ${lines.length - linesShownMax} more`] : [];
  return [`${file}: ${name} ${id}`, ...shown, ...more].map(printable).join("\n");
}

/** A name in a message may hold what would move the cursor or recolour the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
}

function badText({ file, refusals }: BadFile): string {
  const lines = refusals.map(({ definition, details }) => {
    const { path = "", ...others } = details;
    const told = Object.entries(others).map(([name, value]) => `${name} ${value}`);
    const rest = told.length === 0 ? "" : ` (${told.join(", ")})`;
    return printable(`  ${definition.code} ${path === "" ? "" : `at ${path}: `}${definition.text}${rest}`);
  });
  return [`${file}: refused`, ...lines].join("\n");
}

/** Whole numbers of any size are decimal texts, as everywhere in JSON here. */
function withTexts(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTexts(inner)]));
}

function goodJson({ file, message, summary }: GoodFile): unknown {
  return { file, message: withTexts(message), summary };
}

function badJson({ file, refusals }: BadFile): unknown {
  const told = refusals.map(({ definition: { code, text }, details }) => ({ code, text, details: withTexts(details) }));
  return { file, refusals: told };
}

export const iso20022 = defineGroup("iso20022", "Messages between banks (ISO 20022)", [check]);
