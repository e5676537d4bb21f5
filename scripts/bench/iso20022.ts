// How many ISO 20022 messages are read, written and hashed in a second by one core, and how long a large statement takes.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { paymentContents } from "#src/iso20022/duplicates.ts";
import { type Message, type MessageOf, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { buildStatement } from "#src/iso20022/statements/build.ts";
import { requireBalanced } from "#src/iso20022/statements/check.ts";
import { transactionStatus } from "#src/iso20022/status.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "2" },
    entries: { type: "string", default: "10000" },
    json: { type: "boolean", default: false },
  },
});
const measuredMs = Number(values.seconds) * 1_000;
const createdAt = "2026-11-27T09:15:00+08:00";
const agent = (BICFI: string) => ({ FinInstnId: { BICFI } });
const uetrOf = (number: number) => `0d6f0b1c-5a3e-4c8e-9d54-${number.toString(16).padStart(12, "0")}`;

/** What a bank sends of one customer's payment, header included. */
function payment(number: number): MessageOf<"pacs.008.001.08"> {
  return {
    name: "pacs.008.001.08",
    header: {
      Fr: { FIId: agent("HARBSGSGXXX") },
      To: { FIId: agent("QUAYCNBSXXX") },
      BizMsgIdr: `M${number}`,
      MsgDefIdr: "pacs.008.001.08",
      BizSvc: "swift.cbprplus.02",
      CreDt: createdAt,
    },
    content: {
      GrpHdr: { MsgId: `M${number}`, CreDtTm: createdAt, NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
      CdtTrfTxInf: [
        {
          PmtId: { InstrId: `I${number}`, EndToEndId: `E${number}`, UETR: uetrOf(number) },
          IntrBkSttlmAmt: { currency: "CNY", units: BigInt(100 + number) },
          IntrBkSttlmDt: "2026-11-27",
          ChrgBr: "SHAR",
          InstgAgt: agent("HARBSGSGXXX"),
          InstdAgt: agent("QUAYCNBSXXX"),
          Dbtr: { Nm: "Keel & Anchor Pte. Ltd.", PstlAdr: { TwnNm: "Singapore", Ctry: "SG" } },
          DbtrAcct: { Id: { Othr: { Id: "0042001377" } } },
          DbtrAgt: agent("HARBSGSGXXX"),
          CdtrAgt: agent("QUAYCNBSXXX"),
          Cdtr: { Nm: "Lighthouse Trading", PstlAdr: { TwnNm: "Shenzhen", Ctry: "CN" } },
          CdtrAcct: { Id: { Othr: { Id: "6222021001116789012" } } },
          Purp: { Cd: "GDDS" },
          RmtInf: { Ustrd: [`Invoice ${number}`] },
        },
      ],
    },
  };
}

function status(number: number): MessageOf<"pacs.002.001.10"> {
  const original = {
    OrgnlGrpInf: { OrgnlMsgId: `M${number}`, OrgnlMsgNmId: "pacs.008.001.08" },
    OrgnlEndToEndId: `E${number}`,
    OrgnlUETR: uetrOf(number),
  };
  return {
    name: "pacs.002.001.10",
    content: {
      GrpHdr: { MsgId: `S${number}`, CreDtTm: createdAt },
      TxInfAndSts: [transactionStatus(original, "settled")],
    },
  };
}

function statement(entries: number): MessageOf<"camt.053.001.08"> {
  const moved = Array.from({ length: entries }, (_, at) => ({
    units: BigInt(at % 3 === 0 ? -at : at),
    bookingDate: "2026-11-27",
    valueDate: "2026-11-27",
    reference: `L${at}`,
    endToEndId: `E${at}`,
    uetr: uetrOf(at),
  }));
  return buildStatement({
    ...{ messageId: "M", statementId: "S", createdAt, sequenceNumber: 1n, currency: "CNY" },
    account: { Othr: { Id: "6222021001116789012" } },
    ...{ from: createdAt, to: createdAt, openingDate: "2026-11-26", closingDate: "2026-11-27" },
    openingUnits: 0n,
    entries: moved,
    closingUnits: moved.reduce((sum, { units }) => sum + units, 0n),
  });
}

/** How often it is done in a second, after a run that is not counted. */
function rate(act: (number: number) => void): number {
  for (let number = 0; number < 500; number += 1) act(number);
  const beganMs = performance.now();
  let count = 0;
  while (performance.now() - beganMs < measuredMs) {
    for (let of100 = 0; of100 < 100; of100 += 1) act(count + of100);
    count += 100;
  }
  return Math.round((count * 1_000) / (performance.now() - beganMs));
}

function rates(name: string, messages: readonly Message[]) {
  const written = messages.map((message) => writeMessage(message));
  const bytes = Math.round(written.reduce((sum, { length }) => sum + length, 0) / written.length);
  const at = <Value>(list: readonly Value[], number: number) => list[number % list.length] as Value;
  const readPerSecond = rate((number) => void readMessage(at(written, number)));
  const writtenPerSecond = rate((number) => void writeMessage(at(messages, number)));
  return { name, bytes, readPerSecond, writtenPerSecond };
}

function milliseconds(act: () => void): number {
  const beganMs = performance.now();
  act();
  return Math.round(performance.now() - beganMs);
}

const payments = Array.from({ length: 500 }, (_, number) => payment(number));
const statuses = Array.from({ length: 500 }, (_, number) => status(number));
const messages = [rates("pacs.008 with header", payments), rates("pacs.002", statuses)];
const hashedPerSecond = rate((number) => void paymentContents(payments[number % payments.length] ?? payment(0)));
const large = statement(Number(values.entries));
let largeBytes: Uint8Array = new Uint8Array();
const writeMs = milliseconds(() => {
  largeBytes = writeMessage(large);
});
const readMs = milliseconds(() => {
  const read = readMessage(largeBytes);
  if (read.name === "camt.053.001.08") requireBalanced(read);
});
const workload = bytesToHex(sha256(...payments.map((one) => writeMessage(one)), largeBytes)).slice(0, 16);
const report = {
  ...{ processor: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0], node: process.version, workload },
  messages,
  hashedPerSecond,
  statement: { entries: Number(values.entries), bytes: largeBytes.length, writeMs, readMs },
};
const lines = [
  `${report.processor}, ${report.cores} cores, load ${report.load}, node ${report.node}, workload ${workload}`,
  ...messages.map(
    ({ name, bytes, readPerSecond, writtenPerSecond }) =>
      `${name} (${bytes} bytes): ${readPerSecond} read and ${writtenPerSecond} written a second`,
  ),
  `content hashes of payments: ${hashedPerSecond} a second`,
  `camt.053 of ${values.entries} entries (${largeBytes.length} bytes): written in ${writeMs} ms, read and checked in ${readMs} ms`,
];
process.stdout.write(`${values.json ? JSON.stringify(report) : lines.join("\n")}\n`);
