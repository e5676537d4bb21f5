// Two gateways of banks of two zones on one running node: a payment, its recall and its return as files, through a kill.
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Message, type MessageOf, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { readStatements } from "#src/iso20022/statements/check.ts";
import { customerPayment } from "#tests/support/bankFiles.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

vi.setConfig({ testTimeout: 150_000, hookTimeout: 60_000 });

const skewedClock = fileURLToPath(new URL("../support/skewedClock.mjs", import.meta.url));
/** A working morning in both zones, whatever the day of the test. */
const openMs = Date.UTC(2027, 2, 9, 4);
const folder = temporaryFolder();
const payer = { alias: "cny-bank", bic: "KDGMCN21XXX", home: join(folder.path, "payer") };
const payee = { alias: "kzt-bank", bic: "KDGMKZ21XXX", home: join(folder.path, "payee") };
type Bank = typeof payer;
const banks = [payer, payee];
const running = new Map<Bank, ReturnType<typeof startKedge>>();
let node: NodeProcess;

beforeAll(async () => {
  const { NODE_OPTIONS } = process.env;
  process.env.NODE_OPTIONS = `${NODE_OPTIONS ?? ""} --import=${skewedClock}`;
  process.env.KEDGE_TEST_CLOCK_OFFSET = String((openMs - Date.now()) / 1_000);
  try {
    node = await startNodeProcess(join(folder.path, "data"), { "block-interval-ms": "200" });
  } finally {
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
    delete process.env.KEDGE_TEST_CLOCK_OFFSET;
  }
  for (const { alias, bic, home } of banks) {
    mkdirSync(join(home, "in"), { recursive: true });
    const bank = { ...{ bic, account: alias, shownAs: alias, as: alias }, counterparties: [] };
    writeFileSync(join(home, "bank.json"), JSON.stringify(bank));
  }
});
afterAll(async () => {
  for (const gateway of running.values()) await gateway.kill();
  await node.kill();
  folder.remove();
});

const argsOf = ({ home }: Bank, ...more: readonly string[]) => [
  ...["gateway", "--bank", join(home, "bank.json"), "--folder", home, "--url", node.url],
  ...more,
];
const start = (bank: Bank) => void running.set(bank, startKedge(argsOf(bank)));
const kill = (bank: Bank) => running.get(bank)?.kill();
const held = async ({ alias }: Bank) =>
  BigInt((await node.get(`/v1/accounts/balance?account=${alias}&currency=CNY`)).json.value);

function give({ home }: Bank, name: string, message: Message): void {
  writeFileSync(join(home, "in", name), writeMessage(message));
}

/** What the bank's own system finds, without advices, oldest first; answers to its own files bear their names. */
function found({ home }: Bank): readonly { readonly name: string; readonly message: Message }[] {
  return readdirSync(join(home, "out"))
    .filter((name) => name.endsWith(".xml") && !name.startsWith("."))
    .sort()
    .map((name) => ({ name, message: readMessage(readFileSync(join(home, "out", name))) }));
}

const finds = async <Name extends Message["name"]>(bank: Bank, start: string, kind: Name, count = 1) => {
  const those = () => found(bank).filter(({ name, message }) => name.startsWith(start) && message.name === kind);
  await expect.poll(() => those().length, { interval: 100, timeout: 40_000 }).toBe(count);
  return those().map(({ message }) => message as MessageOf<Name>);
};

const statusOf = (message: MessageOf<"pacs.002.001.10"> | undefined) => message?.content.TxInfAndSts?.[0]?.TxSts;

const uetr = randomUUID();
const agent = (bic: string) => ({ FinInstnId: { BICFI: bic } });
const createdAt = "2027-03-09T04:00:00Z";
const payment = customerPayment({
  ...{ uetr, units: 12_345n, currency: "CNY", from: payer.bic, to: payee.bic, purpose: "GDDS" },
});
const acceptance: Message = {
  name: "pacs.002.001.10",
  content: { GrpHdr: { MsgId: "ACC-1", CreDtTm: createdAt }, TxInfAndSts: [{ OrgnlUETR: uetr, TxSts: "ACCP" }] },
};
const recall: Message = {
  name: "camt.056.001.08",
  content: {
    Assgnmt: { Id: "REC-1", Assgnr: { Agt: agent(payer.bic) }, Assgne: { Agt: agent(payee.bic) }, CreDtTm: createdAt },
    Undrlyg: [{ TxInf: [{ OrgnlUETR: uetr, CxlRsnInf: [{ Rsn: { Cd: "DUPL" } }] }] }],
  },
};
const grant: Message = {
  name: "camt.029.001.09",
  content: {
    Assgnmt: { Id: "RES-1", Assgnr: { Agt: agent(payee.bic) }, Assgne: { Agt: agent(payer.bic) }, CreDtTm: createdAt },
    Sts: { Conf: "CNCL" },
    CxlDtls: [{ TxInfAndSts: [{ OrgnlUETR: uetr }] }],
  },
};
const moneyBack: Message = {
  name: "pacs.004.001.09",
  content: {
    GrpHdr: { MsgId: "RTR-1", CreDtTm: createdAt, NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
    TxInf: [
      {
        ...{ RtrId: "R1", OrgnlUETR: uetr, RtrdIntrBkSttlmAmt: { currency: "CNY", units: 12_345n } },
        RtrRsnInf: [{ Rsn: { Cd: "FOCR" } }],
      },
    ],
  },
};

/** As the standard's own check reads it. */
async function statementOf(bank: Bank) {
  const { code, output, errors } = await kedge(argsOf(bank, "--once", "--statement", "--json"));
  expect({ code, errors: code === 0 ? "" : errors }).toEqual({ code: 0, errors: "" });
  const { file } = JSON.parse(output).statements.find((each: { currency: string }) => each.currency === "CNY");
  const [one] = readStatements(readFileSync(file)).content.Stmt;
  if (one === undefined) throw new Error(`${file} states nothing`);
  return { entries: one.Ntry ?? [], closing: one.Bal.find(({ Tp }) => Tp.CdOrPrtry.Cd === "CLBD")?.Amt.units };
}

it("pays, recalls and returns between two zones exactly once each, and both states balance", async () => {
  const [paidFrom, paidTo] = [await held(payer), await held(payee)];
  for (const bank of banks) start(bank);
  for (const { home } of banks) {
    await expect.poll(() => readdirSync(home).includes("journal"), { interval: 50, timeout: 30_000 }).toBe(true);
  }
  give(payer, "pay.xml", payment);
  expect(statusOf((await finds(payer, "pay.", "pacs.002.001.10"))[0])).toBe("ACSP");
  const [incoming] = await finds(payee, "pacs.008", "pacs.008.001.08");
  expect(incoming?.content.CdtTrfTxInf[0]).toMatchObject({
    PmtId: { UETR: uetr, EndToEndId: "INVOICE-7" },
    IntrBkSttlmAmt: { currency: "CNY", units: 12_345n },
    ...{ DbtrAgt: agent(payer.bic), CdtrAgt: agent(payee.bic), Purp: { Cd: "GDDS" } },
  });
  // The payee's gateway dies with the answer handed in, and the next one goes on.
  give(payee, "accept.xml", acceptance);
  await kill(payee);
  start(payee);
  expect(statusOf((await finds(payee, "accept.", "pacs.002.001.10"))[0])).toBe("ACTC");
  const [credited] = await finds(payer, "pacs.002", "pacs.002.001.10");
  expect(credited?.content.TxInfAndSts).toMatchObject([
    { TxSts: "ACCC", OrgnlUETR: uetr, OrgnlGrpInf: { OrgnlMsgId: "M1", OrgnlMsgNmId: "pacs.008.001.08" } },
  ]);
  expect(await held(payee)).toBe(paidTo + 12_345n);

  give(payer, "recall.xml", recall);
  const [asked] = await finds(payee, "camt.056", "camt.056.001.08");
  expect(asked?.content.Undrlyg[0]?.TxInf?.[0]).toMatchObject({
    OrgnlUETR: uetr,
    CxlRsnInf: [{ Rsn: { Cd: "DUPL" } }],
  });
  give(payee, "grant.xml", grant);
  give(payee, "return.xml", moneyBack);
  const [answer] = await finds(payer, "camt.029", "camt.029.001.09");
  expect(answer?.content.Sts).toEqual({ Conf: "CNCL" });
  const [back] = await finds(payer, "pacs.004", "pacs.004.001.09");
  expect(back?.content.TxInf?.[0]).toMatchObject({
    OrgnlUETR: uetr,
    RtrdIntrBkSttlmAmt: { currency: "CNY", units: 12_345n },
  });
  expect(await held(payee)).toBe(paidTo);
  const fee = paidFrom - (await held(payer));
  // A basis point, rounded up.
  expect(fee).toBe(2n);

  // Every file again under another name, through gateways that were killed: nothing changes.
  for (const bank of banks) await kill(bank);
  give(payer, "pay-again.xml", payment);
  give(payer, "recall-again.xml", recall);
  give(payee, "accept-again.xml", acceptance);
  give(payee, "return-again.xml", moneyBack);
  const [from, to] = [await statementOf(payer), await statementOf(payee)];
  expect([await held(payer), await held(payee)]).toEqual([paidFrom - fee, paidTo]);
  expect([from.closing, to.closing]).toEqual([paidFrom - fee, paidTo]);
  const shown = ({ entries }: typeof from) =>
    entries.map(({ Amt, CdtDbtInd, NtryDtls }) => [
      `${CdtDbtInd} ${Amt.units}`,
      NtryDtls?.[0]?.TxDtls?.[0]?.Refs?.UETR,
    ]);
  expect(shown(from)).toEqual([
    [`DBIT ${12_345n + fee}`, uetr],
    ["CRDT 12345", uetr],
  ]);
  expect(shown(to)).toEqual([
    ["CRDT 12345", uetr],
    ["DBIT 12345", uetr],
  ]);
  expect(statusOf((await finds(payer, "pay-again.", "pacs.002.001.10"))[0])).toBe("ACSP");
  expect(statusOf((await finds(payee, "return-again.", "pacs.002.001.10"))[0])).toBe("ACTC");
  // Each notice was given once.
  await finds(payer, "pacs.002", "pacs.002.001.10");
  await finds(payer, "pacs.004", "pacs.004.001.09");
  await finds(payee, "pacs.008", "pacs.008.001.08");
  await finds(payee, "camt.056", "camt.056.001.08");
});
